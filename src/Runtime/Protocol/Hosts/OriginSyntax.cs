using System.Text;

namespace RouteGen.Protocol;

/// <summary>Syntax of origins in the <c>Origin</c> field (RFC 6454 section 6.2): <c>scheme://host[:port]</c>, and nothing else.</summary>
internal static class OriginSyntax
{
    // Enough for the longest host name, a port, and a scheme longer than any registered one.
    private const int LengthMax = 320;

    /// <summary>
    /// True if the text is an origin with a host. False for <c>null</c>, for a URL with user information, a path, a query or a fragment,
    /// and for an empty port.
    /// </summary>
    internal static bool IsOrigin(string text) => TryFindHost(text, out _);

    /// <summary>
    /// True if the text is the origin of an http or https resource at the given host. Compares host and port, ignoring case.
    /// </summary>
    internal static bool IsHttpOriginOf(string text, string host)
    {
        if (host.Length is 0 or > LengthMax || !TryFindHost(text, out var start)) return false;
        var scheme = text.AsSpan(0, start - "://".Length);
        return (scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
            && text.AsSpan(start).Equals(host, StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryFindHost(string text, out int start)
    {
        start = 0;
        if (text.Length > LengthMax) return false;
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !IsScheme(text.AsSpan(0, colon))) return false;
        start = colon + "://".Length;
        Span<byte> authority = stackalloc byte[LengthMax];
        if (Ascii.FromUtf16(text.AsSpan(start), authority, out var length) != System.Buffers.OperationStatus.Done) return false;
        // The host of an origin is a plain DNS name or address, without escapes or zones. A port must not be empty, but may be the default
        // port.
        authority = authority[..length];
        return !authority.Contains((byte)'%') && HostSyntax.TrySplit(authority, out var host, out var port)
            && host.Length + (port.IsEmpty ? 0 : port.Length + 1) == length;
    }

    // RFC 3986 section 3.1.
    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetter(text[0])) return false;
        foreach (var letter in text)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.')) return false;
        return true;
    }
}
