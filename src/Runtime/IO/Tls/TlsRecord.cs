using System.Buffers.Binary;

namespace RouteGen.IO;

/// <summary>The header of a TLS record (RFC 8446 section 5.1), five bytes that contain the length of the rest.</summary>
internal static class TlsRecord
{
    internal const int HeaderBytes = 5;

    /// <summary>Largest plaintext of one record, in bytes.</summary>
    internal const int PlainBytesMax = 1 << 14;

    // RFC 5246 section 6.2.3 allows 2,048 bytes for encryption; TLS 1.3 allows less.
    private const int PayloadBytesMax = PlainBytesMax + 2048;

    /// <summary>Returns true if the first five bytes are the header of a record.</summary>
    internal static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes[0] is >= 20 and <= 24 && bytes[1] == 3 && PayloadLength(bytes) is > 0 and <= PayloadBytesMax;

    /// <summary>Returns the length of a record, including its header.</summary>
    internal static int Length(ReadOnlySpan<byte> header) => HeaderBytes + PayloadLength(header);

    /// <summary>Returns true if the bytes begin an HTTP request and not a handshake. As in Go, five bytes are checked.</summary>
    internal static bool LooksLikeRequest(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GET /"u8) || bytes.StartsWith("HEAD "u8) || bytes.StartsWith("POST "u8) || bytes.StartsWith("PUT /"u8)
        || bytes.StartsWith("OPTIO"u8);

    /// <summary>Returns true if the bytes begin an HTTP response.</summary>
    internal static bool LooksLikeResponse(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/"u8);

    /// <summary>
    /// Returns true if the bytes are a single alert, which a peer sends before it closes (RFC 8446 section 6). In TLS 1.2 the type is
    /// visible. In TLS 1.3 an alert is encrypted, and recognised by its length: two bytes, a type byte and a tag.
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
