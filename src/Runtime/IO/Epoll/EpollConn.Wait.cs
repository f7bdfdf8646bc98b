// The owner's waits, and sends that may have to wait.
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal sealed partial class EpollConn
{
    // Longest poll for a read that a driver may end: moving the deadline does not wake a thread in the system call.
    private const int PollSliceMs = 100;

    private bool _isRegistered;

    // Created by the first asynchronous wait. Most connections never need waiters.
    private EpollWaiter? _readWaiter;
    private EpollWaiter? _writeWaiter;

    internal override ValueTask WaitReadableAsync()
    {
        EnsureRegistered();
        var waiter = Take(ref _readWaiter);
        return !IsEnded && _word.ArmRead() ? waiter.Task : NoWait(waiter);
    }

    internal override void WaitReadable() => Poll(Libc.POLLIN);

    internal override ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            var count = TrySend(data.Span);
            return count == data.Length ? default : SendRestAsync(data[Math.Max(count, 0)..]);
        }
        catch (TransportException failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var count = TrySend(data);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
            Poll(Libc.POLLOUT);
        }
    }

    /// <summary>Completes when a pending connect has succeeded. Throws if it has failed.</summary>
    internal async ValueTask WaitConnectedAsync()
    {
        while (true)
        {
            await WaitWritableAsync().ConfigureAwait(false);
            ThrowIfEnded();
            if (ConnectError() is var error and not 0) throw Errno.ToException(error, "Connecting failed");
            if (IsConnected()) return;
        }
    }

    // A connection that is served and closed in its first turn is never registered with epoll. Any other one is registered before its first
    // wait or at the end of its first turn. Registering reports an event that has already happened, so none is missed. Returns
    // false once, to the caller that tried, and that caller must call EndUnwatched.
    internal bool TryRegister()
    {
        if (_isRegistered || Interlocked.Exchange(ref _isRegistered, true)) return true;
        var error = _reactor.Register(this);
        if (error != 0) _fault = error;
        return error == 0;
    }

    private ValueTask WaitWritableAsync()
    {
        EnsureRegistered();
        var waiter = Take(ref _writeWaiter);
        return !IsEnded && _word.ArmWrite() ? waiter.Task : NoWait(waiter);
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> data)
    {
        while (true)
        {
            await WaitWritableAsync().ConfigureAwait(false);
            var count = TrySend(data.Span);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
        }
    }

    private EpollWaiter Take(ref EpollWaiter? place)
    {
        var waiter = place ?? Interlocked.CompareExchange(ref place, new EpollWaiter(this), null) ?? place;
        waiter.Take();
        return waiter;
    }

    // The event has already happened, or the connection has ended. An end is reported as after any other wait.
    private ValueTask NoWait(EpollWaiter waiter)
    {
        waiter.GiveBack();
        try
        {
            ThrowIfEnded();
            return default;
        }
        catch (TransportException failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private unsafe int ConnectError()
    {
        var error = 0;
        uint length = sizeof(int);
        return Libc.getsockopt(_fd, Libc.SOL_SOCKET, Libc.SO_ERROR, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    // A wait may end before the connect has succeeded, without an error. Only a connected socket has a peer's address.
    private unsafe bool IsConnected()
    {
        var buffer = stackalloc byte[SocketAddresses.BytesMax];
        uint length = SocketAddresses.BytesMax;
        return Libc.getpeername(_fd, buffer, &length) == 0;
    }

    // Blocks the thread until the socket is ready, the deadline passes, or Abort shuts the socket down.
    private unsafe void Poll(short events)
    {
        // As in Go's entersyscall, a thread that leads a reactor, even one other than this socket's, passes the lead before it waits.
        Leader.HandOverBeforeWait();
        while (true)
        {
            var timeout = -1;
            if (Deadline is var deadline and not 0)
            {
                var left = deadline - Environment.TickCount64;
                if (left <= 0 && !TryEndInput()) Expire();
                timeout = (int)Math.Clamp(left, 0, int.MaxValue);
            }

            if (events == Libc.POLLIN && Driver is { } driver)
            {
                if (driver.HasInputEnded) return;
                timeout = timeout < 0 ? PollSliceMs : Math.Min(timeout, PollSliceMs);
            }

            var entry = new Libc.PollFd { Fd = _fd, Events = events };
            var count = Libc.poll(&entry, 1, timeout);
            var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            ThrowIfEnded();
            if (count > 0) return;
            if (error is not (0 or Libc.EINTR)) throw Errno.ToException(error, "Waiting failed");
        }
    }

    /// <summary>
    /// Ends a connection that could not be registered. It has no events, so this call wakes its waiters, of which another thread may have
    /// armed one meanwhile. Thread-safe.
    /// </summary>
    internal void EndUnwatched()
    {
        Abort();
        var posted = _word.Post(Ready.HangUp);
        // The continuations run on another thread, because the caller may hold a lock.
        WakeElsewhere(posted.Woken);
        if (posted.Turn != Ready.None) _reactor.Queue(this, posted.Turn);
        ReportOnce(_fault);
    }

    private void EnsureRegistered()
    {
        if (TryRegister()) return;
        EndUnwatched();
        throw new TransportException(TransportError.Other, "The connection could not be watched by the event loop.");
    }

    private static bool s_hasReported;

    private static void ReportOnce(int error)
    {
        if (Interlocked.Exchange(ref s_hasReported, true)) return;
        var failure = Errno.ToException(error, "epoll_ctl").Message;
        BackgroundLog.Write(
            $"A connection was closed, because the event loop could not watch it: {failure}; this message is logged once.");
    }
}
