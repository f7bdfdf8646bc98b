namespace RouteGen.IO;

/// <summary>Queue of connections that wait for another turn. Used only by the leader.</summary>
internal sealed class ReadyList
{
    private EpollConn? _first;
    private EpollConn? _last;

    internal int Count { get; private set; }

    internal bool IsEmpty => _first is null;

    /// <summary>Appends a connection, with the events for its turn.</summary>
    internal void Enqueue(EpollConn conn, Ready ready)
    {
        conn.QueuedReady = ready;
        conn.Next = null;
        if (_last is null) _first = conn;
        else _last.Next = conn;
        _last = conn;
        Count++;
    }

    internal EpollConn Dequeue()
    {
        var conn = _first!;
        _first = conn.Next;
        if (_first is null) _last = null;
        conn.Next = null;
        conn.IsPutOff = false;
        Count--;
        return conn;
    }
}
