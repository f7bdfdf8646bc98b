// The two waits for the peer that a request may have at a time: for data of the body, and for the peer to read the response. The earlier of
// their two limits is the deadline of the connection. A handler may read and write on two threads, so changes of the deadline are under
// _gate, which is taken only when a wait begins or ends, when a handler sets a limit, or when the deadline passes.
//
// If the limit of the wait for data is exceeded, only that wait ends (TryEndInput). Responses that were finished before, and the response
// to this request, can still be sent. If the limit of the output is exceeded, the back end ends the connection.
using System.Runtime.CompilerServices;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed class ConnWaits
{
    private readonly Lock _gate = new();

    // Guarded by _gate, except that each direction's thread calls Moved without the lock.
    private WaitLimit _input = new();
    private WaitLimit _output = new();
    private bool _isUsed;

    // The connection of the waits in progress, guarded by _gate. A thread that watches deadlines may come late, when this object already
    // belongs to another connection.
    private Conn? _conn;
    private volatile bool _hasInputEnded;

    /// <summary>Resets the limits and statistics of the previous request.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Reset()
    {
        if (_isUsed) ResetUsed();
    }

    private void ResetUsed()
    {
        lock (_gate)
        {
            // EndWait is not called for a wait that failed.
            _conn = null;
            _isUsed = false;
            _hasInputEnded = false;
            _input = new();
            _output = new();
        }
    }

    /// <summary>True if a wait for data of this request was interrupted, or was ended by the deadline.</summary>
    internal bool HasInputEnded => _hasInputEnded;

    /// <summary>True if a wait for data has timed out, or the instant by which the request must have been read has passed.</summary>
    internal bool IsInputOver => _hasInputEnded || (_input.HasInstant && _input.IsOver(Environment.TickCount64));

    /// <summary>True if the instant by which the response must have been sent has passed.</summary>
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

    /// <summary>Sets the handler's limit for reading, which applies at once, even to a wait in progress.</summary>
    internal void SetInput(Conn conn, long until) => Set(ref _input, conn, until);

    /// <summary>Sets the handler's limit for sending, which applies at once, even to a wait in progress.</summary>
    internal void SetOutput(Conn conn, long until) => Set(ref _output, conn, until);

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

    internal void BeginInput(Conn conn) => Begin(ref _input, conn);

    internal void EndInput(Conn conn) => End(ref _input, conn);

    internal void BeginOutput(Conn conn) => Begin(ref _output, conn);

    internal void EndOutput(Conn conn) => End(ref _output, conn);

    /// <summary>Interrupts waits for data of this request. No read may succeed afterwards. Thread-safe.</summary>
    internal void InterruptInput()
    {
        _isUsed = true;
        _hasInputEnded = true;
    }

    /// <summary>
    /// Ends the wait for data if its limit has passed. Returns false if the connection must end: the limit of the output has passed, or no
    /// wait of the connection is in progress in this object. Thread-safe.
    /// </summary>
    internal bool TryEndInput(Conn conn)
    {
        lock (_gate)
        {
            var now = Environment.TickCount64;
            if (!ReferenceEquals(_conn, conn) || _output.WaitEnd <= now) return false;
            if (_input.WaitEnd <= now)
            {
                _hasInputEnded = true;
                _input.StopWait();
            }

            // The deadline is cleared first, so that the back end, which has stopped watching it, is notified of a later one
            // (Conn.SetDeadline).
            conn.SetDeadline(0);
            Apply(conn);
            return true;
        }
    }

    private void Set(ref WaitLimit limit, Conn conn, long until)
    {
        lock (_gate)
        {
            _isUsed = true;
            limit.Set(until, isHandlers: true);
            Apply(conn);
        }
    }

    private void Begin(ref WaitLimit limit, Conn conn)
    {
        lock (_gate)
        {
            _isUsed = true;
            limit.BeginWait(Environment.TickCount64);
            Apply(conn);
        }
    }

    private void End(ref WaitLimit limit, Conn conn)
    {
        lock (_gate)
        {
            limit.EndWait(Environment.TickCount64);
            Apply(conn);
        }
    }

    private void Apply(Conn conn)
    {
        _conn = _input.IsWaiting || _output.IsWaiting ? conn : null;
        var end = Math.Min(_input.WaitEnd, _output.WaitEnd);
        conn.SetDeadline(end == WaitLimit.Never ? 0 : Math.Max(1, end));
    }
}
