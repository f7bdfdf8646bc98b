using System.Buffers;
using System.Text;

namespace RouteGen;

/// <summary>
/// Writer of a handler's response: first the header, then the status, then the body. Go's name: <c>http.ResponseWriter</c>.
/// </summary>
/// <remarks>
/// Not thread-safe. A call during another call throws <see cref="InvalidOperationException"/>, and a call after the handler has completed
/// throws <see cref="ObjectDisposedException"/>. Middleware can derive from this class and wrap another writer. Serializers can write to it
/// as an <see cref="IBufferWriter{T}"/>, whose memory is zeroed.
/// </remarks>
public abstract partial class ResponseWriter : IBufferWriter<byte>
{
    /// <summary>Largest number of nested writers that are searched. A program's writer may unwrap to itself.</summary>
    internal const int NestedMax = 64;

    /// <summary>The header that will be sent. Changes after the head is committed have no effect, except for trailers.</summary>
    public abstract Header Header { get; }

    /// <summary>The committed status, or 0 if none was committed yet.</summary>
    public abstract int StatusCode { get; }

    /// <summary>
    /// Commits the head with a status. Without a call, the first write commits 200. A second call is ignored and logged. Any number of 1xx
    /// statuses may precede the final one; they are sent at once.
    /// </summary>
    /// <param name="statusCode">The status code, 100 to 999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is outside 100..999.</exception>
    public abstract void WriteHeader(int statusCode);

    /// <summary>
    /// Appends to the body. Blocks the thread while the output buffer (32 KiB) is full because the peer reads slowly.
    /// </summary>
    /// <param name="data">The bytes, which are copied or sent before the call returns.</param>
    /// <exception cref="InvalidOperationException">The status has no body, or more is written than <c>Content-Length</c>
    /// declared.</exception>
    /// <exception cref="TransportException">The peer is gone, or reads too slowly.</exception>
    public abstract void Write(ReadOnlySpan<byte> data);

    /// <summary>Appends text to the body, as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidOperationException">Same as for the other overload.</exception>
    public virtual void Write(ReadOnlySpan<char> text)
    {
        Span<byte> buffer = stackalloc byte[512];
        while (!text.IsEmpty)
        {
            var taken = Math.Min(text.Length, buffer.Length / 3);
            if (taken < text.Length && char.IsHighSurrogate(text[taken - 1])) taken--;
            var count = Encoding.UTF8.GetBytes(text[..taken], buffer);
            Write(buffer[..count]);
            text = text[taken..];
        }
    }

    /// <summary>Appends to the body. Waits asynchronously while the output buffer is full.</summary>
    /// <param name="data">The bytes, which may be reused when the task has completed.</param>
    /// <param name="cancellationToken">Cancels the wait. The response is then incomplete and the connection closes.</param>
    /// <exception cref="InvalidOperationException">Same as for <see cref="Write(ReadOnlySpan{byte})"/>.</exception>
    /// <exception cref="TransportException">The peer is gone, or reads too slowly.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Sends the head and the body written so far. Without a declared length the response becomes chunked.</summary>
    public abstract void Flush();

    /// <summary>Sends the head and the body written so far, like <see cref="Flush"/>, without blocking the thread.</summary>
    /// <param name="cancellationToken">Cancels the wait. The response is then incomplete and the connection closes.</param>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the writer that this one wraps, for operations of <see cref="ResponseController"/> that this one does not support. Null, the
    /// default, means that this writer wraps none, or that the wrapped one must not be used. Go's name: <c>Unwrap</c>.
    /// </summary>
    public virtual ResponseWriter? Unwrap() => null;

    /// <inheritdoc/>
    public abstract void Advance(int count);

    /// <inheritdoc/>
    public abstract Memory<byte> GetMemory(int sizeHint = 0);

    /// <inheritdoc/>
    public abstract Span<byte> GetSpan(int sizeHint = 0);
}
