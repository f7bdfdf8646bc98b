using System.Buffers;
using System.Globalization;

namespace RouteGen;

public sealed partial class Url
{
    // Characters allowed in a Host field (RFC 3986 section 3.2.2): unreserved, sub-delims, escapes, and the characters of IPv6 addresses
    // and ports.
    private static readonly SearchValues<char> s_hostField =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%:[]");

    // Characters allowed in an ASCII name. IDN mapping can yield others; for example, U+FF0F becomes a slash.
    private static readonly SearchValues<char> s_name = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    // RFC 1035 section 2.3.4 allows 255; more are accepted because of combining marks. Limited, because IDN mapping takes quadratic time.
    private const int NameLengthMax = 512;

    private string? _hostField;

    /// <summary>
    /// Value that a client has computed from this URL and caches here. Typed as an object, because this layer does not know the client's
    /// types.
    /// </summary>
    internal object? ClientKey { get; set; }

    /// <summary><see cref="Host"/> in the form for a <c>Host</c> field.</summary>
    /// <exception cref="InvalidOperationException">The host contains a character that is not allowed in a <c>Host</c> field.</exception>
    internal string HostField => _hostField ??= ToHostField(Host);

    /// <summary>
    /// Returns a host, with its optional port, in the form for a <c>Host</c> field: in ASCII, without an empty port, and without the zone
    /// of an address, which has a meaning only on this machine (RFC 6874 section 4).
    /// </summary>
    /// <exception cref="InvalidOperationException">The host contains a character that is not allowed in a <c>Host</c> field.</exception>
    internal static string ToHostField(string host)
    {
        if (host.EndsWith(':')) host = host[..^1];
        if (host.StartsWith('[') && host.IndexOf('%') is > 0 and var zone && host.LastIndexOf(']') is var close && close > zone)
            host = host[..zone] + host[close..];
        if (!System.Text.Ascii.IsValid(host))
        {
            var colon = host.LastIndexOf(':');
            host = colon < 0 ? ToAscii(host) : ToAscii(host[..colon]) + host[colon..];
        }

        if (host.AsSpan().IndexOfAnyExcept(s_hostField) >= 0)
            throw new InvalidOperationException("The host of the request contains a character that is not allowed in a Host field.");
        return host;
    }

    /// <summary>Returns the ASCII form of a host name, as used in DNS (RFC 5891).</summary>
    /// <exception cref="InvalidOperationException">The name has no ASCII form.</exception>
    internal static string ToAscii(string name)
    {
        if (System.Text.Ascii.IsValid(name)) return name;
        Exception? cause = null;
        try
        {
            // The name is lower-cased first, because IdnMapping does not fold the case of non-ASCII characters in invariant globalization
            // mode.
            if (name.Length <= NameLengthMax && new IdnMapping().GetAscii(name.ToLowerInvariant()) is var ascii
                && ascii.AsSpan().IndexOfAnyExcept(s_name) < 0) return ascii;
        }
        catch (ArgumentException e)
        {
            cause = e;
        }

        throw new InvalidOperationException("The host of the request is not a name that can be looked up.", cause);
    }
}
