// Looks up names with the C library (getaddrinfo, RFC 3493 section 6.1). System.Net.Dns uses the same function, but its telemetry makes
// native binaries larger by more than the size of a router.
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal static unsafe class LibcNames
{
    // Results of getaddrinfo if no address was found, with the values of glibc and musl.
    private const int EAI_NONAME = -2;
    private const int EAI_AGAIN = -3;
    private const int EAI_FAIL = -4;
    private const int EAI_NODATA = -5;

    /// <summary>Returns the addresses of a name, in the order of RFC 6724. Blocks until the name server responds.</summary>
    /// <exception cref="SocketException">The name has no address, or the name server did not respond.</exception>
    internal static IPAddress[] Lookup(string host)
    {
        if (host.Contains('\0')) throw new ArgumentException("A host name cannot contain a zero byte.", nameof(host));
        var hints = new Libc.AddrInfo { SocketType = Libc.SOCK_STREAM };
        Libc.AddrInfo* list = null;
        var code = Libc.getaddrinfo(host, null, &hints, &list);
        if (code != 0) throw new SocketException((int)ErrorOf(code));
        try
        {
            return Read(list);
        }
        finally
        {
            Libc.freeaddrinfo(list);
        }
    }

    private static IPAddress[] Read(Libc.AddrInfo* list)
    {
        var addresses = new List<IPAddress>();
        for (var entry = list; entry != null; entry = entry->Next)
        {
            if (entry->Family is not (Libc.AF_INET or Libc.AF_INET6)) continue;
            addresses.Add(((IPEndPoint)SocketAddresses.Read(new ReadOnlySpan<byte>(entry->Address, (int)entry->AddressLength))).Address);
        }

        return addresses.ToArray();
    }

    private static SocketError ErrorOf(int code) => code switch
    {
        EAI_NONAME or EAI_NODATA => SocketError.HostNotFound,
        EAI_AGAIN => SocketError.TryAgain,
        EAI_FAIL => SocketError.NoRecovery,
        _ => SocketError.SocketError,
    };
}
