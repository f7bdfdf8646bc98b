using System.Buffers;
using System.Globalization;

namespace RouteGen;

public sealed partial class Url
{
    // RFC 3986 section 3.2.2, as bytes of a Host field: unreserved, sub-delims, escapes, and the characters of an IPv6 address and a port.
    private static readonly SearchValues<char> s_hostField =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%:[]");

    // Characters allowed in an ASCII name. Mapping full-width letters and the like can yield others: U+FF0F becomes a slash.
    private static readonly SearchValues<char> s_name = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    // RFC 1035 section 2.3.4, and room for combining marks. The mapping takes time quadratic in the length.
    private const int NameLengthMax = 512;

    private string? _hostField;

    /// <summary>
    /// Value that a client has computed from this URL, kept for the next call; opaque here, since messages do not know the client.
    /// </summary>
    internal object? ClientKey { get; set; }

    /// <summary><see cref="Host"/> as written in a <c>Host</c> field.</summary>
    /// <exception cref="InvalidOperationException">No <c>Host</c> field can hold it.</exception>
    internal string HostField => _hostField ??= ToHostField(Host);

    /// <summary>
    /// Returns a host with an optional port as written in a <c>Host</c> field: in ASCII, without an empty port, and without the zone of an
    /// address, which means nothing to another machine (RFC 6874 section 4).
    /// </summary>
    /// <exception cref="InvalidOperationException">No <c>Host</c> field can hold it: it would end the field, or begin another
    /// one.</exception>
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

    /// <summary>A host name in the ASCII form that the name system knows (RFC 5891).</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    internal static string ToAscii(string name)
    {
        if (System.Text.Ascii.IsValid(name)) return name;
        Exception? cause = null;
        try
        {
            // Without the platform's tables nothing else folds the case of characters that are not ASCII.
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
