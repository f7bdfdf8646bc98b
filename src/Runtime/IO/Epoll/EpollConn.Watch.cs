// Detects that the peer has left while another thread owns the connection. The kernel reports it with the hang-up event, which a
// half-closed peer causes as well, and also one whose last bytes are still unread. So the leader that sees the event looks at the socket,
// without taking a byte. It is not the owner, so it marks the descriptor as in use for the one call (head of EpollConn.cs).
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed partial class EpollConn
{
    private volatile bool _isWatched;

    internal override bool WatchPeer()
    {
        _isWatched = true;
        // A connection that cannot be registered has no events; the next wait or turn says so.
        if (!TryRegister()) return false;
        // Something that has happened already causes no event: the event came before the mark, or this check comes after both.
        Interlocked.MemoryBarrier();
        return HasPeerEnded();
    }

    /// <summary>Handles a hang-up that was reported while the connection had an owner. Called by the leader.</summary>
    internal void OnHangUp()
    {
        if (_isWatched && HasPeerEnded()) Driver?.OnPeerEnded();
    }

    private unsafe bool HasPeerEnded()
    {
        // A connection that this side ended is over, even if bytes of the peer are unread.
        if (IsEnded) return true;
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _descriptorState, Looking, Open) is var state and not Open)
        {
            // Must not be missed because the log is reading an address at that moment.
            if (state != Looking) return false;
            spin.SpinOnce();
        }

        try
        {
            var next = stackalloc byte[GoodbyeBytesMax];
            while (true)
            {
                var count = Libc.recv(_fd, next, GoodbyeBytesMax, Libc.MSG_PEEK | Libc.MSG_DONTWAIT);
                if (count >= 0) return count == 0 || Driver is { } driver && driver.IsGoodbye(new ReadOnlySpan<byte>(next, (int)count));
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.EINTR) continue;
                if (error == Libc.EAGAIN) return false;
                // The kernel reports an error once, and the owner needs it, too.
                _fault = error;
                return true;
            }
        }
        finally
        {
            Volatile.Write(ref _descriptorState, Open);
        }
    }
}
