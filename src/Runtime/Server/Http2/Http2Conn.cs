// An HTTP/2 connection of a server (RFC 9113).
//
// Two kinds of turns. A *turn of the connection* owns the connection. It reads frames, feeds windows and bodies, opens streams, and
// releases the connection. It runs no handler, and parses no head. A *turn of a stream* (Http2Stream.Serve.cs) runs a handler, or continues
// one that waited, without the ownership. Where a reactor has a leader, the turns of the streams that are ready follow the turn of the
// connection on the same thread. So the usual request costs no hop; and a handler that blocks is taken over like one of HTTP/1.1, and the
// new leader continues with the other streams (Http2Conn.Ready.cs).
//
// Gate guards the table of the streams, their shared state, the windows, the queue of ready streams and the output, and is held for a few
// microseconds: nothing waits under it, and no code of the program runs under it. The input belongs to the owner of the connection.
//
// Output. Frames are appended to the output. The turn of the last ready stream sends the responses of all of them with one send. A response
// that is finished elsewhere is sent at once (Http2Conn.Output.cs). If the socket accepts no more, the connection is *stuck*: its next turn
// is suspended, and two tasks of the owner read frames and wait for the socket, until everything is sent (Http2Conn.Pump.cs).
using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen.Serving;

internal sealed partial class Http2Conn : HostedConn
{
    private const int BytesPerTurnMax = 256 * 1024;

    /// <summary>Guards what turns of the connection and of its streams share.</summary>
    internal object Gate { get; } = new();

    // Used only by the owner.
    private InputBuffer _input;
    private State _state;
    private bool _mayRead = true;
    private bool _hangUp;
    private int _bytesLeft;

    // Guarded by Gate.
    private OutputBuffer _output;
    private bool _isInTurn;
    private bool _isClosed;
    private bool _isBroken;

    private enum State : byte
    {
        Preface,
        Settings,
        Open,
        Closing,
        Lingering,
        Closed,
    }

    /// <summary>Creates the driver of a connection that speaks HTTP/2 from its first byte.</summary>
    internal Http2Conn(ServerHost host, Conn conn, ConnHooks? hooks)
        : base(host, conn) => Hooks = hooks;

    /// <summary>Data of the server's hooks. Null if there are no hooks.</summary>
    internal ConnHooks? Hooks { get; set; }

    /// <summary>Takes over the input of the connection that has received the preface. Called by the owner, before the first turn.</summary>
    internal void TakeInput(ref InputBuffer input)
    {
        _input = input;
        input = default;
    }

    internal override TurnEnd RunTurn(Ready ready)
    {
        try
        {
            return Turn(ready);
        }
        catch (TransportException)
        {
            // The peer is gone, or a limit has expired. Not logged, because this is normal on a network.
            return CloseNow();
        }
        catch (Exception failure)
        {
            Host.LogOf("A connection failed.", _conn.RemoteEndPoint, null, failure);
            return CloseNow();
        }
    }

    internal override void OnTakenOver()
    {
        lock (Gate)
        {
            _isRunning = false;
            FlushLocked();
            ScheduleLocked();
        }
    }

    internal override void OnPeerEnded()
    {
        lock (Gate) LeaveAll();
    }

    private TurnEnd Turn(Ready ready)
    {
        if ((ready & Ready.HangUp) != 0) _hangUp = true;
        if ((ready & (Ready.Read | Ready.HangUp)) != 0) _mayRead = true;
        if (_state == State.Lingering) return Linger(ready);
        lock (Gate)
        {
            if (_isBroken) return CloseLocked();
            _isInTurn = true;
        }

        // The end of the turn sets another. A connection that is busy for long gets many turns without one.
        _conn.SetDeadline(0);
        if (!_hasBegun) Begin();
        // The event also gives the connection a turn for other reasons (WakeTurn).
        if ((ready & Ready.Stop) != 0 && Host.IsClosingConns) BeginGoAway();
        if ((ready & Ready.Deadline) != 0) OnDeadline();
        if (!TryReadFrames()) return TurnEnd.Again;
        return EndTurn();
    }

    // Reads and handles frames. Returns false if other connections have waited long enough.
    private bool TryReadFrames()
    {
        _bytesLeft = BytesPerTurnMax;
        while (true)
        {
            if (!_input.IsEmpty) HandleInput();
            if (_state >= State.Closing || !_mayRead) return true;
            if (_bytesLeft <= 0)
            {
                YieldTurn();
                return false;
            }

            var count = _input.Fill(_conn, out var filled);
            if (count == 0)
            {
                OnEndOfStream();
                return true;
            }

            if (count > 0) _bytesLeft -= count;
            // A short read has emptied the socket, unless the peer hung up; then the end of the stream must still be read.
            _mayRead = count > 0 && (filled || _hangUp);
        }
    }

    private void YieldTurn()
    {
        lock (Gate)
        {
            _isInTurn = false;
            FlushLocked();
            ScheduleLocked();
        }
    }

    // Ends a turn that has consumed the input.
    private TurnEnd EndTurn()
    {
        if (_input.IsEmpty) _input.Release();
        if (_hasServed) Hooks?.Enter(Volatile.Read(ref _count) > 0 ? ConnState.Active : ConnState.Idle);
        lock (Gate)
        {
            _isInTurn = false;
            // The responses of ready streams are sent together with the frames of this turn.
            if (!HasReady) FlushLocked();
            if (_isBroken) return CloseLocked();
            if (_isStuck)
            {
                ScheduleLocked();
                BeginPump();
                return TurnEnd.Suspended;
            }

            if (IsDone) return FinishLocked();
            SetTurnDeadline();
            if (!HasReady || _isNodeQueued || _isRunning) return TurnEnd.Quiet;
            if (_conn.RunsStreamsTogether) return TurnEnd.Streams;
            ScheduleLocked();
            return TurnEnd.Quiet;
        }
    }

    private void OnEndOfStream()
    {
        _mayRead = false;
        lock (Gate)
        {
            _hasPeerEnded = true;
            LeaveAll();
        }
    }
}
