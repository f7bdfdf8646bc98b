using System.Net.Sockets;

namespace RouteGen.IO;

// Detects that the peer has left while a handler runs. A zero-byte receive is pending; when it completes, the socket is checked without
// receiving a byte. After data has arrived, the connection is not watched until the next request, as in Go.
internal sealed partial class SocketConn
{
    private volatile bool _isWatched;

    internal override bool WatchPeer()
    {
        _isWatched = true;
        Interlocked.MemoryBarrier();
        try
        {
            if (BeginReceive()) return false;
        }
        catch (ObjectDisposedException)
        {
            // As in HasPeerEnded.
            return false;
        }

        // The owner may have released the connection because it saw a pending receive, which then completed at once.
        Notify(Ready.Read);
        return HasPeerEnded();
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
            // The system reports an error only once, so it is stored for the owner.
            _fault = error;
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The owner has closed the connection, so there is no request any more.
            return false;
        }
    }
}
