// Adds and removes cookies, and updates the store, the counts and the queues. All methods are called under the lock.
//
// Every cookie is in two queues, its site's and the jar's. So the cookie to evict is found without looking at the others, and adding a
// cookie to a full jar costs no more than adding one to an empty jar.
namespace RouteGen;

public sealed partial class CookieJar
{
    private void Load()
    {
        if (_isLoaded) return;
        if (Store is not null)
            // The list is copied, because cookies beyond the limits are removed from the store.
            foreach (var cookie in Store.Load().ToArray()) Put(CookieRules.SiteOf(cookie.Domain, PublicSuffixList), cookie, isLoaded: true);
        _isLoaded = true;
    }

    private void Put(string name, StoredCookie cookie, bool isLoaded = false)
    {
        if (!_sites.TryGetValue(name, out var site)) _sites[name] = site = new Site(name);
        var id = CookieId.Of(cookie);
        if (site.Entries.TryGetValue(id, out var entry))
        {
            if (entry.Cookie.Expires is not null && cookie.Expires is null) Store?.Remove(entry.Cookie);
            Leave(entry);
            entry.Cookie = cookie with { Creation = entry.Cookie.Creation };
        }
        else
        {
            site.Entries[id] = entry = new Entry(site, cookie, _nextNumber++);
        }

        _queue.Add(entry.InJar);
        site.Queue.Add(entry.InSite);
        // Eviction comes first, because the store may throw.
        MakeRoom(site);
        if (!isLoaded && cookie.Expires is not null) Store?.Put(entry.Cookie);
    }

    private void Drop(Entry entry)
    {
        var site = entry.Site;
        if (!site.Entries.Remove(CookieId.Of(entry.Cookie))) return;
        Leave(entry);
        if (site.Entries.Count == 0) _sites.Remove(site.Name);
        if (entry.Cookie.Expires is not null) Store?.Remove(entry.Cookie);
    }

    private void Leave(Entry entry)
    {
        _queue.Remove(entry.InJar);
        entry.Site.Queue.Remove(entry.InSite);
    }

    // RFC 6265 section 5.3, last paragraphs: expired cookies are evicted first, then cookies of the same site, then others.
    private void MakeRoom(Site site)
    {
        if (site.Queue.Count > (MaxCookiesPerSite > 0 ? MaxCookiesPerSite : DefaultCookiesPerSiteMax)) Drop(site.Queue.First(Now()));
        if (_queue.Count > (MaxCookies > 0 ? MaxCookies : DefaultCookiesMax)) Drop(_queue.First(Now()));
    }

    /// <summary>The cookies of a site.</summary>
    private sealed class Site(string name)
    {
        internal readonly string Name = name;
        internal readonly Dictionary<CookieId, Entry> Entries = [];
        internal readonly Queue Queue = new();
    }

    /// <summary>Cookies in order of eviction: expired cookies first, then those that were set or sent least recently.</summary>
    private sealed class Queue
    {
        private readonly LinkedList<Entry> _byUse = new();
        private readonly SortedSet<Entry> _byEnd = new(Comparer<Entry>.Create(static (left, right) =>
            Nullable.Compare(left.Cookie.Expires, right.Cookie.Expires) is not 0 and var byEnd
            ? byEnd
            : left.Number.CompareTo(right.Number)));

        internal int Count => _byUse.Count;

        internal void Add(LinkedListNode<Entry> node)
        {
            _byUse.AddLast(node);
            if (node.Value.Cookie.Expires is not null) _byEnd.Add(node.Value);
        }

        /// <summary>Removes a cookie. Must also be called before its expiry changes.</summary>
        internal void Remove(LinkedListNode<Entry> node)
        {
            _byUse.Remove(node);
            if (node.Value.Cookie.Expires is not null) _byEnd.Remove(node.Value);
        }

        internal void Use(LinkedListNode<Entry> node)
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
        }

        /// <summary>Returns the next cookie to evict. The queue must not be empty.</summary>
        internal Entry First(DateTime now) => _byEnd.Min is { } entry && entry.Cookie.Expires <= now ? entry : _byUse.First!.Value;
    }
}
