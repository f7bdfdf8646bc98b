// The server name that a client asks for, from the bytes of its ClientHello. SslStream has decoded it when it tells it, so that
// "xn--bcher-kva.test" is another text, and what cannot be decoded is lost; certificates are for names as they are sent.
//
// The message is read while it arrives, in front of SslStream, which gets all of it afterwards and judges it: whatever is not as expected
// here is no name. A message may be spread over records (RFC 8446 section 5.1); then their payloads are put together, each once.
using System.Buffers.Binary;
using System.Text;

namespace RouteGen.IO;

internal struct ClientHelloReader
{
    /// <summary>Beyond so many bytes of records no name is looked for. A ClientHello has some hundred bytes, or two thousand with keys of ML-KEM.</summary>
    internal const int BytesMax = 16 * 1024;

    // RFC 6066 section 3 has no limit of its own; a name in the name system has 253 letters.
    private const int NameLengthMax = 255;

    private const int HandshakeRecord = 22;
    private const int ClientHello = 1;
    private const int MessageHeaderBytes = 4;
    private const int VersionAndRandomBytes = 2 + 32;
    private const int ServerNameExtension = 0;
    private const int HostName = 0;

    // How much of what has arrived was looked at, and the payloads of several records.
    private int _seen;
    private byte[]? _joined;
    private int _count;

    /// <summary>Looks at what has arrived so far, which only ever grows.</summary>
    /// <param name="arrived">From the first byte of the connection on.</param>
    /// <param name="name">The name as it was sent; empty: none.</param>
    /// <returns>False: more has to arrive.</returns>
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

    // False: it is longer than a message may be.
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
        message.Length >= MessageHeaderBytes && message.Length - MessageHeaderBytes >= BinaryPrimitives.ReadInt32BigEndian(message) % (1 << 24);

    // RFC 8446 section 4.1.2. Each Take fails on what is cut.
    private static string NameIn(ReadOnlySpan<byte> message)
    {
        if (message.Length < MessageHeaderBytes || message[0] != ClientHello) return "";
        var rest = message[MessageHeaderBytes..];
        if (rest.Length < VersionAndRandomBytes) return "";
        rest = rest[VersionAndRandomBytes..];
        if (!TryTake(ref rest, 1, out _) || !TryTake(ref rest, 2, out _) || !TryTake(ref rest, 1, out _) || !TryTake(ref rest, 2, out var extensions)) return "";
        while (extensions.Length > 2)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, 2, out var body)) return "";
            if (type == ServerNameExtension) return NameInList(body);
        }

        return "";
    }

    // RFC 6066 section 3. Other kinds of names than host names were never defined.
    private static string NameInList(ReadOnlySpan<byte> extension)
    {
        if (!TryTake(ref extension, 2, out var list) || list.IsEmpty || list[0] != HostName) return "";
        list = list[1..];
        if (!TryTake(ref list, 2, out var name) || name.Length > NameLengthMax || name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0) return "";
        return Encoding.ASCII.GetString(name);
    }

    // A part behind its length, which has one or two bytes.
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
