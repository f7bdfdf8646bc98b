namespace RouteGen;

public sealed partial class Url
{
    /// <summary>
    /// Resolves a reference against this URL (RFC 3986 section 5.2), and removes dot segments. Go's name: <c>URL.Parse</c>.
    /// </summary>
    /// <param name="reference">An absolute URL or a relative reference.</param>
    /// <exception cref="FormatException">The text is not a valid reference.</exception>
    public Url Resolve(string reference) => Resolve(Parse(reference));

    /// <summary>Resolves a parsed reference, like the other overload. Go's name: <c>URL.ResolveReference</c>.</summary>
    /// <param name="reference">An absolute URL or a relative reference.</param>
    public Url Resolve(Url reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var scheme = reference.Scheme.Length > 0 ? reference.Scheme : Scheme;
        if (reference.Scheme.Length > 0 || reference.Host.Length > 0 || reference.User is not null)
            return reference.With(scheme, reference.User, reference.Host, RemoveDots(reference.EscapedPath), reference);
        if (reference.Opaque.Length > 0) return reference.With(scheme, null, "", "", reference);
        var isSameDocument = reference.Path.Length == 0 && !reference.ForceQuery && reference.RawQuery.Length == 0;
        var tail = isSameDocument ? reference.WithQuery(RawQuery) : reference;
        if (isSameDocument && reference.Fragment.Length == 0) tail = tail.WithFragment(Fragment, RawFragment);
        return With(scheme, User, Host, RemoveDots(Merge(EscapedPath, reference.EscapedPath)), tail);
    }

    private static string Merge(string path, string reference) =>
        reference.Length == 0 ? path
        : reference[0] == '/' ? reference
        : path[..(path.LastIndexOf('/') + 1)] + reference;

    // RFC 3986 section 5.2.4. The result begins with a slash unless the path is empty.
    private static string RemoveDots(string path)
    {
        if (path.Length == 0) return "";
        var kept = new List<string>();
        var isAtEnd = false;
        foreach (var segment in path[(path[0] == '/' ? 1 : 0)..].Split('/'))
        {
            isAtEnd = segment is "." or "..";
            if (segment == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            else if (!isAtEnd) kept.Add(segment);
        }

        // A dot segment at the end is removed, but not the slash before it.
        if (isAtEnd) kept.Add("");
        return "/" + string.Join('/', kept);
    }

    // Returns a URL with the given scheme, authority and path, and the other parts of another URL.
    private Url With(string scheme, UserInfo? user, string host, string escapedPath, Url tail) => new()
    {
        Scheme = scheme,
        Opaque = tail.Opaque,
        User = user,
        Host = host,
        Path = DecodePath(escapedPath, out var kept),
        RawPath = kept,
        RawQuery = tail.RawQuery,
        ForceQuery = tail.ForceQuery,
        Fragment = tail.Fragment,
        RawFragment = tail.RawFragment,
        _omitsHost = _omitsHost,
    };

    private Url WithFragment(string fragment, string rawFragment) => new()
    {
        Scheme = Scheme,
        RawQuery = RawQuery,
        ForceQuery = ForceQuery,
        Fragment = fragment,
        RawFragment = rawFragment,
    };

    /// <summary>Returns this URL without user name and password.</summary>
    internal Url WithoutUser() => User is null ? this : With(Scheme, null, Host, EscapedPath, this);

    /// <summary>Returns this URL without user name, password and fragment, for a <c>Referer</c> field (RFC 9110 section 10.1.3).</summary>
    internal Url AsReferrer() =>
        User is null && Fragment.Length == 0 ? this : With(Scheme, null, Host, EscapedPath, WithFragment("", ""));
}
