// The hosts that may set a cookie for a domain, and the requests that it is sent with (RFC 6265 sections 5.1 and 5.3).
using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

internal static class CookieRules
{
    /// <summary>
    /// The host of a URL as a jar compares it: lower-case ASCII, without the dot of a full name (RFC 6265 section 5.1.2).
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
            // Not a name that the name system could have resolved, so no response came from there.
            return false;
        }

        return host.Length > 0;
    }

    /// <summary>
    /// The domain of which all hosts share what they keep: one label more than the public suffix. Without a list that is two labels.
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

    /// <summary>Finds the domain that a cookie belongs to. Returns false if the host may not set it.</summary>
    /// <param name="host">The host that sets it.</param>
    /// <param name="attribute">The <c>Domain</c> attribute, or empty for none.</param>
    /// <param name="suffixes">The list, or null for none.</param>
    /// <param name="domain">The host or the domain.</param>
    /// <param name="isHostOnly">True if subdomains do not get it.</param>
    internal static bool TryGetDomain(string host, string attribute, IPublicSuffixList? suffixes, out string domain, out bool isHostOnly)
    {
        domain = host;
        isHostOnly = true;
        if (attribute.Length == 0) return true;
        // An address has no subdomains; naming itself has no effect.
        if (CookieSyntax.IsAddress(host)) return attribute == host;
        var wanted = (attribute[0] == '.' ? attribute[1..] : attribute).ToLowerInvariant();
        if (wanted.Length == 0 || wanted[0] == '.' || wanted[^1] == '.' || !System.Text.Ascii.IsValid(wanted)) return false;
        // RFC 6265 section 5.3, 5: no cookie may be set for all of "com".
        if (suffixes?.PublicSuffix(wanted) is { Length: > 0 } suffix && !IsBelow(wanted, suffix)) return wanted == host;
        if (wanted != host && !IsBelow(host, wanted)) return false;
        domain = wanted;
        isHostOnly = false;
        return true;
    }

    /// <summary>Default path of a cookie: the directory of the request's path (RFC 6265 section 5.1.4).</summary>
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
