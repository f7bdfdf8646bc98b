using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

/// <summary>
/// The peer's address as returned by <c>accept4</c>. It is kept because the kernel no longer returns it after the peer has reset the
/// connection. It costs 16 bytes per connection, and 56 bytes more for an IPv6 address that is not IPv4-mapped.
/// </summary>
internal readonly struct PeerAddress
{
    private const int IPv6Bytes = 28;

    // The family (never 0), port and address of an IPv4 peer, with 16, 16 and 32 bits. The family AF_INET6 marks an IPv4-mapped address.
    // Zero for other families.
    private readonly ulong _ipv4;

    // The IPv6 address as the kernel wrote it. Null for other families.
    private readonly byte[]? _ipv6;

    private PeerAddress(int family, ReadOnlySpan<byte> port, ReadOnlySpan<byte> address) =>
        _ipv4 = ((ulong)family << 48) | ((ulong)BinaryPrimitives.ReadUInt16BigEndian(port) << 32) | MemoryMarshal.Read<uint>(address);

    private PeerAddress(byte[] ipv6) => _ipv6 = ipv6;

    /// <summary>Copies an address from the kernel. A Unix-domain address is not kept, because the kernel can always return it.</summary>
    internal static PeerAddress Of(ReadOnlySpan<byte> source)
    {
        var family = source.Length < 16 ? 0 : MemoryMarshal.Read<ushort>(source);
        if (family == Libc.AF_INET) return new PeerAddress(family, source[2..], source[4..]);
        if (family != Libc.AF_INET6 || source.Length < IPv6Bytes) return default;
        // RFC 4291 section 2.5.5.2.
        var isMapped = source[8..20].SequenceEqual<byte>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        return isMapped ? new PeerAddress(family, source[2..], source[20..]) : new PeerAddress(source[..IPv6Bytes].ToArray());
    }

    /// <summary>Returns the address, or null if none is kept.</summary>
    internal EndPoint? ToEndPoint()
    {
        if (_ipv6 is not null) return SocketAddresses.Read(_ipv6);
        if (_ipv4 == 0) return null;
        var address = new IPAddress((long)(uint)_ipv4);
        return new IPEndPoint((int)(_ipv4 >> 48) == Libc.AF_INET ? address : address.MapToIPv6(), (ushort)(_ipv4 >> 32));
    }
}
