// A URL in the parts that HTTP needs. Parsing is Go's net/url (RFC 3986 with the leniency that the web needs); what was written in a form
// of its own is kept beside what it decodes to (RawPath, RawFragment), so that nothing changes by being read and written.
using System.Buffers;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>A parsed URL that preserves its written form: nothing is cleaned, folded or decoded twice. Go's name: <c>url.URL</c>.</summary>
/// <remarks>Immutable, so any thread may read it. Texts of a served request are as its peer wrote them.</remarks>
public sealed partial class Url
{
    // Characters of a query that are sent unchanged: all visible ones except the number sign, which begins a fragment (RFC 9112 section 3.2
    // has no room for either, nor for a blank).
    private static readonly SearchValues<char> s_visible =
        SearchValues.Create("!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private bool _omitsHost;
    private string? _requestUri;

    /// <summary>The scheme in lower case, or empty for none.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Text after the scheme of a URL that has no slash there (<c>mailto:x@y</c>), as written; empty otherwise.</summary>
    public string Opaque { get; init; } = "";

    /// <summary>User name and password, or null for none.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Host with its port, if any, as written; an IPv6 address is in brackets. Empty for none.</summary>
    public string Host { get; init; } = "";

    /// <summary>The decoded path. <c>%2F</c> and <c>/</c> look alike here; <see cref="EscapedPath"/> keeps them apart.</summary>
    /// <remarks>
    /// Escapes that are not UTF-8, which only a client's URLs can have, are decoded as Latin-1; <see cref="RawPath"/> preserves them.
    /// </remarks>
    public string Path { get; init; } = "";

    /// <summary>
    /// The path as written, if escaping <see cref="Path"/> would give a different text; else empty. Read <see cref="EscapedPath"/>.
    /// </summary>
    public string RawPath { get; init; } = "";

    /// <summary>The query without its question mark, as written.</summary>
    public string RawQuery { get; init; } = "";

    /// <summary>True if a question mark is written although <see cref="RawQuery"/> is empty.</summary>
    public bool ForceQuery { get; init; }

    /// <summary>The decoded fragment without its number sign. It is never sent.</summary>
    public string Fragment { get; init; } = "";

    /// <summary>The fragment as written, if escaping <see cref="Fragment"/> would give a different text; else empty.</summary>
    public string RawFragment { get; init; } = "";

    /// <summary>
    /// The path in the form that is sent: as it was written if that is a valid escaped form of <see cref="Path"/>, else escaped again.
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

    /// <summary>The port in decimal digits, or empty if none was written.</summary>
    public string Port => HasPortColon ? Host[(Host.LastIndexOf(':') + 1)..] : "";

    /// <summary>
    /// The path and query as written in a request line in origin form (RFC 9112 section 3.2.1). Go's name: <c>RequestURI</c>.
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
    /// <param name="text">The text; a control character, a blank in the host, an invalid escape or port is refused.</param>
    /// <exception cref="FormatException">It is not a URL; the message says what is wrong with it, without the text itself (it may hold a
    /// password).</exception>
    public static Url Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Parser(text, isRequestTarget: false).Parse();
    }

    /// <summary>The URL of a served request, whose parts the parser has already validated.</summary>
    internal static Url FromServed(TargetForm form, string target, string rawPath, string rawQuery, bool hasQuery) => form switch
    {
        TargetForm.Asterisk => new Url { Path = "*" },
        // RFC 9112 section 3.2.3: host and port alone, so the path is empty.
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

    /// <summary>This URL with another path.</summary>
    /// <param name="path">The decoded path.</param>
    /// <param name="rawPath">The path as it is written. Empty means the escaped <paramref name="path"/>.</param>
    internal Url WithPath(string path, string rawPath) => With(path, rawPath, RawQuery);

    /// <summary>This URL with another query.</summary>
    /// <param name="rawQuery">The query without its question mark, escaped.</param>
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

    /// <summary>The path decoded, and as written if escaping it would give another text.</summary>
    private static string DecodePath(string written, out string kept) => Decode(written, UrlPart.Path, out kept);

    private static string Decode(string written, UrlPart part, out string kept)
    {
        kept = "";
        if (UrlEncoding.IsPlain(written, part)) return written;
        var decoded = UrlEncoding.Unescape(written, part, out var isLatin1);
        // Escaping the text would not restore these bytes, so the escaped path must be kept in full.
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
            // A user may have set RawPath to any text; one that does not decode is not an escaped form.
            return false;
        }
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
