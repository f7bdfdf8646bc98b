using System.Text;

namespace RouteGen;

/// <summary>The body of a message, read as a stream. Go's name: <c>Request.Body</c>, <c>Response.Body</c>.</summary>
/// <remarks>
/// Only one read may be in progress. A read returns 0 at the end of a complete body. At the end of an incomplete one it throws: for a
/// request <see cref="BadRequestException"/> (400) or <see cref="TransportException"/>, for a response
/// <see cref="TransportException"/> or <see cref="ProtocolException"/>. Disposing an unread body abandons its connection.
/// </remarks>
public abstract partial class Body : Stream
{
    /// <summary>Default limit of <see cref="ReadAllBytesAsync"/> and <see cref="ReadAllTextAsync"/>, in bytes: 64 MiB.</summary>
    public const int ReadAllBytesMax = 64 * 1024 * 1024;

    // Largest buffer that is allocated from the announced length alone.
    private const int AnnouncedRoomMax = 64 * 1024;

    /// <summary>An empty body. Go's name: <c>http.NoBody</c>.</summary>
    public static Body Empty { get; } = new MemoryBody(default);

    /// <summary>Creates a body from bytes. Its length is known, and it can be sent again.</summary>
    /// <param name="bytes">The bytes, which are not copied and must not change while the body is in use.</param>
    public static Body From(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? Empty : new MemoryBody(bytes);

    /// <summary>Creates a body from text, encoded as UTF-8. Its length is known, and it can be sent again.</summary>
    /// <param name="text">The text.</param>
    public static Body From(string text) => From(Encoding.UTF8.GetBytes(text));

    /// <summary>Creates a body that reads a stream. It can be read once only; disposing it disposes the stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="length">Length in bytes. -1 means that it is unknown; the body is then sent chunked.</param>
    public static Body From(Stream stream, long length = -1) =>
        new StreamBody(stream ?? throw new ArgumentNullException(nameof(stream)), length);

    /// <summary>Same as <see cref="From(string)"/>.</summary>
    public static implicit operator Body(string text) => From(text);

    /// <summary>Same as <see cref="From(ReadOnlyMemory{byte})"/>.</summary>
    public static implicit operator Body(byte[] bytes) => From(bytes);

    /// <summary>Length of the whole body, in bytes. -1 if it is unknown.</summary>
    public virtual long ContentLength => -1;

    /// <summary>Returns an unread copy of the body, or null if it can be read once only. Go's name: <c>Request.GetBody</c>.</summary>
    internal virtual Body? Replay() => null;

    /// <summary>
    /// Called when a client begins to send this body to another server. The body of a served request then stays open when the head of the
    /// response is sent.
    /// </summary>
    internal virtual void Forward()
    {
    }

    /// <summary>Reads the rest of the body.</summary>
    /// <param name="bytesMax">Largest accepted length, in bytes. Zero means <see cref="ReadAllBytesMax"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/> (413 if it escapes from the
    /// handler).</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask<byte[]> ReadAllBytesAsync(int bytesMax = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytesMax);
        if (bytesMax == 0) bytesMax = ReadAllBytesMax;
        var known = ContentLength;
        if (known > bytesMax) throw TooLong(bytesMax);
        // The array has one byte more than announced, so that it is not full before the end has been read. For a long body, the array grows
        // only as bytes arrive, because a peer can announce any length.
        var whole = known >= 0 ? known + 1 : bytesMax + 1L;
        var buffer = new byte[Math.Min(whole, known >= 0 ? AnnouncedRoomMax : 4096)];
        var count = 0;
        while (true)
        {
            var read = await ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            count += read;
            if (count > bytesMax) throw TooLong(bytesMax);
            if (count == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * count, count < whole ? whole : bytesMax + 1L));
        }

        return count == buffer.Length ? buffer : buffer.AsSpan(0, count).ToArray();
    }

    /// <summary>Reads the rest of the body as UTF-8 text. A byte order mark is dropped; invalid bytes become U+FFFD.</summary>
    /// <param name="bytesMax">Largest accepted length, in bytes. Zero means <see cref="ReadAllBytesMax"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/> (413 if it escapes from the
    /// handler).</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask<string> ReadAllTextAsync(int bytesMax = 0, CancellationToken cancellationToken = default)
    {
        ReadOnlySpan<byte> bytes = await ReadAllBytesAsync(bytesMax, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
    }

    /// <summary>Reads the rest of the body like <see cref="ReadAllBytesAsync"/>, but blocks the thread.</summary>
    /// <param name="bytesMax">Largest accepted length, in bytes. Zero means <see cref="ReadAllBytesMax"/>.</param>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/> (413 if it escapes from the
    /// handler).</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public byte[] ReadAllBytes(int bytesMax = 0) => Primitives.ThreadWait.For(ReadAllBytesAsync(bytesMax));

    /// <summary>Reads the rest of the body like <see cref="ReadAllTextAsync"/>, but blocks the thread.</summary>
    /// <param name="bytesMax">Largest accepted length, in bytes. Zero means <see cref="ReadAllBytesMax"/>.</param>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/> (413 if it escapes from the
    /// handler).</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public string ReadAllText(int bytesMax = 0) => Primitives.ThreadWait.For(ReadAllTextAsync(bytesMax));

    /// <inheritdoc/>
    public abstract override int Read(Span<byte> buffer);

    /// <inheritdoc/>
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public sealed override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // The client is not to blame for the body of a backend's response.
    private protected Exception TooLong(long bytesMax) => IsOfResponse
        ? new InvalidDataException($"The body is longer than the limit of {bytesMax} bytes.")
        : new MaxBytesException(bytesMax);
}
