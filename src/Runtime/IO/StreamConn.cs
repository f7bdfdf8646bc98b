// A connection over a duplex stream from the user's dial function. Every read or write of a stream may wait. So a wait for data is a read
// into a buffer of this class, and every send is asynchronous.
//
// Ending. Abort and an expired deadline set _failure and end both waits at once, whatever the stream does. The operations of the stream are
// then cancelled. A write that the stream continues anyway reads from a buffer of this connection that is not used again, because the
// caller may already have reused its own buffer. Code of the stream (callbacks of cancellation, Dispose) runs on the thread pool, because
// the thread that ends a connection may drive IO. Waits also continue on the pool.
using System.Diagnostics;
using System.Net;
using System.Threading.Tasks.Sources;

namespace RouteGen.IO;

internal sealed class StreamConn : Conn, IValueTaskSource
{
    private const int BufferSize = 8192;
    private const int SendSize = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly Action<Exception> _onDisposeFailed;
    private readonly UserTokenSource _ends = new();

    // Completes when the connection ends. A send waits for this task and not for the token, because a callback of the stream may block.
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[BufferSize];

    // Created by the first send. Only one send at a time uses it.
    private byte[]? _outgoing;
    private readonly Timer _timer;

    // Guarded by _gate.
    private ManualResetValueTaskSourceCore<bool> _readable = new() { RunContinuationsAsynchronously = true };
    private bool _isReading;
    private bool _isWaiting;

    // True from the start of a wait until its result is read. A second wait must not reset the source of the first.
    private bool _isTaken;
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private TransportException? _failure;

    /// <summary>Creates a connection that owns the stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="onDisposeFailed">Called with the exception if disposing the stream fails.</param>
    /// <param name="tls">The result of the stream's handshake. Null if the stream is not encrypted.</param>
    internal StreamConn(Stream stream, Action<Exception> onDisposeFailed, TlsConnectionState? tls = null)
    {
        _stream = stream;
        _onDisposeFailed = onDisposeFailed;
        Tls = tls;
        _timer = new Timer(static state => ((StreamConn)state!).LookAtDeadline(), this, Timeout.Infinite, Timeout.Infinite);
    }

    internal override TlsConnectionState? Tls { get; }

    internal override bool IsTimedOut
    {
        get
        {
            lock (_gate) return _failure is { IsTimeout: true };
        }
    }

    internal override EndPoint LocalEndPoint => UnknownAddress;

    internal override EndPoint RemoteEndPoint => UnknownAddress;

    internal override int TryReceive(Span<byte> buffer)
    {
        Debug.Assert(!buffer.IsEmpty);
        lock (_gate)
        {
            if (_ends.IsCancellationRequested) ThrowFailure();
            if (_start < _end)
            {
                var count = Math.Min(buffer.Length, _end - _start);
                _buffer.AsSpan(_start, count).CopyTo(buffer);
                _start += count;
                return count;
            }

            ThrowFailure();
            return _isAtEnd ? 0 : WouldBlock;
        }
    }

    // Every write to a stream may wait.
    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        lock (_gate) ThrowFailure();
        return WouldBlock;
    }

    internal override ValueTask WaitReadableAsync()
    {
        lock (_gate)
        {
            if (_start < _end || _isAtEnd || _failure is not null) return _failure is null ? default : ValueTask.FromException(_failure);
            if (_isTaken) Throw.WaitGoesOn();
            _isTaken = true;
            _readable.Reset();
            _isWaiting = true;
            if (_isReading) return new ValueTask(this, _readable.Version);
            _isReading = true;
        }

        var wait = new ValueTask(this, _readable.Version);
        _ = ReadAsync();
        return wait;
    }

    internal override void WaitReadable() => WaitReadableAsync().AsTask().GetAwaiter().GetResult();

    internal override async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        lock (_gate) ThrowFailure();
        try
        {
            var writing = WriteAsync(data);
            if (!writing.IsCompleted)
            {
                Abandoned.Observe(writing);
                if (await Task.WhenAny(writing, _ended.Task).ConfigureAwait(false) != writing) lock (_gate) ThrowFailure();
            }

            await writing.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                ThrowFailure();
                throw Broken(e);
            }
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> data)
    {
        var outgoing = _outgoing ??= new byte[SendSize];
        while (!data.IsEmpty)
        {
            var count = Math.Min(data.Length, outgoing.Length);
            lock (_gate)
            {
                // The failure is set under this lock before the caller gets the exception. After that, the caller's memory must not be
                // read.
                ThrowFailure();
                data.Span[..count].CopyTo(outgoing);
            }

            await _stream.WriteAsync(outgoing.AsMemory(0, count), _ends.Token).ConfigureAwait(false);
            data = data[count..];
        }

        await _stream.FlushAsync(_ends.Token).ConfigureAwait(false);
    }

    internal override void Send(ReadOnlySpan<byte> data) => SendAsync(data.ToArray()).AsTask().GetAwaiter().GetResult();

    internal override void ShutdownSend()
    {
        if (_stream is ConnStream inner) inner.ShutdownSend();
    }

    internal override void Abort() => End(EndedBy(TransportError.Aborted));

    internal override void Close()
    {
        Abort();
        _timer.Dispose();
        ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.DisposeStream(), this, preferLocal: false);
    }

    internal override void Resume() => throw new InvalidOperationException("A client's connection has no turns.");

    internal override void Notify(Ready ready) => throw new InvalidOperationException("A client's connection has no turns.");

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _readable.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _readable.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token)
    {
        _readable.GetResult(token);
        lock (_gate)
        {
            _isTaken = false;
            if (_ends.IsCancellationRequested) ThrowFailure();
        }
    }

    protected override void OnDeadlineEarlier(long instant) => Watch(instant);

    private async Task ReadAsync()
    {
        var count = 0;
        Exception? error = null;
        try
        {
            count = await _stream.ReadAsync(_buffer, _ends.Token).ConfigureAwait(false);
            if (count is < 0 or > BufferSize)
                throw new IOException($"The stream of the connection returned {count} for a read of at most {BufferSize} bytes.");
        }
        catch (Exception e)
        {
            error = e;
        }

        lock (_gate)
        {
            _isReading = false;
            _start = 0;
            _end = error is null ? count : 0;
            _isAtEnd = count == 0 && error is null;
            if (error is not null) _failure ??= Broken(error);
            WakeReader();
        }
    }

    private void End(TransportException reason)
    {
        lock (_gate)
        {
            if (_ends.IsCancellationRequested) return;
            _failure ??= reason;
            // Cancels the token at once; its callbacks run on the thread pool.
            _ends.Cancel();
            _ended.SetResult();
            WakeReader();
        }
    }

    // Called under the lock.
    private void WakeReader()
    {
        if (!_isWaiting) return;
        _isWaiting = false;
        _readable.SetResult(true);
    }

    private void ThrowFailure()
    {
        if (_failure is not null) throw _failure;
    }

    private static TransportException Broken(Exception error) =>
        error as TransportException
            ?? new TransportException(TransportError.ConnectionReset, "The stream of the connection failed.", error);

    private void LookAtDeadline()
    {
        var deadline = Deadline;
        while (deadline != 0)
        {
            if (deadline <= Environment.TickCount64)
            {
                End(EndedBy(TransportError.TimedOut));
                return;
            }

            Watch(deadline);
            // Watch may have replaced the timer of an earlier deadline that the owner has just set, so the deadline is read again. The
            // owner's next call replaces this timer.
            var now = Deadline;
            if (now == 0 || now >= deadline) return;
            deadline = now;
        }
    }

    private void Watch(long instant)
    {
        try
        {
            _timer.Change(Math.Clamp(instant - Environment.TickCount64, 0, uint.MaxValue - 1), Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // The connection was closed at the same time, so there is nothing to watch.
        }
    }

    // On a thread of the pool, an unhandled exception would end the process.
    private void DisposeStream()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception e)
        {
            _onDisposeFailed(e);
        }
    }
}
