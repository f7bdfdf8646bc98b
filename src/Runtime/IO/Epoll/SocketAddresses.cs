using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

/// <summary>An address between .NET's form and the kernel's: struct sockaddr_in, sockaddr_in6 and sockaddr_un of Linux.</summary>
internal static unsafe class SocketAddresses
{
    /// <summary>Room for every kind.</summary>
    internal const int BytesMax = 128;

    /// <summary>Writes an address and says how long it is and which family it has.</summary>
    internal static uint Write(EndPoint address, Span<byte> target, out int family)
    {
        target.Clear();
        switch (address)
        {
            case IPEndPoint { Address.AddressFamily: AddressFamily.InterNetwork } v4:
                family = Libc.AF_INET;
                MemoryMarshal.Write(target, (ushort)family);
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)v4.Port);
                v4.Address.TryWriteBytes(target[4..], out _);
                return 16;
            case IPEndPoint v6:
                family = Libc.AF_INET6;
                MemoryMarshal.Write(target, (ushort)family);
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)v6.Port);
                v6.Address.TryWriteBytes(target[8..], out _);
                MemoryMarshal.Write(target[24..], (uint)v6.Address.ScopeId);
                return 28;
            case UnixDomainSocketEndPoint:
                // sockaddr_un, as long as its path is.
                family = Libc.AF_UNIX;
                var serialized = address.Serialize();
                for (var index = 0; index < serialized.Size; index++) target[index] = serialized[index];
                return (uint)serialized.Size;
            default:
                throw new NotSupportedException($"Addresses of the kind {address.GetType().Name} are not supported.");
        }
    }

    /// <summary>Reads what the kernel wrote.</summary>
    internal static EndPoint Read(ReadOnlySpan<byte> source)
    {
        var family = MemoryMarshal.Read<ushort>(source);
        var port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        return family switch
        {
            Libc.AF_INET => new IPEndPoint(new IPAddress(source.Slice(4, 4)), port),
            Libc.AF_INET6 => new IPEndPoint(new IPAddress(source.Slice(8, 16), MemoryMarshal.Read<uint>(source[24..])), port),
            _ => new IPEndPoint(IPAddress.None, 0),
        };
    }

    internal static EndPoint Local(int fd)
    {
        var buffer = stackalloc byte[BytesMax];
        uint length = BytesMax;
        return Libc.getsockname(fd, buffer, &length) == 0 ? Read(new ReadOnlySpan<byte>(buffer, BytesMax)) : new IPEndPoint(IPAddress.None, 0);
    }

    internal static EndPoint Remote(int fd)
    {
        var buffer = stackalloc byte[BytesMax];
        uint length = BytesMax;
        return Libc.getpeername(fd, buffer, &length) == 0 ? Read(new ReadOnlySpan<byte>(buffer, BytesMax)) : new IPEndPoint(IPAddress.None, 0);
    }
}
