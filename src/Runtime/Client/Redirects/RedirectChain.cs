// One call and the requests that its redirects lead to (BEHAVIOUR C16 to C18). Sensitive fields are sent as long as every redirect stays at
// the origin (scheme, host and port) or leads to a subdomain of its host, with the same scheme and port. Once dropped, they stay dropped
// for the rest of the chain; otherwise a foreign host could redirect back to get them. In the same way, a body that a redirect has removed
// stays removed, with the fields that describe it.
namespace RouteGen;

internal sealed class RedirectChain
{
    private readonly Header _header;
    private readonly List<Cookie>? _cookies;
    private readonly List<Request> _sent;

    // URL and method of the last request sent.
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

    /// <summary>True if a response with this status is a redirect.</summary>
    internal static bool IsRedirect(int status) =>
        status is Status.MovedPermanently or Status.Found or Status.SeeOther or Status.TemporaryRedirect or Status.PermanentRedirect;

    /// <summary>Returns the request for a redirect, or null if the redirect itself is the final response.</summary>
    /// <exception cref="FormatException">The <c>Location</c> is not a URL.</exception>
    internal Request? Next(Response response)
    {
        if (response.LocationReference() is not { } reference) return null;
        var last = _sent[^1];
        var becomesGet = BecomesGet(response.StatusCode, _method);
        // As in Go, the body of a GET or HEAD is kept only after a 307 or 308.
        var lostBody = _lostBody || becomesGet
            || (_method is "GET" or "HEAD" && response.StatusCode is not (Status.TemporaryRedirect or Status.PermanentRedirect));
        if (!lostBody && !_sent[0].CanReplayBody) return null;
        var next = new Request(becomesGet ? "GET" : _method, _url.Resolve(reference), body: null, _sent[0].ExistingContext)
        {
            Response = response,
        };
        // The caller's Host is kept unless the redirect names another host.
        if (reference.Scheme.Length == 0 && reference.Host.Length == 0 && last.Host.Length > 0 && last.Host != _url.Host)
            next.Host = last.Host;
        _lostBody = lostBody;
        // A GET that never had a body keeps its Content fields.
        _lostContent |= becomesGet || (lostBody && _sent[0].SentBody is not { ContentLength: 0 });
        CopyHeader(response, next);
        return next;
    }

    /// <summary>
    /// Adds a request of <see cref="Next"/> to the chain, with the body of the first request. Called when it will be sent.
    /// </summary>
    internal void Add(Request next)
    {
        var first = _sent[0];
        if (!_lostBody)
        {
            next.Body = first.ReplayBody() ?? throw new InvalidOperationException(
                "The body of the request cannot be sent again: Request.GetBody returned null, or has been set to null since the request "
                    + "was sent.");
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

        // RFC 9110 section 10.1.3: the URL of a page that was read over TLS is not sent in clear text.
        if (_url.Scheme == "https" && next.Url.Scheme != "https") next.Header.Remove("Referer");
        else next.Header.Set("Referer", _url.AsReferrer().ToString());
    }

    // A cookie that the response sets replaces the caller's cookie of the same name.
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

    // RFC 9110 sections 15.4.2 to 15.4.4: a 301 or 302 may change POST to GET, and a 303 changes every method except HEAD to GET.
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
        // An address has no subdomains, and a zone may contain any text.
        return !formerHost.Contains(':') && !host.Contains(':') && !CookieSyntax.IsAddress(formerHost)
            && formerHost.Length > 0 && host.EndsWith("." + formerHost, StringComparison.Ordinal);
    }

    private static string PortOf(Url url) => url.Port.Length > 0 ? url.Port : url.Scheme == "https" ? "443" : "80";

    // Names are compared as written. A difference in spelling only drops fields.
    private static string HostOf(Url url)
    {
        try
        {
            return Url.ToAscii(url.Hostname);
        }
        catch (InvalidOperationException)
        {
            // A name without an ASCII form cannot be looked up, so the request will fail, without sensitive fields.
            return "";
        }
    }
}
