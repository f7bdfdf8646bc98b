// A connection on System.Net.Sockets, which works everywhere.
//
// Ownership, pending events and the read waiter are the ConnWord's, as with the other back end. In place of edge-triggered events it uses a
// zero-byte receive: a thread that is about to wait (an owner that arms, or one that releases the connection) first ensures that one is
// pending, and its completion posts Read. At most one is pending; it may stay so while a turn runs for another reason (Stop, Deadline),
// since it takes no bytes.
//
// Errors are reported by the system once: after a reset was reported, a read finds a clean end of the stream. So the call that gets it
// stores it in _fault, and a read that finds the end checks that field first. For the same reason an end that is found while a zero-byte
// receive is still pending is not trusted yet: the receive may have got the error.
//
// _ended is set once, by Abort or by a deadline in use, before the socket is shut down, so that a call on a socket that we ended finds the
// reason there.
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

    // A SocketError; Success if none was reported. Written by the call that got it.
    private volatile SocketError _fault;

    // A TransportError: the reason why our side ended the connection. Zero if it did not.
    private int _ended;

    /// <summary>A connected socket as a connection that the caller owns.</summary>
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
        // If only a part fits, that is not a failure: the part was sent.
        if (SocketErrors.IsWouldBlock(error)) return count > 0 ? count : WouldBlock;
        throw SendFailed(error);
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
        // Disposing a socket with an operation under way resets the connection, unless its end was announced before.
        if (IsReceiving) Shutdown(SocketShutdown.Send);
        _socket.Dispose();
        _receiver.Dispose();
    }

    protected override void OnDeadlineEarlier(long instant) => _clock.Watch(_deadlineNode, instant);

    /// <summary>The deadline has passed: an idle connection gets a turn, one in use is ended. Called by the clock.</summary>
    internal void Expire()
    {
        if (_word.TryTake()) QueueTurn(Ready.Deadline);
        else End(TransportError.TimedOut);
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
            // The connection is gone already, and the next read or write says how.
        }
        catch (ObjectDisposedException)
        {
            // An Abort that comes while the owner closes, or after: there is nothing left to end.
        }
    }

    private bool HasEnded => Volatile.Read(ref _ended) != 0;

    private void ThrowIfEnded()
    {
        if (HasEnded) throw EndedException();
    }

    private TransportException EndedException() => (TransportError)Volatile.Read(ref _ended) == TransportError.TimedOut
        ? new TransportException(TransportError.TimedOut, "The time limit of the connection has expired.")
        : new TransportException(TransportError.Aborted, "The connection was aborted.");

    private TransportException Broken(SocketError error)
    {
        _fault = error;
        return SocketErrors.Exception(error, "The connection failed");
    }

    // EPIPE is a fault as well, although the system also reports it after a FIN: it is the only error left when the socket has swallowed a
    // reset, which happens to a partial send that was then cut off.
    private TransportException SendFailed(SocketError error) => HasEnded ? EndedException() : Broken(error);

    private EndPoint Address(bool local)
    {
        try
        {
            return SocketBackend.TranslateBack(local ? _socket.LocalEndPoint : _socket.RemoteEndPoint);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer has reset the connection, or it is closed.
            return UnknownAddress;
        }
    }
}
