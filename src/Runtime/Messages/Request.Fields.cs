using RouteGen.Protocol;

namespace RouteGen;

// Values of single header fields, parsed on each call.
public sealed partial class Request
{
    private const string BasicScheme = "Basic ";

    /// <summary>
    /// The <c>Referer</c> field: the page from which the request was made, according to the client. Empty if there is none. Go's name:
    /// <c>Referer</c>.
    /// </summary>
    public string Referer => Header.Get("Referer");

    /// <summary>
    /// The <c>User-Agent</c> field: the program that made the request, according to the client. Empty if there is none. Go's name:
    /// <c>UserAgent</c>.
    /// </summary>
    public string UserAgent => Header.Get("User-Agent");

    /// <summary>Returns true if the protocol version of the request is this one or later. Go's name: <c>ProtoAtLeast</c>.</summary>
    /// <param name="major">The major version.</param>
    /// <param name="minor">The minor version.</param>
    public bool ProtoAtLeast(int major, int minor)
    {
        // Always "HTTP/x.y", with one digit each.
        var proto = Live(Proto);
        var (ownMajor, ownMinor) = (proto[^3] - '0', proto[^1] - '0');
        return ownMajor > major || (ownMajor == major && ownMinor >= minor);
    }

    /// <summary>
    /// Gets the user name and password of Basic authentication (RFC 7617). Go's name: <c>BasicAuth</c>.
    /// </summary>
    /// <remarks>
    /// Name and password are each decoded as UTF-8 if valid, and otherwise as Latin-1, which old clients send. Compare the password in
    /// constant time, and never log it.
    /// </remarks>
    /// <param name="userName">The name, or empty if there is none.</param>
    /// <param name="password">The password, or empty if there is none.</param>
    /// <returns>False if <c>Authorization</c> is missing, of another scheme, or malformed.</returns>
    public bool TryGetBasicAuth(out string userName, out string password)
    {
        userName = password = "";
        var value = Header.Get("Authorization");
        if (!value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)) return false;
        var encoded = value.AsSpan(BasicScheme.Length);
        // The framework's decoder skips white space, so a proxy's parser could see a different password.
        if (encoded.ContainsAny(" \t\r\n")) return false;
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var count)) return false;
        var decoded = bytes.AsSpan(0, count);
        var colon = decoded.IndexOf((byte)':');
        if (colon < 0) return false;
        // With replacement characters, passwords that differ only in invalid bytes would be equal.
        userName = FieldText.Decode(decoded[..colon]);
        password = FieldText.Decode(decoded[(colon + 1)..]);
        return true;
    }
}
