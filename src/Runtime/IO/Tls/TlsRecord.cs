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

    /// <summary>True if these are five bytes that begin a record.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes[0] is >= 20 and <= 24 && bytes[1] == 3 && PayloadLength(bytes) is > 0 and <= PayloadBytesMax;

    /// <summary>Length of the whole record whose header this is.</summary>
    internal static int Length(ReadOnlySpan<byte> header) => HeaderBytes + PayloadLength(header);

    /// <summary>True if a peer that should begin a handshake speaks HTTP: the first five bytes of a request (as in Go).</summary>
    internal static bool LooksLikeRequest(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GET /"u8) || bytes.StartsWith("HEAD "u8) || bytes.StartsWith("POST "u8) || bytes.StartsWith("PUT /"u8)
        || bytes.StartsWith("OPTIO"u8);

    /// <summary>Variant of <see cref="LooksLikeRequest"/>, of a response.</summary>
    internal static bool LooksLikeResponse(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/"u8);

    /// <summary>
    /// True if these bytes are one alert, which is how a peer takes its leave (RFC 8446 section 6): in the open in TLS 1.2; in 1.3
    /// encrypted, and known by its length, two bytes, a type and a tag.
    /// </summary>
    internal static bool IsGoodbye(ReadOnlySpan<byte> bytes)
    {
        const int Alert = 21;
        const int Data = 23;
        const int Encrypted13AlertBytes = 2 + 1 + 16;
        if (bytes.Length < HeaderBytes || bytes.Length != Length(bytes)) return false;
        return bytes[0] == Alert || (bytes[0] == Data && PayloadLength(bytes) == Encrypted13AlertBytes);
    }

    private static int PayloadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
}
