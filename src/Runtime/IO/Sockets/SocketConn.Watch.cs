using System.Net.Sockets;

namespace RouteGen.IO;

// Seeing the peer go away while a handler runs: a zero-byte receive is under way, and when it ends the socket is looked at without taking a
// byte. One that has received something is not watched any further until the next request, as in Go.
internal sealed partial class SocketConn
{
    private volatile bool _isWatched;

    internal override bool WatchPeer()
    {
        _isWatched = true;
        Interlocked.MemoryBarrier();
        return !BeginReceive() && HasPeerEnded();
    }

    private void OnReceivedWhileOwned()
    {
        if (_isWatched && HasPeerEnded()) Driver?.OnPeerEnded();
    }

    private bool HasPeerEnded()
    {
        if (HasEnded || _fault != SocketError.Success) return true;
        try
        {
            Span<byte> next = stackalloc byte[GoodbyeBytesMax];
            var count = _socket.Receive(next, SocketFlags.Peek, out var error);
            if (error == SocketError.Success) return count == 0 || Driver is { } driver && driver.IsGoodbye(next[..count]);
            if (SocketErrors.IsWouldBlock(error)) return false;
            // The system reports an error once, and the owner needs it, too.
            _fault = error;
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The owner has closed the connection meanwhile: there is no request any more.
            return false;
        }
    }
}
