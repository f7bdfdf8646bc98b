// The end of a connection.
//
// Shutdown: GOAWAY with the highest possible id, then, after a grace in which requests on their way arrive, GOAWAY with the last id that is
// served (RFC 9113 section 6.8). Streams that were accepted are finished, and then the connection is closed. After an error, GOAWAY is sent
// with the error, all streams are reset, and the input is discarded for a short time, so that no reset destroys the frame.
using System.Buffers.Binary;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed partial class Http2Conn
{
    private const long LingerMs = 500;
    private const int LingerReadsPerTurn = 16;

    // Guarded by Gate.
    private bool _isGoingAway;
    private bool _hasSentLastGoAway;
    private volatile bool _hasPeerEnded;
    private bool _isPeerGoingAway;
    private long _goAwayDeadline;
    private Http2Error? _failure;

    // True once the socket is closed.
    private bool _isOver;

    // Streams above this id are not served.
    private int _servedIdMax = int.MaxValue;

    // True if the connection closes, because no stream is left and none will come.
    private bool IsDone =>
        _state == State.Closing || (_count == 0 && (_hasPeerEnded || _hasSentLastGoAway || _isPeerGoingAway || _failure is not null));

    private void BeginGoAway()
    {
        lock (Gate)
        {
            if (_isGoingAway) return;
            if (_state == State.Preface)
            {
                // As on other new connections, the first request may be on its way.
                if (Host.IsStopping) _prefaceDeadline = Math.Min(_prefaceDeadline, Environment.TickCount64 + Limits.StopNewMs);
                return;
            }

            _isGoingAway = true;
            WriteGoAway(int.MaxValue, Http2Error.None);
            _goAwayDeadline = Environment.TickCount64 + Limits.StopIdleMs;
            FlushLocked();
        }
    }

    private void SendLastGoAway()
    {
        _goAwayDeadline = 0;
        if (_hasSentLastGoAway) return;
        _hasSentLastGoAway = true;
        _servedIdMax = _lastId;
        WriteGoAway(_lastId, Http2Error.None);
    }

    private void WriteGoAway(int lastId, Http2Error error)
    {
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, lastId);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], (int)error);
        WriteFrame(Http2Frame.GoAway, 0, 0, payload);
    }

    // Ends the connection because of an error, or because it is idle. The caller holds Gate.
    private void Fail(Http2Error error)
    {
        if (_failure is not null) return;
        _failure = error;
        WriteGoAway(_lastId, error);
        _servedIdMax = _lastId;
        ResetAll();
        _state = State.Closing;
    }

    // Sends what is left and closes. Handlers may still be running, but their streams are lost. The caller holds Gate.
    private TurnEnd FinishLocked()
    {
        FlushLocked();
        if (_isStuck && !_isBroken)
        {
            BeginPump();
            return TurnEnd.Suspended;
        }

        if (_isBroken || (_hasPeerEnded && _failure is null)) return CloseLocked();
        _state = State.Lingering;
        _isClosed = true;
        ResetAll();
        _conn.ShutdownSend();
        _output.Release();
        _conn.SetDeadline(Environment.TickCount64 + LingerMs);
        return Linger(Ready.None);
    }

    private TurnEnd Linger(Ready ready)
    {
        _input.Release();
        if ((ready & Ready.Deadline) != 0) return CloseNow();
        Span<byte> scratch = stackalloc byte[4096];
        for (var reads = 0; reads < LingerReadsPerTurn; reads++)
        {
            var count = _conn.TryReceive(scratch);
            if (count == 0) return CloseNow();
            if (count == Conn.WouldBlock) return TurnEnd.Quiet;
        }

        return TurnEnd.Again;
    }

    private TurnEnd CloseNow()
    {
        lock (Gate) return CloseLocked();
    }

    private TurnEnd CloseLocked()
    {
        if (_state == State.Closed) return TurnEnd.Closed;
        _state = State.Closed;
        _isClosed = true;
        _isInTurn = false;
        ResetAll();
        // Streams in the queue end without a handler.
        ScheduleLocked();
        _output.Release();
        _input.Release();
        StopClock();
        _conn.Close();
        _isOver = true;
        if (_count == 0) QueueLeave();
        return TurnEnd.Closed;
    }

    // Called when the socket is closed and the last handler has completed. On the thread pool, because the hook is the program's code.
    private void QueueLeave() => ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Leave(), this, preferLocal: false);

    private void Leave()
    {
        try
        {
            Hooks?.Enter(ConnState.Closed);
        }
        finally
        {
            // Otherwise a shutdown would wait for this connection for ever.
            Host.Conns.Remove(this);
        }
    }
}
