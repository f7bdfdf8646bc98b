// Protects against cross-site request forgery (BEHAVIOUR M20). Browsers declare the origin of a request in Sec-Fetch-Site; old browsers
// only in Origin. A request with neither field is assumed to be from another kind of client.
using RouteGen.Handling;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// Protection against cross-site request forgery, without tokens or cookies. It refuses requests that a browser sends on behalf of another
/// site, except with the safe methods <c>GET</c>, <c>HEAD</c> and <c>OPTIONS</c>. Go's name: <c>http.CrossOriginProtection</c>.
/// </summary>
/// <remarks>
/// <c>Sec-Fetch-Site</c> must be <c>same-origin</c> or <c>none</c>. Without this field, <c>Origin</c> must be absent or match the host of
/// the request. Thread-safe; additions apply to later requests.
/// </remarks>
public sealed class CrossOriginProtection
{
    private readonly Lock _gate = new();

    // The set is immutable, and is replaced under _gate.
    private volatile HashSet<string> _trusted = [];
    private volatile ServeMux? _bypass;
    private volatile IHandler? _denyHandler;

    /// <summary>
    /// Handler of refused requests. Null, the default, means a 403 with a line of text. Go's name: <c>SetDenyHandler</c>.
    /// </summary>
    public IHandler? DenyHandler
    {
        get => _denyHandler;
        set => _denyHandler = value;
    }

    /// <summary>Allows requests from an origin.</summary>
    /// <param name="origin"><c>SCHEME://HOST[:PORT]</c>. Must be exactly the text that browsers send.</param>
    /// <exception cref="FormatException">The text is not an origin.</exception>
    public void AddTrustedOrigin(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (!OriginSyntax.IsOrigin(origin))
            throw new FormatException(
                $"'{origin}' is not an origin: write SCHEME://HOST[:PORT], without user information, path, query or fragment.");
        lock (_gate) _trusted = [.. _trusted, origin];
    }

    /// <summary>
    /// Allows requests that match a pattern. Their handlers must be safe without protection.
    /// </summary>
    /// <param name="pattern">A pattern of <see cref="ServeMux"/>. Requests that a mux would redirect do not match.</param>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    /// <exception cref="InvalidOperationException">The pattern was added before.</exception>
    public void AddInsecureBypassPattern(string pattern)
    {
        lock (_gate) (_bypass ??= new ServeMux()).Handle(pattern, BypassMark.Instance);
    }

    /// <summary>Returns true if a request is allowed. Go's name: <c>Check</c>.</summary>
    /// <param name="r">The request.</param>
    public bool Allows(Request r)
    {
        ArgumentNullException.ThrowIfNull(r);
        return FindObjection(r) is null;
    }

    /// <summary>Returns a handler that passes allowed requests to another one, and refuses the others. Go's name: <c>Handler</c>.</summary>
    /// <param name="handler">The handler of allowed requests.</param>
    public IHandler Handler(IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new CrossOriginFilter(this, handler);
    }

    /// <summary>Returns the reason why a request is refused, or null if it is allowed.</summary>
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
        // Responses of the mux itself, such as redirects, do not count as a match (Go's fix of CVE-2025-47910).
        (_bypass is { } bypass && bypass.Handler(r).Handler is BypassMark) || _trusted.Contains(r.Header.Get("Origin"));
}
