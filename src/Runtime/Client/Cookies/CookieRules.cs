// Rules for the domains that a host may set a cookie for, and for the requests that carry a cookie (RFC 6265 sections 5.1 and 5.3).
using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

internal static class CookieRules
{
    /// <summary>
    /// Gets the host of a URL in the form that a jar compares: lower-case ASCII, without a trailing dot (RFC 6265 section 5.1.2).
    /// </summary>
    internal static bool TryGetHost(Url url, [NotNullWhen(true)] out string? host)
    {
        host = null;
        if (url.Scheme is not ("http" or "https")) return false;
        var name = url.Hostname;
        if (name.EndsWith('.')) name = name[..^1];
        try
        {
            host = Url.ToAscii(name).ToLowerInvariant();
        }
        catch (InvalidOperationException)
        {
            // The name cannot be looked up, so no response came from such a host.
            return false;
        }

        return host.Length > 0;
    }

    /// <summary>
    /// Returns the domain under which hosts may share cookies: the public suffix and one more label. Without a list, it is the last two
    /// labels.
    /// </summary>
    internal static string SiteOf(string host, IPublicSuffixList? suffixes)
    {
        if (CookieSyntax.IsAddress(host)) return host;
        int dot;
        if (suffixes is null)
        {
            dot = host.LastIndexOf('.');
        }
        else
        {
            var suffix = suffixes.PublicSuffix(host);
            dot = host.Length - suffix.Length - 1;
            // If the list is wrong about a host, restricting the cookie to the host is the safe choice.
            if (dot > 0 && host[dot] != '.') return host;
        }

        return dot <= 0 ? host : host[(host.LastIndexOf('.', dot - 1) + 1)..];
    }

    /// <summary>
    /// Gets the domain of a cookie: the host itself if <c>Domain</c> is absent. Returns false if the host may not set the cookie.
    /// </summary>
    internal static bool TryGetDomain(string host, string attribute, IPublicSuffixList? suffixes, out string domain, out bool isHostOnly)
    {
        domain = host;
        isHostOnly = true;
        if (attribute.Length == 0) return true;
        // An address has no subdomains, so the attribute may only name the address itself.
        if (CookieSyntax.IsAddress(host)) return attribute == host;
        var wanted = (attribute[0] == '.' ? attribute[1..] : attribute).ToLowerInvariant();
        if (wanted.Length == 0 || wanted[0] == '.' || wanted[^1] == '.' || !System.Text.Ascii.IsValid(wanted)) return false;
        // RFC 6265 section 5.3, step 5: only a host named "com" itself may set a cookie for the public suffix "com".
        if (suffixes?.PublicSuffix(wanted) is { Length: > 0 } suffix && !IsBelow(wanted, suffix)) return wanted == host;
        if (wanted != host && !IsBelow(host, wanted)) return false;
        domain = wanted;
        isHostOnly = false;
        return true;
    }

    /// <summary>Returns the default path of a cookie: the directory of the request's path (RFC 6265 section 5.1.4).</summary>
    internal static string DefaultPath(string path) =>
        path.StartsWith('/') && path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    /// <summary>True if a cookie is sent with a request.</summary>
    internal static bool Matches(StoredCookie cookie, string host, string path, bool isSecure) =>
        (isSecure || !cookie.Secure)
        && (cookie.Domain == host || (!cookie.HostOnly && IsBelow(host, cookie.Domain)))
        && PathMatches(path, cookie.Path);

    private static bool PathMatches(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == '/');

    /// <summary>True if a host is a subdomain of a domain.</summary>
    private static bool IsBelow(string host, string domain) =>
        host.Length > domain.Length && host.EndsWith(domain, StringComparison.Ordinal) && host[host.Length - domain.Length - 1] == '.';
}
