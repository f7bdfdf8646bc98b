using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouteGen.IO;

/// <summary>
/// The address of a Unix-domain socket: a path, or <c>@NAME</c> in Linux's abstract name space, or empty for a socket without a name. Apart
/// from the framework's own type so that a program without such sockets does not carry that.
/// </summary>
internal sealed class UnixEndPoint(string path) : EndPoint
{
    /// <summary>Longest path, in bytes of UTF-8: sun_path has 108 bytes, the last of them for the zero.</summary>
    internal const int PathBytesMax = 107;

    internal string Path => path;

    /// <summary>True if a socket can have that path.</summary>
    internal static bool IsPath(string path) => Encoding.UTF8.GetByteCount(path) <= PathBytesMax && !path.Contains('\0');

    /// <summary>True if it is the name of a file.</summary>
    internal bool IsFile => path.Length > 0 && path[0] != '@';

    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override string ToString() => path.Length == 0 ? "@" : path;

    public override bool Equals(object? other) => other is UnixEndPoint unix && unix.Path == path;

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);
}
