// The two waits that a request may have for its peer at a time: for its body, and for room for its response. A connection has one deadline,
// which is the earlier of the two ends. The handler that reads and the one that writes may be on two threads, so what they
// change together is under _gate; nothing of it is touched before something has to wait, or an instant is set.
using System.Runtime.CompilerServices;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed class ConnWaits
{
    private readonly Lock _gate = new();

    // Guarded by _gate, apart from Moved, which is for one direction's own thread.
    private WaitLimit _input = new();
    private WaitLimit _output = new();
    private bool _isUsed;

    /// <summary>Forgets what the request before it moved, waited and set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Reset()
    {
        if (_isUsed) ResetUsed();
    }

    private void ResetUsed()
    {
        _isUsed = false;
        _input = new();
        _output = new();
    }

    /// <summary>True if reading must have ended by now.</summary>
    internal bool IsInputOver => _input.HasInstant && _input.IsOver(Environment.TickCount64);

    /// <summary>True if sending must have ended by now.</summary>
    internal bool IsOutputOver
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _output.HasInstant && _output.IsOver(Environment.TickCount64);
    }

    /// <summary>Sets the instants by which the request must have been read and the response sent. Zero means none.</summary>
    internal void SetInstants(long readUntil, long writeUntil)
    {
        _isUsed = true;
        _input.Set(readUntil, isHandlers: false);
        _output.Set(writeUntil, isHandlers: false);
    }

    /// <summary>The handler's own limit of reading, which holds at once.</summary>
    internal void SetInput(Conn conn, long until)
    {
        lock (_gate)
        {
            _isUsed = true;
            _input.Set(until, isHandlers: true);
            Apply(conn);
        }
    }

    /// <summary>The handler's own limit of sending, which holds at once.</summary>
    internal void SetOutput(Conn conn, long until)
    {
        lock (_gate)
        {
            _isUsed = true;
            _output.Set(until, isHandlers: true);
            Apply(conn);
        }
    }

    internal void MovedInput(int bytes, int bytesPerSecondMin)
    {
        _isUsed = true;
        _input.Moved(bytes, bytesPerSecondMin);
    }

    internal void MovedOutput(int bytes, int bytesPerSecondMin)
    {
        _isUsed = true;
        _output.Moved(bytes, bytesPerSecondMin);
    }

    internal void BeginInput(Conn conn)
    {
        lock (_gate)
        {
            _isUsed = true;
            _input.BeginWait(Environment.TickCount64);
            Apply(conn);
        }
    }

    internal void EndInput(Conn conn)
    {
        lock (_gate)
        {
            _input.EndWait(Environment.TickCount64);
            Apply(conn);
        }
    }

    internal void BeginOutput(Conn conn)
    {
        lock (_gate)
        {
            _isUsed = true;
            _output.BeginWait(Environment.TickCount64);
            Apply(conn);
        }
    }

    internal void EndOutput(Conn conn)
    {
        lock (_gate)
        {
            _output.EndWait(Environment.TickCount64);
            Apply(conn);
        }
    }

    private void Apply(Conn conn)
    {
        var end = Math.Min(_input.WaitEnd, _output.WaitEnd);
        conn.SetDeadline(end == WaitLimit.Never ? 0 : Math.Max(1, end));
    }
}
