// Reads the server name (SNI) from the bytes of a ClientHello. SslStream decodes the name, which changes "xn--bcher-kva.test" and loses a
// name that cannot be decoded. Certificates are issued for names as they are sent.
//
// The message is read before SslStream gets and validates it, so a message that is malformed here just has no name. A message may be split
// into several records (RFC 8446 section 5.1). Their payloads are then joined, and each is copied once.
using System.Buffers.Binary;
using System.Text;

namespace RouteGen.IO;

internal struct ClientHelloReader
{
    /// <summary>
    /// Longest ClientHello that is searched for a name, in bytes of records. Most have a few hundred bytes, or two thousand with ML-KEM
    /// keys.
    /// </summary>
    internal const int BytesMax = 16 * 1024;

    // RFC 6066 section 3 sets no limit; a DNS name has at most 253 characters.
    private const int NameLengthMax = 255;

    private const int HandshakeRecord = 22;
    private const int ClientHello = 1;
    private const int MessageHeaderBytes = 4;
    private const int VersionAndRandomBytes = 2 + 32;
    private const int ServerNameExtension = 0;
    private const int HostName = 0;

    // Number of bytes examined, and the joined payloads if there are several records.
    private int _seen;
    private byte[]? _joined;
    private int _count;

    /// <summary>Examines all bytes received from the start of the connection. The name is empty if there is none.</summary>
    /// <returns>False if more bytes are needed.</returns>
    internal bool TryRead(ReadOnlySpan<byte> arrived, out string name)
    {
        name = "";
        while (_seen < BytesMax)
        {
            var record = arrived[_seen..];
            if (record.Length < TlsRecord.HeaderBytes) return false;
            if (!TlsRecord.IsHeader(record) || record[0] != HandshakeRecord) return true;
            var length = TlsRecord.Length(record);
            if (record.Length < length) return length > BytesMax;
            var payload = record[TlsRecord.HeaderBytes..length];
            _seen += length;
            if (_joined is null && IsWhole(payload) || !Join(ref payload) || IsWhole(payload))
            {
                name = NameIn(payload);
                return true;
            }
        }

        return true;
    }

    // Returns false if the message is longer than allowed.
    private bool Join(ref ReadOnlySpan<byte> payload)
    {
        _joined ??= new byte[BytesMax];
        if (payload.Length > BytesMax - _count) return false;
        payload.CopyTo(_joined.AsSpan(_count));
        _count += payload.Length;
        payload = _joined.AsSpan(0, _count);
        return true;
    }

    private static bool IsWhole(ReadOnlySpan<byte> message) =>
        message.Length >= MessageHeaderBytes
        && message.Length - MessageHeaderBytes >= BinaryPrimitives.ReadInt32BigEndian(message) % (1 << 24);

    // TryTake fails if the message is truncated.
    private static string NameIn(ReadOnlySpan<byte> message)
    {
        if (message.Length < MessageHeaderBytes || message[0] != ClientHello) return "";
        var rest = message[MessageHeaderBytes..];
        if (rest.Length < VersionAndRandomBytes) return "";
        rest = rest[VersionAndRandomBytes..];
        // Skips the session id, cipher suites and compression methods (RFC 8446 section 4.1.2).
        if (!TryTake(ref rest, 1, out _) || !TryTake(ref rest, 2, out _) || !TryTake(ref rest, 1, out _)
            || !TryTake(ref rest, 2, out var extensions)) return "";
        while (extensions.Length > 2)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, 2, out var body)) return "";
            if (type == ServerNameExtension) return NameInList(body);
        }

        return "";
    }

    // RFC 6066 section 3. Host names are the only kind of name that was ever defined.
    private static string NameInList(ReadOnlySpan<byte> extension)
    {
        if (!TryTake(ref extension, 2, out var list) || list.IsEmpty || list[0] != HostName) return "";
        list = list[1..];
        if (!TryTake(ref list, 2, out var name) || name.Length > NameLengthMax || name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
            return "";
        return Encoding.ASCII.GetString(name);
    }

    // Takes a part that is preceded by its length in one or two bytes.
    private static bool TryTake(scoped ref ReadOnlySpan<byte> bytes, int lengthBytes, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (bytes.Length < lengthBytes) return false;
        var length = lengthBytes == 1 ? bytes[0] : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        bytes = bytes[lengthBytes..];
        if (bytes.Length < length) return false;
        part = bytes[..length];
        bytes = bytes[length..];
        return true;
    }
}
