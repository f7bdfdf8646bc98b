// Detects that the peer has ended its stream while another thread owns the connection. The kernel reports a hang-up even if the last bytes
// are still unread. So the leader that gets the event checks the socket without receiving a byte. The leader is not the owner, so it marks
// the descriptor as in use for this call (see the head of EpollConn.cs).
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed partial class EpollConn
{
    private volatile bool _isWatched;

    internal override bool WatchPeer()
    {
        _isWatched = true;
        // The caller may have outlived its request. If the connection is closed, its descriptor number may already belong
        // to another connection.
        if (!TryLook()) return false;
        var isRegistered = TryRegister();
        Volatile.Write(ref _descriptorState, Open);
        if (!isRegistered)
        {
            EndUnwatched();
            return true;
        }

        // If the peer has already left, its event may have come before the mark was set. The check below then finds the end.
        Interlocked.MemoryBarrier();
        return HasPeerEnded();
    }

    /// <summary>Handles a hang-up that was reported while the connection had an owner. Called by the leader.</summary>
    internal void OnHangUp()
    {
        if (_isWatched && HasPeerEnded()) Driver?.OnPeerEnded();
    }

    // Marks the descriptor as in use. Returns false if it is closed.
    private bool TryLook()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _descriptorState, Looking, Open) is var state and not Open)
        {
            // Another thread is using it for one system call, or shutting it down.
            if (state == Closed) return false;
            spin.SpinOnce();
        }

        return true;
    }

    private unsafe bool HasPeerEnded()
    {
        // A connection that this side ended is over, even if bytes from the peer are unread.
        if (IsEnded) return true;
        if (!TryLook()) return false;
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
                // The kernel reports an error only once, so it is stored for the owner.
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
