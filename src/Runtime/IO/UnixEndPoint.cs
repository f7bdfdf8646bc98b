using System.Net;
using System.Net.Sockets;

namespace RouteGen.IO;

/// <summary>
/// The address of a Unix-domain socket: a path, or <c>@NAME</c> in Linux's abstract name space, or empty for a socket without a name. Apart from
/// the framework's own type so that a program without such sockets does not carry that.
/// </summary>
internal sealed class UnixEndPoint(string path) : EndPoint
{
    internal string Path => path;

    /// <summary>True if it is the name of a file.</summary>
    internal bool IsFile => path.Length > 0 && path[0] != '@';

    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override string ToString() => path.Length == 0 ? "@" : path;

    public override bool Equals(object? other) => other is UnixEndPoint unix && unix.Path == path;

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);
}
