// The jar keeps cookies by site (CookieRules.SiteOf), and within a site by domain, path and name. A response from one site never changes
// the cookies of another, and a request reads those of one site. One lock guards everything, for microseconds at a time unless the store is
// slow.
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>In-memory cookie jar that follows the rules for user agents (RFC 6265). Go's name: <c>cookiejar.Jar</c>.</summary>
/// <remarks>
/// Thread-safe. The jar is bounded, so that no server can exhaust memory: the least recently used cookies are evicted first. Without a <see
/// cref="PublicSuffixList"/>, a server may set cookies for all hosts under the last two labels of its name.
/// </remarks>
public sealed partial class CookieJar : ICookieJar
{
    private const int DefaultCookiesMax = 3000;
    private const int DefaultCookiesPerSiteMax = 180;
    private const int DefaultCookieBytesMax = 4096;

    // Longest path of a cookie (RFC 6265bis section 5.6). The default path comes from the URL, may be far longer, and would be compared
    // with the path of every request.
    private const int PathCharsMax = 1024;

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<string, Site> _sites = [];
    private readonly Queue _queue = new();
    private long _nextNumber;
    private bool _isLoaded;

    /// <summary>
    /// The list of domains for which no cookie may be set. If null, the default, hosts with the same last two labels are assumed to have
    /// one owner.
    /// </summary>
    public IPublicSuffixList? PublicSuffixList { get; init; }

    /// <summary>The store for cookies that have an expiry time. If null, the default, cookies are lost when the program ends.</summary>
    public ICookieStore? Store { get; init; }

    /// <summary>
    /// Largest number of cookies. Default 3,000, the minimum that RFC 6265 section 6.1 recommends. Zero means the default; unlimited is not
    /// offered.
    /// </summary>
    public int MaxCookies { get; init; } = DefaultCookiesMax;

    /// <summary>Largest number of cookies of one site. Default 180. Zero means the default.</summary>
    public int MaxCookiesPerSite { get; init; } = DefaultCookiesPerSiteMax;

    /// <summary>
    /// Largest size of a cookie's name and value together, in bytes. Larger cookies are ignored, as are cookies with a path of more than
    /// 1,024 characters. Default 4,096. Zero means the default.
    /// </summary>
    public int MaxCookieBytes { get; init; } = DefaultCookieBytesMax;

    internal ClientClock Clock { get; init; } = ClientClock.System;

    /// <inheritdoc/>
    public void SetCookies(Url url, IReadOnlyList<Cookie> cookies)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(cookies);
        if (cookies.Count == 0 || !CookieRules.TryGetHost(url, out var host)) return;
        var folder = CookieRules.DefaultPath(url.EscapedPath);
        lock (_gate)
        {
            Load();
            var now = Now();
            var site = CookieRules.SiteOf(host, PublicSuffixList);
            foreach (var cookie in cookies) Set(site, host, folder, cookie, now);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Each cookie has only a name, a value and <see cref="Cookie.Quoted"/>. Cookies with longer paths come first, then older cookies (RFC
    /// 6265 section 5.4).
    /// </remarks>
    public IReadOnlyList<Cookie> Cookies(Url url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!CookieRules.TryGetHost(url, out var host)) return [];
        var path = url.EscapedPath is { Length: > 0 } written ? written : "/";
        lock (_gate)
        {
            Load();
            if (!_sites.TryGetValue(CookieRules.SiteOf(host, PublicSuffixList), out var site)) return [];
            var now = Now();
            List<Entry>? found = null;
            List<Entry>? ended = null;
            foreach (var entry in site.Entries.Values)
            {
                if (entry.Cookie.Expires <= now) (ended ??= []).Add(entry);
                else if (CookieRules.Matches(entry.Cookie, host, path, url.Scheme == "https")) (found ??= []).Add(entry);
            }

            if (ended is not null)
                foreach (var entry in ended) Drop(entry);
            return found is null ? [] : Send(found);
        }
    }

    // RFC 6265 section 5.3, step 11: a cookie that replaces another keeps its creation time.
    private void Set(string site, string host, string folder, Cookie cookie, DateTime now)
    {
        var byteCount = FieldText.CountBytes(cookie.Name, cookie.IsLatin1) + FieldText.CountBytes(cookie.Value, cookie.IsLatin1);
        if (byteCount > (MaxCookieBytes > 0 ? MaxCookieBytes : DefaultCookieBytesMax)) return;
        var path = cookie.Path.StartsWith('/') ? cookie.Path : folder;
        if (path.Length > PathCharsMax) return;
        if (!CookieRules.TryGetDomain(host, cookie.Domain, PublicSuffixList, out var domain, out var isHostOnly)) return;
        var end = EndOf(cookie, now);
        var stored = new StoredCookie
        {
            Domain = domain,
            Path = path,
            Name = cookie.Name,
            Value = cookie.Value,
            IsLatin1 = cookie.IsLatin1,
            Quoted = cookie.Quoted,
            HostOnly = isHostOnly,
            Secure = cookie.Secure,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
            Expires = end,
            Creation = now,
        };
        if (end > now || end is null) Put(site, stored);
        else if (_sites.TryGetValue(site, out var known) && known.Entries.TryGetValue(CookieId.Of(stored), out var entry)) Drop(entry);
    }

    // Returns null for a session cookie. RFC 6265 section 5.3, step 3: Max-Age takes precedence over Expires.
    private static DateTime? EndOf(Cookie cookie, DateTime now)
    {
        if (cookie.MaxAge < 0) return DateTime.MinValue;
        if (cookie.MaxAge == 0) return cookie.Expires?.UtcDateTime;
        return cookie.MaxAge < (long)(DateTime.MaxValue - now).TotalSeconds ? now.AddSeconds(cookie.MaxAge) : DateTime.MaxValue;
    }

    private List<Cookie> Send(List<Entry> entries)
    {
        entries.Sort(static (left, right) =>
        {
            var byPath = right.Cookie.Path.Length.CompareTo(left.Cookie.Path.Length);
            if (byPath != 0) return byPath;
            var byAge = left.Cookie.Creation.CompareTo(right.Cookie.Creation);
            return byAge != 0 ? byAge : left.Number.CompareTo(right.Number);
        });
        var cookies = new List<Cookie>(entries.Count);
        foreach (var entry in entries)
        {
            _queue.Use(entry.InJar);
            entry.Site.Queue.Use(entry.InSite);
            var stored = entry.Cookie;
            // A store may set IsLatin1 for text that is not Latin-1.
            var isLatin1 = stored.IsLatin1 && FieldText.IsLatin1(stored.Name) && FieldText.IsLatin1(stored.Value);
            cookies.Add(new Cookie(stored.Name, stored.Value) { Quoted = stored.Quoted, IsLatin1 = isLatin1 });
        }

        return cookies;
    }

    private DateTime Now() => new(Clock.WallMs * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    /// <summary>Identity of a cookie in the jar.</summary>
    private readonly record struct CookieId(string Domain, string Path, string Name)
    {
        internal static CookieId Of(StoredCookie cookie) => new(cookie.Domain, cookie.Path, cookie.Name);
    }

    /// <summary>A cookie with its sequence number and its nodes in the two queues.</summary>
    private sealed class Entry
    {
        internal readonly Site Site;
        internal readonly long Number;
        internal readonly LinkedListNode<Entry> InSite;
        internal readonly LinkedListNode<Entry> InJar;
        internal StoredCookie Cookie;

        internal Entry(Site site, StoredCookie cookie, long number)
        {
            Site = site;
            Cookie = cookie;
            Number = number;
            InSite = new LinkedListNode<Entry>(this);
            InJar = new LinkedListNode<Entry>(this);
        }
    }
}
