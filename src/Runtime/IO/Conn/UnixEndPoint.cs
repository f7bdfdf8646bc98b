using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouteGen.IO;

/// <summary>
/// Address of a Unix-domain socket: a path, <c>@NAME</c> in Linux's abstract namespace, or empty for a socket without a name. Used instead
/// of <c>UnixDomainSocketEndPoint</c>, so that trimming removes that type from programs without Unix-domain sockets.
/// </summary>
internal sealed class UnixEndPoint(string path) : EndPoint
{
    /// <summary>Longest path, in bytes of UTF-8: the size of sun_path, 108 bytes, without the terminating zero.</summary>
    internal const int PathBytesMax = 107;

    internal string Path => path;

    /// <summary>True if a socket can have this path.</summary>
    internal static bool IsPath(string path) => Encoding.UTF8.GetByteCount(path) <= PathBytesMax && !path.Contains('\0');

    /// <summary>True if the address is the name of a file.</summary>
    internal bool IsFile => path.Length > 0 && path[0] != '@';

    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override string ToString() => path.Length == 0 ? "@" : path;

    public override bool Equals(object? other) => other is UnixEndPoint unix && unix.Path == path;

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);
}
