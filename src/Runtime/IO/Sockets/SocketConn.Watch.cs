using System.Net.Sockets;

namespace RouteGen.IO;

// Detects that the peer has left while a handler runs. A zero-byte receive is pending; when it completes, the socket is checked without
// receiving a byte. After data has arrived, the connection is not watched until the next request, as in Go.
//
// A zero-byte receive may complete although there is nothing to read: the runtime completes it by any event of the socket, also by a late
// one of bytes that were received meanwhile. Then another one is begun.
internal sealed partial class SocketConn
{
    private volatile bool _isWatched;

    internal override bool WatchPeer()
    {
        _isWatched = true;
        Interlocked.MemoryBarrier();
        return WatchOrFindEnd();
    }

    private void OnReceivedWhileOwned()
    {
        if (!_isWatched) return;
        if (HasPeerEnded(out var hasUnread) || (!hasUnread && WatchOrFindEnd())) Driver?.OnPeerEnded();
    }

    // Returns true if the peer has ended its stream. Otherwise a receive is pending, or there are bytes to read.
    private bool WatchOrFindEnd()
    {
        while (true)
        {
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
            if (HasPeerEnded(out var hasUnread)) return true;
            if (hasUnread) return false;
        }
    }

    private bool HasPeerEnded(out bool hasUnread)
    {
        hasUnread = false;
        if (HasEnded || _fault != SocketError.Success) return true;
        try
        {
            Span<byte> next = stackalloc byte[GoodbyeBytesMax];
            var count = _socket.Receive(next, SocketFlags.Peek, out var error);
            hasUnread = count > 0;
            if (error == SocketError.Success) return count == 0 || Driver is { } driver && driver.IsGoodbye(next[..count]);
            if (SocketErrors.IsWouldBlock(error)) return false;
            // The system reports an error only once, so it is stored for the owner.
            _fault = error;
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The owner has closed the connection, so there is no request any more.
            hasUnread = true;
            return false;
        }
    }
}
