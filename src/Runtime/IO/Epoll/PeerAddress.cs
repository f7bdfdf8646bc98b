using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

/// <summary>The peer's address as returned by <c>accept4</c>, in 24 bytes. Kept because the kernel forgets it when the peer resets the connection.</summary>
internal struct PeerAddress
{
    private ulong _high;
    private ulong _low;
    private uint _scope;
    private ushort _port;
    private ushort _family;

    /// <summary>Copies an address from the kernel. The address of a Unix-domain socket is not kept: the kernel does not forget it.</summary>
    internal static PeerAddress Of(ReadOnlySpan<byte> source)
    {
        var address = default(PeerAddress);
        if (source.Length < 16) return address;
        address._family = MemoryMarshal.Read<ushort>(source);
        address._port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        if (address._family == Libc.AF_INET)
        {
            address._low = MemoryMarshal.Read<uint>(source[4..]);
        }
        else if (address._family == Libc.AF_INET6 && source.Length >= 28)
        {
            address._high = MemoryMarshal.Read<ulong>(source[8..]);
            address._low = MemoryMarshal.Read<ulong>(source[16..]);
            address._scope = MemoryMarshal.Read<uint>(source[24..]);
        }
        else
        {
            address._family = 0;
        }

        return address;
    }

    /// <summary>Returns the address. Null if none was kept.</summary>
    internal readonly EndPoint? ToEndPoint()
    {
        if (_family == Libc.AF_INET) return new IPEndPoint(new IPAddress((long)(uint)_low), _port);
        if (_family != Libc.AF_INET6) return null;
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, _high);
        MemoryMarshal.Write(bytes[8..], _low);
        return new IPEndPoint(new IPAddress(bytes, _scope), _port);
    }
}
