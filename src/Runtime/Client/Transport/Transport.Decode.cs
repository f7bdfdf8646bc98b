using System.Net;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Transport
{
    private readonly DecompressionMethods _decompression = DecompressionMethods.GZip;
    private readonly string _acceptEncoding = "gzip";

    // Set only if brotli is requested, so that other programs do not contain it.
    private readonly Func<ContentDecoder>? _makeBrotliDecoder;

    /// <summary>Value of <c>Accept-Encoding</c> for requests that do not set it. Null if none is sent.</summary>
    private string? AcceptEncoding => DisableCompression || _acceptEncoding.Length == 0 ? null : _acceptEncoding;

    /// <summary>Creates the decoder of a coding, or returns null if the coding was not requested.</summary>
    private ContentDecoder? MakeDecoder(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip when _decompression.HasFlag(DecompressionMethods.GZip) => new GzipDecoder(isGzip: true),
        ContentCoding.Deflate when _decompression.HasFlag(DecompressionMethods.Deflate) => new GzipDecoder(isGzip: false),
        ContentCoding.Brotli => _makeBrotliDecoder?.Invoke(),
        _ => null,
    };

    private static IEnumerable<string> Names(DecompressionMethods methods)
    {
        if (methods.HasFlag(DecompressionMethods.GZip)) yield return "gzip";
        if (methods.HasFlag(DecompressionMethods.Deflate)) yield return "deflate";
        if (methods.HasFlag(DecompressionMethods.Brotli)) yield return "br";
    }
}
