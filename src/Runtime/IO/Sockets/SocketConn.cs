// A connection on System.Net.Sockets: what works everywhere.
//
// Ownership, pending events and the read waiter are the ConnWord's, as with the other back end. Where that one has edges of
// epoll, this one has a zero-byte receive: whoever is about to wait (an owner that arms, or one that gives the connection up)
// first sees to it that one is under way, and its completion posts Read. At most one is under way; it may stay so while a turn
// runs for another reason (Stop, Deadline), since it takes no bytes.
//
// Errors are reported by the system once: after a reset was reported, a read finds a clean end of the stream. So whichever
// call is told first notes it in _fault, and a read that finds the end looks there before it believes it. For the same
// reason an end that is found while a zero-byte receive is still under way is not believed yet: that one may have been told.
//
// _ended is set once, by Abort or by a deadline in use, before the socket is shut down: whoever finds the socket ended by us
// finds the reason there.
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

    // A SocketError; Success: none was reported. Written by whoever was told.
    private volatile SocketError _fault;

    // A TransportError, why our side ended the connection; zero: it did not.
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
        // What does not fit after a part that did is no failure; the part was sent.
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

    // EPIPE is a fault as well, though the system tells it also when a FIN came before: it is what is left to be told when the
    // socket swallowed a reset, which happens to a send that went in part and was then cut off.
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
