// JSON of a body. What is malformed in the body of a request is its client's fault. By a contract that was generated (JsonTypeInfo), so that
// nothing is reflected upon; a program that does not call it does not carry System.Text.Json.
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RouteGen;

public abstract partial class Body
{
    /// <summary>What <see cref="ReadJsonAsync"/> and <see cref="ReadJson"/> read at most unless told otherwise: 4 MiB.</summary>
    public const int ReadJsonBytesMax = 4 * 1024 * 1024;

    private const int JsonPathLengthMax = 100;

    /// <summary>Reads the rest as JSON, UTF-8, of one value. A byte order mark is dropped.</summary>
    /// <remarks>The <c>Content-Type</c> is not looked at: a body does not know it.</remarks>
    /// <param name="type">The contract, made by a source generator: <c>MyContext.Default.MyType</c>.</param>
    /// <param name="bytesMax">The most bytes accepted; 0: <see cref="ReadJsonBytesMax"/>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <typeparam name="T">What is read.</typeparam>
    /// <returns>The value. Null if the body says <c>null</c>.</returns>
    /// <exception cref="BadRequestException">The body of a request is not the JSON that was asked for, or is incomplete: answered 400.</exception>
    /// <exception cref="MaxBytesException">The body of a request is longer than <paramref name="bytesMax"/>: answered 413.</exception>
    /// <exception cref="JsonException">The body of a response is not the JSON that was asked for.</exception>
    /// <exception cref="InvalidDataException">The body of a response is longer than <paramref name="bytesMax"/>.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask<T?> ReadJsonAsync<T>(JsonTypeInfo<T> type, int bytesMax = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        var bytes = await ReadAllBytesAsync(bytesMax == 0 ? ReadJsonBytesMax : bytesMax, cancellationToken).ConfigureAwait(false);
        return ParseJson(bytes, type);
    }

    /// <summary>As <see cref="ReadJsonAsync"/>, holding the thread.</summary>
    /// <param name="type">The contract, made by a source generator.</param>
    /// <param name="bytesMax">The most bytes accepted; 0: <see cref="ReadJsonBytesMax"/>.</param>
    /// <typeparam name="T">What is read.</typeparam>
    /// <returns>The value. Null if the body says <c>null</c>.</returns>
    /// <exception cref="BadRequestException">As for <see cref="ReadJsonAsync"/>.</exception>
    /// <exception cref="JsonException">As for <see cref="ReadJsonAsync"/>.</exception>
    /// <exception cref="IOException">As for <see cref="ReadJsonAsync"/>.</exception>
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
                400, $"The body is not the JSON that was asked for: {path}, line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}.", failure);
        }
    }
}
