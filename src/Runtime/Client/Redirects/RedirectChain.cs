// One call and the requests that its redirects lead to (BEHAVIOUR C16 to C18). Sensitive fields are sent only as long as every hop stays
// with an origin (scheme, host and port) or goes to a subdomain of its host, with the same scheme and port. Once dropped, they stay dropped
// for the rest of the chain: otherwise a foreign host could redirect back to get them. The same applies to the body and the fields that
// describe it, once a redirect has removed the body.
namespace RouteGen;

internal sealed class RedirectChain
{
    private readonly Header _header;
    private readonly List<Cookie>? _cookies;
    private readonly List<Request> _sent;

    // The URL and the method of the last of them.
    private Url _url;
    private string _method;
    private bool _isForeign;
    private bool _lostBody;
    private bool _lostContent;

    internal RedirectChain(Request first, Url url, string method, bool hasJar)
    {
        (_url, _method) = (url, method);
        _sent = [first];
        _header = first.Header.Clone();
        if (hasJar && _header.Has("Cookie")) _cookies = [.. first.Cookies()];
    }

    /// <summary>The requests sent, in order.</summary>
    internal IReadOnlyList<Request> Sent => _sent;

    /// <summary>True if a status asks for another request.</summary>
    internal static bool IsRedirect(int status) =>
        status is Status.MovedPermanently or Status.Found or Status.SeeOther or Status.TemporaryRedirect or Status.PermanentRedirect;

    /// <summary>Returns the request that a redirect asks for, or null if the redirect itself is the response.</summary>
    /// <exception cref="FormatException">Its <c>Location</c> is not a URL.</exception>
    internal Request? Next(Response response)
    {
        if (response.LocationReference() is not { } reference) return null;
        var last = _sent[^1];
        var becomesGet = BecomesGet(response.StatusCode, _method);
        // Like Go, keeps the body of a GET or HEAD only where the status requires it.
        var lostBody = _lostBody || becomesGet
            || (_method is "GET" or "HEAD" && response.StatusCode is not (Status.TemporaryRedirect or Status.PermanentRedirect));
        if (!lostBody && !_sent[0].CanReplayBody) return null;
        var next = new Request(becomesGet ? "GET" : _method, _url.Resolve(reference), body: null, _sent[0].ExistingContext)
        {
            Response = response,
        };
        // The requested Host is kept unless the server named another one.
        if (reference.Scheme.Length == 0 && reference.Host.Length == 0 && last.Host.Length > 0 && last.Host != _url.Host)
            next.Host = last.Host;
        _lostBody = lostBody;
        // A GET that never had a body keeps its fields.
        _lostContent |= becomesGet || (lostBody && _sent[0].SentBody is not { ContentLength: 0 });
        CopyHeader(response, next);
        return next;
    }

    /// <summary>Gives the request that <see cref="Next"/> made the body of the first one, now that it will be sent.</summary>
    internal void Add(Request next)
    {
        var first = _sent[0];
        if (!_lostBody)
        {
            next.Body = first.ReplayBody() ?? throw new InvalidOperationException(
                "The body of the request cannot be sent again: Request.GetBody returned null, or was removed.");
            next.ContentLength = first.ContentLength;
            next.GetBody = first.GetBody;
        }

        _sent.Add(next);
        (_url, _method) = (next.Url, next.Method);
    }

    private void CopyHeader(Response response, Request next)
    {
        _isForeign |= !IsSameOrBelow(next.Url, _url);
        ForgetReplacedCookies(response);
        foreach (ref readonly var field in _header.Fields)
        {
            if (_isForeign && IsSensitive(field.Name)) continue;
            if (_lostContent && field.Name.StartsWith("Content-", StringComparison.Ordinal)) continue;
            next.Header.Add(field);
        }

        // RFC 9110 section 10.1.3: the URL of a page read over TLS is not sent in the clear.
        if (_url.Scheme == "https" && next.Url.Scheme != "https") next.Header.Remove("Referer");
        else next.Header.Set("Referer", _url.AsReferrer().ToString());
    }

    // A cookie in the jar replaces one that the caller set under the same name.
    private void ForgetReplacedCookies(Response response)
    {
        if (_cookies is null || response.Cookies() is not { Count: > 0 } set) return;
        var count = _cookies.Count;
        var replaced = new HashSet<string>(set.Count);
        foreach (var replacing in set) replaced.Add(replacing.Name);
        _cookies.RemoveAll(cookie => replaced.Contains(cookie.Name));
        if (_cookies.Count == count) return;
        _header.Remove("Cookie");
        if (_cookies.Count == 0) return;
        var pairs = new List<string>();
        foreach (var cookie in _cookies) pairs.Add($"{cookie.Name}={cookie.Value}");
        pairs.Sort(StringComparer.Ordinal);
        _header.Set("Cookie", string.Join("; ", pairs));
    }

    // RFC 9110 sections 15.4.2 to 15.4.4: 301 and 302 may change POST, and 303 changes every method that has no GET in it.
    private static bool BecomesGet(int status, string method) => status switch
    {
        Status.MovedPermanently or Status.Found => method == "POST",
        Status.SeeOther => method is not ("GET" or "HEAD"),
        _ => false,
    };

    private static bool IsSensitive(string name) =>
        name is "Authorization" or "Www-Authenticate" or "Cookie" or "Cookie2" or "Proxy-Authorization" or "Proxy-Authenticate";

    private static bool IsSameOrBelow(Url url, Url former)
    {
        if (url.Scheme != former.Scheme || PortOf(url) != PortOf(former)) return false;
        var host = HostOf(url);
        var formerHost = HostOf(former);
        if (host == formerHost) return host.Length > 0;
        // An address has no subdomains, and its text may hold anything where it has a zone.
        return !formerHost.Contains(':') && !host.Contains(':') && !CookieSyntax.IsAddress(formerHost)
            && formerHost.Length > 0 && host.EndsWith("." + formerHost, StringComparison.Ordinal);
    }

    private static string PortOf(Url url) => url.Port.Length > 0 ? url.Port : url.Scheme == "https" ? "443" : "80";

    // Names are compared as written; a difference in spelling only drops fields.
    private static string HostOf(Url url)
    {
        try
        {
            return Url.ToAscii(url.Hostname);
        }
        catch (InvalidOperationException)
        {
            // A name that cannot be looked up: the request will fail, and takes nothing along.
            return "";
        }
    }
}
