// A connection as a stream, for TLS, for a handler that takes over its connection, and for a protocol switch.
//
// Ownership. The creator of the stream passes the ownership of the connection to it, and Dispose closes the connection. One read and one
// write may be in progress at a time, on any threads, and Dispose may be called during them. So each read and write begins a *use*: it sets
// the bit of its direction in _uses, which also has bits for Dispose and for the close. Every path sets the bit by one compare-and-swap. A
// second read or write finds the bit set and is refused before it changes anything. If uses are in progress, Dispose aborts the connection,
// and the last use that ends closes it.
//
// A wait can only be cancelled by Conn.Abort, so the connection cannot be used after a read or write was cancelled.
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using RouteGen.Primitives;

namespace RouteGen.IO;

internal sealed class ConnStream : DuplexStream
{
    private const int Reading = 1;
    private const int Writing = 2;
    private const int Disposed = 4;
    private const int Closed = 8;

    private readonly Conn _conn;

    // Bytes that were read from the connection before the stream was created. Rented; used only by the reader.
    private byte[]? _prefix;
    private int _prefixStart;
    private readonly int _prefixEnd;

    private int _uses;

    /// <summary>Creates a stream that owns the connection and keeps its deadline. The first reads return a copy of the prefix.</summary>
    internal ConnStream(Conn conn, ReadOnlySpan<byte> prefix = default)
    {
        _conn = conn;
        if (prefix.IsEmpty) return;
        _prefix = ArrayPool<byte>.Shared.Rent(prefix.Length);
        prefix.CopyTo(_prefix);
        _prefixEnd = prefix.Length;
    }

    /// <summary>The connection, which the stream owns.</summary>
    internal Conn Conn => _conn;

    /// <summary>
    /// Object with a finaliser that closes the connection if the stream was not disposed. Null if there is none. Set before the stream is
    /// passed to user code.
    /// </summary>
    internal object? Guard { get; init; }

    internal override EndPoint LocalEndPoint => _conn.LocalEndPoint;

    internal override EndPoint RemoteEndPoint => _conn.RemoteEndPoint;

    internal override TlsConnectionState? Tls => _conn.Tls;

    public override bool CanRead => !IsDisposed;

    public override bool CanWrite => !IsDisposed;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool IsDisposed => (Volatile.Read(ref _uses) & Disposed) != 0;

    internal override void ShutdownSend()
    {
        BeginUse(Writing);
        try
        {
            _conn.ShutdownSend();
        }
        finally
        {
            EndUse(Writing);
        }
    }

    internal override void SetDeadline(DateTimeOffset? deadline)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        _conn.SetDeadline(Instants.FromDate(deadline));
    }

    public override int Read(Span<byte> buffer)
    {
        BeginUse(Reading);
        try
        {
            if (TryRead(buffer, out var count)) return count;
            while (true)
            {
                _conn.WaitReadable();
                count = _conn.TryReceive(buffer);
                if (count != Conn.WouldBlock) return count;
            }
        }
        finally
        {
            EndUse(Reading);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        BeginUse(Reading);
        try
        {
            if (TryRead(buffer.Span, out var count))
            {
                EndUse(Reading);
                return new ValueTask<int>(count);
            }
        }
        catch (Exception failure)
        {
            EndUse(Reading);
            return ValueTask.FromException<int>(failure);
        }

        return ReadLaterAsync(buffer, cancellationToken);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        BeginUse(Writing);
        try
        {
            if (!buffer.IsEmpty) _conn.Send(buffer);
        }
        finally
        {
            EndUse(Writing);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        BeginUse(Writing);
        ValueTask sending;
        try
        {
            sending = buffer.IsEmpty ? default : _conn.SendAsync(buffer);
        }
        catch
        {
            EndUse(Writing);
            throw;
        }

        if (!sending.IsCompleted) return WriteLaterAsync(sending, cancellationToken);
        EndUse(Writing);
        return sending;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(Slice(buffer, offset, count).Span);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(Slice(buffer, offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(Slice(buffer, offset, count).Span);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(Slice(buffer, offset, count), cancellationToken).AsTask();

    // The inherited methods do not allow a read during a write.
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    public override void Flush()
    {
        // Writes are not buffered.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (Guard is { } guard) GC.SuppressFinalize(guard);
            var before = Interlocked.Or(ref _uses, Disposed);
            if (before == 0) CloseOnce();
            else if ((before & Disposed) == 0) _conn.Abort();
        }

        base.Dispose(disposing);
    }

    // Returns false if no data is available yet. An empty read never waits.
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        if (buffer.IsEmpty) return true;
        if (_prefix is not null)
        {
            count = TakePrefix(buffer);
            return true;
        }

        count = _conn.TryReceive(buffer);
        return count != Conn.WouldBlock;
    }

    private int TakePrefix(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _prefixEnd - _prefixStart);
        _prefix.AsSpan(_prefixStart, count).CopyTo(buffer);
        _prefixStart += count;
        if (_prefixStart == _prefixEnd) ReleasePrefix();
        return count;
    }

    private void ReleasePrefix()
    {
        if (_prefix is { } prefix) ArrayPool<byte>.Shared.Return(prefix);
        _prefix = null;
    }

    private async ValueTask<int> ReadLaterAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = AbortWhen(cancellationToken);
            while (true)
            {
                await _conn.WaitReadableAsync().ConfigureAwait(false);
                var count = _conn.TryReceive(buffer.Span);
                if (count != Conn.WouldBlock) return count;
            }
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            EndUse(Reading);
        }
    }

    private async ValueTask WriteLaterAsync(ValueTask sending, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = AbortWhen(cancellationToken);
            await sending.ConfigureAwait(false);
        }
        catch (TransportException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            EndUse(Writing);
        }
    }

    private static Memory<byte> Slice(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return buffer.AsMemory(offset, count);
    }

    private CancellationTokenRegistration AbortWhen(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((Conn)state!).Abort(), _conn);

    private void BeginUse(int use)
    {
        var before = Volatile.Read(ref _uses);
        while (true)
        {
            ObjectDisposedException.ThrowIf((before & Disposed) != 0, this);
            if ((before & use) != 0) ThrowInUse(use);
            var seen = Interlocked.CompareExchange(ref _uses, before | use, before);
            if (seen == before) return;
            before = seen;
        }
    }

    [DoesNotReturn]
    private static void ThrowInUse(int use) => throw new InvalidOperationException(use == Reading
        ? "A read of this connection is still in progress. Await it before the next one."
        : "A write to this connection is still in progress. Await it before the next one.");

    private void EndUse(int use)
    {
        if (Interlocked.And(ref _uses, ~use) == (Disposed | use)) CloseOnce();
    }

    private void CloseOnce()
    {
        if (Interlocked.CompareExchange(ref _uses, Disposed | Closed, Disposed) != Disposed) return;
        ReleasePrefix();
        _conn.Close();
    }
}
