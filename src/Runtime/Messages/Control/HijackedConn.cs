using System.Net;
using RouteGen.Primitives;

namespace RouteGen;

/// <summary>
/// A connection that a handler has taken over, as a stream for both directions. It begins with the input that the server had read but
/// not consumed. In Go: the <c>net.Conn</c> and buffer that <c>Hijack</c> returns.
/// </summary>
/// <remarks>
/// One read and one write may be in progress at a time, on any threads. Writes are not buffered. <c>Dispose</c> closes the connection; a
/// read or write in progress then fails. The handler that took over the connection must dispose it. As safeguards, the server closes the
/// connection if that handler throws, and if the undisposed connection is garbage-collected (the first such case is logged).
/// </remarks>
public sealed class HijackedConn : Stream
{
    private readonly DuplexStream _stream;

    /// <summary>Creates a stream that owns a connection.</summary>
    /// <param name="stream">The connection, whose first reads return the received bytes that were not consumed.</param>
    internal HijackedConn(DuplexStream stream)
    {
        LocalEndPoint = stream.LocalEndPoint;
        RemoteEndPoint = stream.RemoteEndPoint;
        Tls = stream.Tls;
        _stream = stream;
    }

    /// <summary>The local address.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>The peer's address.</summary>
    public EndPoint RemoteEndPoint { get; }

    /// <summary>Result of the TLS handshake. Null if the connection does not use TLS.</summary>
    public TlsConnectionState? Tls { get; }

    /// <inheritdoc/>
    public override bool CanRead => _stream.CanRead;

    /// <inheritdoc/>
    public override bool CanWrite => _stream.CanWrite;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Sets the instant at which pending reads and writes fail with <see cref="TransportError.TimedOut"/>. After that instant, the
    /// connection cannot be used.
    /// </summary>
    /// <remarks>The resolution is 100 ms. A deadline that has not expired can be changed or removed.</remarks>
    /// <param name="deadline">The instant. Null, the initial state, means no limit.</param>
    /// <exception cref="ObjectDisposedException">The connection was closed.</exception>
    public void SetDeadline(DateTimeOffset? deadline) => _stream.SetDeadline(deadline);

    /// <summary>
    /// Closes the sending direction. No write may follow; incoming data can still be read. Go's name: <c>CloseWrite</c>.
    /// </summary>
    public void CloseWrite() => _stream.ShutdownSend();

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => _stream.Read(buffer);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _stream.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _stream.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _stream.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _stream.Write(buffer);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _stream.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _stream.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _stream.WriteAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        _stream.BeginRead(buffer, offset, count, callback, state);

    /// <inheritdoc/>
    public override int EndRead(IAsyncResult asyncResult) => _stream.EndRead(asyncResult);

    /// <inheritdoc/>
    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        _stream.BeginWrite(buffer, offset, count, callback, state);

    /// <inheritdoc/>
    public override void EndWrite(IAsyncResult asyncResult) => _stream.EndWrite(asyncResult);

    /// <summary>Does nothing, because writes are not buffered.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc cref="Flush"/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }
}
