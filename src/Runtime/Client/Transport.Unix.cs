using System.Net.Sockets;
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    /// <summary>What dials a Unix-domain socket, whatever the host of the URL is; a value for <see cref="DialContext"/>.</summary>
    /// <param name="path">The path of the socket; a leading NUL names an abstract one (Linux).</param>
    /// <exception cref="ArgumentOutOfRangeException">The path is empty or too long for a socket's address.</exception>
    public static DialFunc DialUnix(string path)
    {
        var address = new UnixDomainSocketEndPoint(path);
        return async (_, _, cancellationToken) => new ConnStream(await IoBackends.Default.DialAsync(address, cancellationToken).ConfigureAwait(false));
    }
}
