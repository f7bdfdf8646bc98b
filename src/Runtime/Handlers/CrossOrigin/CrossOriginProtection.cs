// Cross-site request forgery (BEHAVIOUR M20). Browsers declare where a request comes from: in Sec-Fetch-Site today, in Origin before.
// Requests from other origins that may change something are refused; requests with neither field are not from a browser.
using RouteGen.Handling;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Refuses requests that a browser sends on behalf of another site, if their method may change something (any but <c>GET</c>, <c>HEAD</c>,
/// <c>OPTIONS</c>). No token and no cookie is needed. Go's name: <c>http.CrossOriginProtection</c>.
/// </summary>
/// <remarks>
/// <c>Sec-Fetch-Site</c> decides if it is present: <c>same-origin</c> and <c>none</c> pass. Without it, <c>Origin</c> must name the host of
/// the request, or be absent. Any thread may call any member; additions apply to later requests.
/// </remarks>
public sealed class CrossOriginProtection
{
    private readonly Lock _gate = new();

    // Written under _gate; the set itself never changes.
    private volatile HashSet<string> _trusted = [];
    private volatile ServeMux? _bypass;
    private volatile IHandler? _denyHandler;

    /// <summary>
    /// Serves the requests that are refused. Null, the default, responds with 403 and a line of text. Go's name: <c>SetDenyHandler</c>.
    /// </summary>
    public IHandler? DenyHandler
    {
        get => _denyHandler;
        set => _denyHandler = value;
    }

    /// <summary>Lets requests of an origin pass.</summary>
    /// <param name="origin"><c>SCHEME://HOST[:PORT]</c>, as browsers write it; compared exactly.</param>
    /// <exception cref="FormatException">It is not an origin.</exception>
    public void AddTrustedOrigin(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (!OriginSyntax.IsOrigin(origin))
            throw new FormatException("An origin is SCHEME://HOST[:PORT], without user information, path, query or fragment.");
        lock (_gate) _trusted = [.. _trusted, origin];
    }

    /// <summary>
    /// Lets requests pass that match a pattern of a mux. They are not protected: their handlers must be safe on their own.
    /// </summary>
    /// <param name="pattern">The pattern, as for <see cref="ServeMux"/>. A path that a mux would redirect does not match.</param>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="InvalidOperationException">It was added before.</exception>
    public void AddInsecureBypassPattern(string pattern)
    {
        lock (_gate) (_bypass ??= new ServeMux()).Handle(pattern, BypassMark.Instance);
    }

    /// <summary>Returns true if a request may pass. Go's name: <c>Check</c>.</summary>
    /// <param name="r">The request.</param>
    public bool Allows(Request r)
    {
        ArgumentNullException.ThrowIfNull(r);
        return FindObjection(r) is null;
    }

    /// <summary>Returns a handler that passes allowed requests on, and refuses the others. Go's name: <c>Handler</c>.</summary>
    /// <param name="handler">The handler.</param>
    public IHandler Handler(IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new CrossOriginFilter(this, handler);
    }

    /// <summary>Reason why a request may not pass. Null if it may.</summary>
    internal string? FindObjection(Request r)
    {
        if (r.Method is "GET" or "HEAD" or "OPTIONS") return null;
        switch (r.Header.Get("Sec-Fetch-Site"))
        {
            case "same-origin" or "none":
                return null;
            case "":
                break;
            default:
                return IsExempt(r) ? null : "cross-origin request detected from Sec-Fetch-Site header";
        }

        // Behind a proxy the scheme of the request is unknown, so only the host is compared.
        var origin = r.Header.Get("Origin");
        if (origin.Length == 0 || OriginSyntax.IsHttpOriginOf(origin, r.Host) || IsExempt(r)) return null;
        return "cross-origin request detected, and/or browser is out of date: Sec-Fetch-Site is missing, and Origin does not match Host";
    }

    private bool IsExempt(Request r) =>
        // A mux has responses of its own, such as redirects, which do not count as a match (Go's fix of CVE-2025-47910).
        (_bypass is { } bypass && bypass.Handler(r).Handler is BypassMark) || _trusted.Contains(r.Header.Get("Origin"));
}
