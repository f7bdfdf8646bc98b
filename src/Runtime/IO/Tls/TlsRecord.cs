using System.Buffers.Binary;

namespace RouteGen.IO;

/// <summary>The outside of a TLS record (RFC 8446 section 5.1): five bytes that say how many follow.</summary>
internal static class TlsRecord
{
    internal const int HeaderBytes = 5;

    /// <summary>Largest plaintext of one record.</summary>
    internal const int PlainBytesMax = 1 << 14;

    // RFC 5246 section 6.2.3 allows 2,048 bytes for encryption; TLS 1.3 less.
    private const int PayloadBytesMax = PlainBytesMax + 2048;

    /// <summary>Whether these are five bytes that begin a record.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes[0] is >= 20 and <= 24 && bytes[1] == 3 && PayloadLength(bytes) is > 0 and <= PayloadBytesMax;

    /// <summary>Length of the whole record whose header this is.</summary>
    internal static int Length(ReadOnlySpan<byte> header) => HeaderBytes + PayloadLength(header);

    /// <summary>Whether a peer that should begin a handshake speaks HTTP: the first five bytes of a request (as in Go).</summary>
    internal static bool LooksLikeRequest(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GET /"u8) || bytes.StartsWith("HEAD "u8) || bytes.StartsWith("POST "u8) || bytes.StartsWith("PUT /"u8) || bytes.StartsWith("OPTIO"u8);

    /// <summary>As <see cref="LooksLikeRequest"/>, of a response.</summary>
    internal static bool LooksLikeResponse(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/"u8);

    private static int PayloadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
}
