using RouteGen.Protocol;

namespace RouteGen;

// Values of single fields of the head, parsed when they are requested.
public sealed partial class Request
{
    private const string BasicScheme = "Basic ";

    /// <summary>
    /// The <c>Referer</c> field: the URL that the request was made from, as the client says. Empty if it does not say. Go's name:
    /// <c>Referer</c>.
    /// </summary>
    public string Referer => Header.Get("Referer");

    /// <summary>
    /// The <c>User-Agent</c> field: the program that made the request, as the client says. Empty if it does not say. Go's name:
    /// <c>UserAgent</c>.
    /// </summary>
    public string UserAgent => Header.Get("User-Agent");

    /// <summary>True if the protocol of the request is this version or a later one. Go's name: <c>ProtoAtLeast</c>.</summary>
    /// <param name="major">The first number.</param>
    /// <param name="minor">The second number.</param>
    public bool ProtoAtLeast(int major, int minor)
    {
        // "HTTP/x.y", which is all that is served and sent.
        var proto = Live(Proto);
        var (ownMajor, ownMinor) = (proto[^3] - '0', proto[^1] - '0');
        return ownMajor > major || (ownMajor == major && ownMinor >= minor);
    }

    /// <summary>
    /// Gets the name and password in <c>Authorization</c>, of the Basic scheme (RFC 7617). Go's name: <c>BasicAuth</c>.
    /// </summary>
    /// <remarks>
    /// Each is read as UTF-8 if it is valid UTF-8, and otherwise as Latin-1, which old clients send. Compare the password in constant time,
    /// and never log it.
    /// </remarks>
    /// <param name="userName">The name, or empty if there is none.</param>
    /// <param name="password">The password, or empty if there is none.</param>
    /// <returns>False if there is no such field, or its value is malformed.</returns>
    public bool TryGetBasicAuth(out string userName, out string password)
    {
        userName = password = "";
        var value = Header.Get("Authorization");
        if (!value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)) return false;
        var encoded = value.AsSpan(BasicScheme.Length);
        // The framework's decoder skips blanks, and then two readers of one field could see two passwords.
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
