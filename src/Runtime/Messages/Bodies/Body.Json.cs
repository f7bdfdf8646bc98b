// Reads a body as JSON. Malformed JSON in the body of a request is the client's fault. The contract (JsonTypeInfo) is generated, so no
// reflection is needed. Trimming removes System.Text.Json from programs that call neither method.
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RouteGen;

public abstract partial class Body
{
    /// <summary>Default limit of <see cref="ReadJsonAsync"/> and <see cref="ReadJson"/>, in bytes: 4,194,304 (4 MiB).</summary>
    public const int ReadJsonBytesMax = 4 * 1024 * 1024;

    private const int JsonPathLengthMax = 100;

    /// <summary>Reads the rest of the body as one JSON value in UTF-8. A byte order mark is skipped.</summary>
    /// <remarks>Does not check the <c>Content-Type</c>. Like every read, must not overlap with another read of the body.</remarks>
    /// <param name="type">The contract, made by a source generator: <c>MyContext.Default.MyType</c>.</param>
    /// <param name="bytesMax">Largest accepted length, in bytes. Zero means <see cref="ReadJsonBytesMax"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <returns>The value. Null if the body is the JSON <c>null</c>.</returns>
    /// <exception cref="BadRequestException">The body of a request is not JSON of this type, or is incomplete (400 if it escapes from the
    /// handler).</exception>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/> (413 if it escapes from the
    /// handler).</exception>
    /// <exception cref="JsonException">The body of a response is not JSON of this type.</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask<T?> ReadJsonAsync<T>(JsonTypeInfo<T> type, int bytesMax = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        var bytes = await ReadAllBytesAsync(bytesMax == 0 ? ReadJsonBytesMax : bytesMax, cancellationToken).ConfigureAwait(false);
        return ParseJson(bytes, type);
    }

    /// <summary>Reads the rest of the body as one JSON value in UTF-8, like <see cref="ReadJsonAsync"/>, but blocks the thread.</summary>
    /// <param name="type">The contract, made by a source generator.</param>
    /// <param name="bytesMax">Largest accepted length, in bytes. Zero means <see cref="ReadJsonBytesMax"/>.</param>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <returns>The value. Null if the body is the JSON <c>null</c>.</returns>
    /// <exception cref="BadRequestException">The body of a request is not JSON of this type, or is incomplete (400 if it escapes from the
    /// handler).</exception>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/> (413 if it escapes from the
    /// handler).</exception>
    /// <exception cref="JsonException">The body of a response is not JSON of this type.</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public T? ReadJson<T>(JsonTypeInfo<T> type, int bytesMax = 0)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ParseJson(ReadAllBytes(bytesMax == 0 ? ReadJsonBytesMax : bytesMax), type);
    }

    private T? ParseJson<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException failure) when (!IsOfResponse)
        {
            var path = PeerText.Escape(failure.Path ?? "$", JsonPathLengthMax);
            throw new BadRequestException(
                400, $"The body is not the expected JSON: {path}, line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}.",
                failure);
        }
        catch (NotSupportedException failure) when (!IsOfResponse && JsonContracts.HaveDerivedTypes(type))
        {
            // The serializer throws this for an abstract type if the client does not name the derived type.
            throw new BadRequestException(400, "The JSON has no type discriminator.", failure);
        }
    }
}
