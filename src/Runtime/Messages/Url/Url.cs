// Parsing follows Go's net/url, which is more lenient than RFC 3986. If escaping a decoded part would not restore its original form, the
// original is stored too (RawPath, RawFragment), so that formatting a parsed URL restores it.
using System.Buffers;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>A parsed URL that preserves its original form; paths are not cleaned. Go's name: <c>url.URL</c>.</summary>
/// <remarks>Immutable and thread-safe. The URL of a served request is as its client sent it, and must not be trusted.</remarks>
public sealed partial class Url
{
    // Characters of a query that are sent unchanged: visible ASCII except the number sign, which would begin a fragment (RFC 9112 section
    // 3.2).
    private static readonly SearchValues<char> s_visible =
        SearchValues.Create("!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private bool _omitsHost;
    private string? _requestUri;

    /// <summary>The scheme in lower case, or empty for none.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>The text after the scheme if it does not begin with a slash (<c>mailto:x@y</c>). Empty otherwise.</summary>
    public string Opaque { get; init; } = "";

    /// <summary>User name and password, or null for none.</summary>
    public UserInfo? User { get; init; }

    /// <summary>The host with its port, if any. An IPv6 address is in brackets. Empty for none.</summary>
    public string Host { get; init; } = "";

    /// <summary>The decoded path. <c>%2F</c> and <c>/</c> can be distinguished only in <see cref="EscapedPath"/>.</summary>
    /// <remarks>
    /// Escapes that are not UTF-8 are decoded as Latin-1, and <see cref="RawPath"/> preserves them. URLs of served requests have no such
    /// escapes.
    /// </remarks>
    public string Path { get; init; } = "";

    /// <summary>
    /// The original escaped path. Empty if it is the default encoding of <see cref="Path"/>. Most programs should read
    /// <see cref="EscapedPath"/> instead.
    /// </summary>
    public string RawPath { get; init; } = "";

    /// <summary>The escaped query, without its question mark.</summary>
    public string RawQuery { get; init; } = "";

    /// <summary>True if the URL has a question mark although <see cref="RawQuery"/> is empty.</summary>
    public bool ForceQuery { get; init; }

    /// <summary>The decoded fragment, without its number sign. Never sent.</summary>
    public string Fragment { get; init; } = "";

    /// <summary>The original escaped fragment. Empty if it is the default encoding of <see cref="Fragment"/>.</summary>
    public string RawFragment { get; init; } = "";

    /// <summary>
    /// The escaped path, as it is sent: <see cref="RawPath"/> if it is a valid encoding of <see cref="Path"/>, otherwise the default
    /// encoding.
    /// </summary>
    public string EscapedPath
    {
        get
        {
            if (RawPath.Length > 0 && IsEscapingOf(RawPath, Path, UrlPart.Path)) return RawPath;
            return Path == "*" ? "*" : UrlEncoding.Escape(Path, UrlPart.Path);
        }
    }

    /// <summary>The host without its port and without brackets.</summary>
    public string Hostname
    {
        get
        {
            var end = HasPortColon ? Host.LastIndexOf(':') : Host.Length;
            return end >= 2 && Host[0] == '[' && Host[end - 1] == ']' ? Host[1..(end - 1)] : Host[..end];
        }
    }

    /// <summary>The port in decimal digits, or empty for none.</summary>
    public string Port => HasPortColon ? Host[(Host.LastIndexOf(':') + 1)..] : "";

    /// <summary>
    /// The escaped path and query, as in a request line in origin form (RFC 9112 section 3.2.1). Go's name: <c>RequestURI</c>.
    /// </summary>
    public string RequestUri => _requestUri ??= MakeRequestUri();

    private bool HasPortColon
    {
        get
        {
            var colon = Host.LastIndexOf(':');
            return colon >= 0 && Host.IndexOf(']', colon) < 0 && IsDigits(Host.AsSpan(colon + 1));
        }
    }

    /// <summary>Parses a URL or a relative reference.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a valid URL. The message does not contain the whole text, which may include a
    /// password.</exception>
    public static Url Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Parser(text, isRequestTarget: false).Parse();
    }

    /// <summary>Creates the URL of a served request, whose parts the head parser has validated.</summary>
    internal static Url FromServed(TargetForm form, string target, string rawPath, string rawQuery, bool hasQuery) => form switch
    {
        TargetForm.Asterisk => new Url { Path = "*" },
        // RFC 9112 section 3.2.3: only host and port.
        TargetForm.Authority => new Url { Host = target },
        TargetForm.Absolute => new Parser(target, isRequestTarget: true).Parse(),
        _ => new Url
        {
            Path = DecodePath(rawPath, out var kept),
            RawPath = kept,
            RawQuery = rawQuery,
            ForceQuery = hasQuery && rawQuery.Length == 0,
        },
    };

    private string MakeRequestUri()
    {
        var path = Opaque;
        if (path.Length == 0) path = EscapedPath is { Length: > 0 } escaped ? escaped : "/";
        else if (path.StartsWith("//", StringComparison.Ordinal)) path = Scheme + ":" + path;
        if (!ForceQuery && RawQuery.Length == 0) return path;
        var query = RawQuery.AsSpan().IndexOfAnyExcept(s_visible) < 0 ? RawQuery : UrlEncoding.EscapeExcept(RawQuery, s_visible);
        return path + "?" + query;
    }

    /// <summary>Returns this URL with another path.</summary>
    /// <param name="path">The decoded path.</param>
    /// <param name="rawPath">The escaped path. Empty means the default encoding of <paramref name="path"/>.</param>
    internal Url WithPath(string path, string rawPath) => With(path, rawPath, RawQuery);

    /// <summary>Returns this URL with another query.</summary>
    /// <param name="rawQuery">The escaped query, without its question mark.</param>
    internal Url WithQuery(string rawQuery) => With(Path, RawPath, rawQuery);

    private Url With(string path, string rawPath, string rawQuery) => new()
    {
        Scheme = Scheme,
        Opaque = Opaque,
        User = User,
        Host = Host,
        Path = path,
        RawPath = rawPath,
        RawQuery = rawQuery,
        ForceQuery = ForceQuery,
        Fragment = Fragment,
        RawFragment = RawFragment,
        _omitsHost = _omitsHost,
    };

    /// <summary>Returns the decoded path. <paramref name="kept"/> is the value for <see cref="RawPath"/>.</summary>
    private static string DecodePath(string written, out string kept) => Decode(written, UrlPart.Path, out kept);

    private static string Decode(string written, UrlPart part, out string kept)
    {
        kept = "";
        if (UrlEncoding.IsPlain(written, part)) return written;
        var decoded = UrlEncoding.Unescape(written, part, out var isLatin1);
        // Escaping the decoded text would not restore these bytes, so the escaped form must be stored.
        if (isLatin1) kept = UrlEncoding.EscapeRest(written, part);
        else if (UrlEncoding.Escape(decoded, part) != written) kept = written;
        return decoded;
    }

    private static bool IsEscapingOf(string escaped, string decoded, UrlPart part)
    {
        if (!UrlEncoding.IsEscaped(escaped, part)) return false;
        try
        {
            return UrlEncoding.Unescape(escaped, part, out _) == decoded;
        }
        catch (FormatException)
        {
            // A program may have set RawPath to any text. Text that cannot be decoded is not a valid encoding.
            return false;
        }
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
