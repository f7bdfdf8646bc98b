// A connection on System.Net.Sockets, for all platforms.
//
// Ownership, pending events and the read waiter are in the ConnWord, as in the other back end. A zero-byte receive replaces edge-triggered
// events: a thread that is about to wait or to release the connection first makes sure that such a receive is pending, and its completion
// posts Read. At most one receive is pending. It may stay pending while a turn runs for another reason (Stop, Deadline), since it receives
// no bytes.
//
// The system reports an error only once: after a reset was reported, a read finds a clean end of the stream. So the call that gets an error
// stores it in _fault, and a read that finds the end checks that field first. For the same reason an end is not trusted while a zero-byte
// receive is still pending, because that receive may have got the error.
//
// _ended is set once, by Abort or by a deadline that passes while the connection is in use. It is set before the socket is shut down, so
// that a call that then fails finds the reason.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RouteGen.IO;

internal sealed partial class SocketConn : Conn
{
    private readonly Socket _socket;
    private readonly DeadlineClock _clock;
    private readonly DeadlineNode _deadlineNode;
    private ConnWord _word = ConnWord.NewOwned;

    // A SocketError, or Success if no error was reported. Written by the call that got the error.
    private volatile SocketError _fault;

    // The TransportError with which this side ended the connection. Zero if it did not.
    private int _ended;

    /// <summary>Creates a connection from a connected socket. The caller owns the connection.</summary>
    internal SocketConn(Socket socket, DeadlineClock clock)
    {
        _socket = socket;
        _clock = clock;
        _deadlineNode = new DeadlineNode(this);
        _receiver = new ZeroByteReceiver(this);
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp) socket.NoDelay = true;
    }

    internal override bool IsTimedOut => (TransportError)Volatile.Read(ref _ended) == TransportError.TimedOut;

    internal override EndPoint LocalEndPoint => field ??= Address(local: true);

    internal override EndPoint RemoteEndPoint => field ??= Address(local: false);

    internal override int TryReceive(Span<byte> buffer)
    {
        Debug.Assert(!buffer.IsEmpty);
        ThrowIfEnded();
        var receiving = IsReceiving;
        var count = _socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.Success && count > 0) return count;
        ThrowIfEnded();
        if (_fault != SocketError.Success) throw Broken(_fault);
        if (SocketErrors.IsWouldBlock(error)) return WouldBlock;
        if (error != SocketError.Success) throw Broken(error);
        return receiving ? WouldBlock : 0;
    }

    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        ThrowIfEnded();
        var count = _socket.Send(data, SocketFlags.None, out var error);
        if (error == SocketError.Success) return count;
        var isFailure = !SocketErrors.IsWouldBlock(error);
        if (count == 0) return isFailure ? throw SendFailed(error) : WouldBlock;
        // A part was sent before the error. The error is stored, so that the next call and a reader on another thread report it.
        if (isFailure) _fault = error;
        return count;
    }

    internal override void ShutdownSend()
    {
        ThrowIfEnded();
        Shutdown(SocketShutdown.Send);
    }

    internal override void Abort() => End(TransportError.Aborted);

    internal override void Close()
    {
        SetDeadline(0);
        _clock.Forget(_deadlineNode);
        // Disposing a socket with a pending operation resets the connection, unless a FIN was sent before.
        if (IsReceiving) Shutdown(SocketShutdown.Send);
        _socket.Dispose();
        _receiver.Dispose();
    }

    protected override void OnDeadlineEarlier(long instant) => _clock.Watch(_deadlineNode, instant);

    /// <summary>Called by the clock when the deadline has passed. An idle connection gets a turn; a connection in use is ended.</summary>
    internal void Expire()
    {
        if (!_word.TryTake())
        {
            EndOverdue();
            return;
        }

        // A turn that ran since the clock read the deadline may have moved it.
        var deadline = Deadline;
        if (deadline != 0 && deadline <= Environment.TickCount64)
        {
            QueueTurn(Ready.Deadline);
            return;
        }

        if (deadline != 0) _clock.Watch(_deadlineNode, deadline);
        BeginTurns();
    }

    // Ends the wait for data or the connection, because the deadline has passed. If the owner has just moved the deadline, only the watch
    // continues.
    private void EndOverdue()
    {
        if (Driver is { } driver && driver.TryEndInput())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Notify(Ready.Read), this, preferLocal: false);
            return;
        }

        var deadline = Deadline;
        if (deadline == 0) return;
        if (deadline <= Environment.TickCount64) End(TransportError.TimedOut);
        else _clock.Watch(_deadlineNode, deadline);
    }

    private void End(TransportError reason)
    {
        if (Interlocked.CompareExchange(ref _ended, (int)reason, 0) != 0) return;
        Shutdown(SocketShutdown.Both);
        Volatile.Read(ref _sendEnd)?.Cancel();
        if (_isWatched) Driver?.OnPeerEnded();
        Dispatch(_word.Post(Ready.HangUp), mayRunHere: false);
    }

    private void Shutdown(SocketShutdown how)
    {
        try
        {
            _socket.Shutdown(how);
        }
        catch (SocketException)
        {
            // The connection is already broken. The next read or write reports the error.
        }
        catch (ObjectDisposedException)
        {
            // Abort was called during or after the owner's Close, so there is nothing to end.
        }
    }

    private bool HasEnded => Volatile.Read(ref _ended) != 0;

    private void ThrowIfEnded()
    {
        if (HasEnded) throw EndedException();
    }

    private TransportException EndedException() => EndedBy((TransportError)Volatile.Read(ref _ended));

    private TransportException Broken(SocketError error)
    {
        _fault = error;
        return SocketErrors.Exception(error, "The connection failed");
    }

    // EPIPE counts as an error, too, although the system also reports it after a FIN. After a reset during a partial send, EPIPE is the
    // only error that is still reported.
    private TransportException SendFailed(SocketError error) => HasEnded ? EndedException() : Broken(error);

    private EndPoint Address(bool local)
    {
        try
        {
            return SocketBackend.TranslateBack(local ? _socket.LocalEndPoint : _socket.RemoteEndPoint);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer has reset the connection, or the connection is closed.
            return UnknownAddress;
        }
    }
}
