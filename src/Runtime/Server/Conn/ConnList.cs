namespace RouteGen.Serving;

/// <summary>A server's open connections. Thread-safe.</summary>
internal sealed class ConnList
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private HostedConn? _first;
    private int _count;
    private TaskCompletionSource? _empty;

    internal int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>
    /// Adds a connection. Returns false if the list already has <paramref name="countMax"/> connections; zero means no limit.
    /// </summary>
    internal bool TryAdd(HostedConn conn, int countMax)
    {
        lock (_gate)
        {
            if (countMax != 0 && _count >= countMax) return false;
            conn.Next = _first;
            if (_first is not null) _first.Previous = conn;
            _first = conn;
            _count++;
            return true;
        }
    }

    /// <summary>Puts a connection that continues with another protocol in the place of the previous object.</summary>
    internal void Replace(HostedConn previous, HostedConn conn)
    {
        lock (_gate)
        {
            conn.Previous = previous.Previous;
            conn.Next = previous.Next;
            if (conn.Previous is { } before) before.Next = conn;
            else _first = conn;
            if (conn.Next is { } after) after.Previous = conn;
            previous.Previous = previous.Next = null;
        }
    }

    internal void Remove(HostedConn conn)
    {
        TaskCompletionSource? empty = null;
        lock (_gate)
        {
            if (conn.Previous is { } previous) previous.Next = conn.Next;
            else _first = conn.Next;
            if (conn.Next is { } next) next.Previous = conn.Previous;
            conn.Previous = conn.Next = null;
            if (--_count == 0) empty = _empty;
        }

        empty?.TrySetResult();
    }

    internal HostedConn[] Snapshot()
    {
        lock (_gate)
        {
            var all = new HostedConn[_count];
            var index = 0;
            for (var conn = _first; conn is not null; conn = conn.Next) all[index++] = conn;
            return all;
        }
    }

    /// <summary>Completes when the list is empty.</summary>
    internal Task WhenEmptyAsync()
    {
        lock (_gate)
        {
            if (_count == 0) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }
}
