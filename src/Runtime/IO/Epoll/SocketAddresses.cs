using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace RouteGen.IO;

/// <summary>Conversion of addresses between .NET and Linux (struct sockaddr_in, sockaddr_in6 and sockaddr_un).</summary>
internal static unsafe class SocketAddresses
{
    /// <summary>Size of a buffer for any address, in bytes.</summary>
    internal const int BytesMax = 128;

    /// <summary>Writes an address. Returns its length in bytes, and its family.</summary>
    internal static uint Write(EndPoint address, Span<byte> target, out int family)
    {
        target.Clear();
        switch (address)
        {
            case IPEndPoint { Address.AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } v4:
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
            case UnixEndPoint unix:
                family = Libc.AF_UNIX;
                MemoryMarshal.Write(target, (ushort)family);
                return WriteUnix(unix, target[2..]);
            default:
                throw new NotSupportedException($"Addresses of type {address.GetType().Name} are not supported.");
        }
    }

    /// <summary>
    /// Reads an address that the kernel wrote. Returns <see cref="IPAddress.None"/> if its family is unknown or it is too short.
    /// </summary>
    internal static EndPoint Read(ReadOnlySpan<byte> source)
    {
        var family = source.Length < 2 ? 0 : MemoryMarshal.Read<ushort>(source);
        return (family, source.Length) switch
        {
            (Libc.AF_UNIX, _) => ReadUnix(source[2..]),
            (Libc.AF_INET, >= 16) => new IPEndPoint(new IPAddress(source.Slice(4, 4)), PortOf(source)),
            (Libc.AF_INET6, >= 28) => new IPEndPoint(
                new IPAddress(source.Slice(8, 16), MemoryMarshal.Read<uint>(source[24..])), PortOf(source)),
            _ => new IPEndPoint(IPAddress.None, 0),
        };
    }

    private static int PortOf(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt16BigEndian(source[2..]);

    // A path ends with a zero byte. An abstract name begins with one and ends at the end of the address.
    private static uint WriteUnix(UnixEndPoint unix, Span<byte> target)
    {
        if (!Encoding.UTF8.TryGetBytes(unix.Path, target[..UnixEndPoint.PathBytesMax], out var count) || unix.Path.Contains('\0'))
            throw new ArgumentException(
                $"The path of a Unix-domain socket must have at most {UnixEndPoint.PathBytesMax} bytes and no zero byte: '{unix.Path}'.");
        if (unix.IsFile) return (uint)(2 + count + 1);
        if (count > 0) target[0] = 0;
        return (uint)(2 + count);
    }

    private static UnixEndPoint ReadUnix(ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) return new UnixEndPoint("");
        if (source[0] == 0) return new UnixEndPoint("@" + Encoding.UTF8.GetString(source[1..]));
        var end = source.IndexOf((byte)0);
        return new UnixEndPoint(Encoding.UTF8.GetString(end < 0 ? source : source[..end]));
    }

    internal static EndPoint Of(int fd, bool isLocal)
    {
        var buffer = stackalloc byte[BytesMax];
        uint length = BytesMax;
        var result = isLocal ? Libc.getsockname(fd, buffer, &length) : Libc.getpeername(fd, buffer, &length);
        return result == 0 ? Read(new ReadOnlySpan<byte>(buffer, (int)length)) : new IPEndPoint(IPAddress.None, 0);
    }
}
