using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    /// <summary>Returns a function that dials a Unix-domain socket, whatever the host of the URL is: a value for <see cref="DialContext"/>.</summary>
    /// <param name="path">The path of the socket, or <c>@NAME</c> in Linux's abstract name space. One that is too long fails the dial.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static DialFunc DialUnix(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var address = new UnixEndPoint(path);
        return async (_, _, cancellationToken) => new ConnStream(await IoBackends.Default.DialAsync(address, cancellationToken).ConfigureAwait(false));
    }
}
