using System.Buffers;
using System.Text;

namespace RouteGen;

/// <summary>
/// Takes a handler's response: first the header, then the status, then the body. Go's name: <c>http.ResponseWriter</c>.
/// </summary>
/// <remarks>
/// Belongs to one request for ever and is not thread-safe: a call during another one throws <see cref="InvalidOperationException"/>, and a
/// call after the handler has completed throws <see cref="ObjectDisposedException"/>. Recorders, time limits and compression derive from it
/// and wrap another writer. An <see cref="IBufferWriter{T}"/>, it lends memory that serializers write to. That memory is zeroed and belongs
/// only to this response.
/// </remarks>
public abstract partial class ResponseWriter : IBufferWriter<byte>
{
    /// <summary>Largest number of nested writers that a search unwraps: a user's writer may unwrap to itself.</summary>
    internal const int NestedMax = 64;

    /// <summary>The header that will be sent. Changes after the head is committed have no effect, except for trailers.</summary>
    public abstract Header Header { get; }

    /// <summary>Status that was committed, or 0 before.</summary>
    public abstract int StatusCode { get; }

    /// <summary>
    /// Commits the head with a status. The first write commits 200 if that has not been done. A second call is ignored and logged. 1xx
    /// statuses are sent at once; there may be several.
    /// </summary>
    /// <param name="statusCode">100 to 999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is outside 100..999.</exception>
    public abstract void WriteHeader(int statusCode);

    /// <summary>
    /// Appends to the body. Blocks the thread if the output buffer (32 KiB) is full because the peer reads slowly.
    /// </summary>
    /// <param name="data">The bytes; they are copied or sent before the call returns.</param>
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

    /// <summary>Appends to the body. Waits without a thread if the output buffer is full.</summary>
    /// <param name="data">The bytes; they may be reused when the task completes.</param>
    /// <param name="cancellationToken">Ends the wait. The response is then incomplete and the connection closes.</param>
    /// <exception cref="InvalidOperationException">Same as for <see cref="Write(ReadOnlySpan{byte})"/>.</exception>
    /// <exception cref="TransportException">The peer is gone, or reads too slowly.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Sends the head and the body written so far at once. Without a declared length the response becomes chunked.</summary>
    public abstract void Flush();

    /// <summary>Asynchronous form of <see cref="Flush"/>.</summary>
    /// <param name="cancellationToken">Ends the wait. The response is then incomplete and the connection closes.</param>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the writer that this one wraps. Null, the default, means none, or none that others may use. <see cref="ResponseController"/>
    /// uses it to find operations that the wrapper does not support. Go's name: <c>Unwrap</c>.
    /// </summary>
    public virtual ResponseWriter? Unwrap() => null;

    /// <inheritdoc/>
    public abstract void Advance(int count);

    /// <inheritdoc/>
    public abstract Memory<byte> GetMemory(int sizeHint = 0);

    /// <inheritdoc/>
    public abstract Span<byte> GetSpan(int sizeHint = 0);
}
