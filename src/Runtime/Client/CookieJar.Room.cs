// How cookies come into the jar and leave it, so that the store and the count follow. Everything is called under the lock.
namespace RouteGen;

public sealed partial class CookieJar
{
    private void Load()
    {
        if (_isLoaded) return;
        if (Store is not null)
            foreach (var cookie in Store.Load()) Put(CookieRules.SiteOf(cookie.Domain, PublicSuffixList), cookie, isLoaded: true);
        _isLoaded = true;
    }

    private void Put(string site, StoredCookie cookie, bool isLoaded = false)
    {
        if (!_sites.TryGetValue(site, out var entries)) _sites[site] = entries = [];
        var id = CookieId.Of(cookie);
        if (entries.TryGetValue(id, out var entry))
        {
            if (entry.Cookie.Expires is not null && cookie.Expires is null) Store?.Remove(entry.Cookie);
            entry.Cookie = cookie with { Creation = entry.Cookie.Creation };
        }
        else
        {
            entries[id] = entry = new Entry(cookie, _nextNumber++);
            _count++;
        }

        entry.LastUse = _nextUse++;
        if (!isLoaded && cookie.Expires is not null) Store?.Put(entry.Cookie);
        MakeRoom(site, entries);
    }

    private void Drop(string site, Dictionary<CookieId, Entry> entries, Entry entry)
    {
        if (!entries.Remove(CookieId.Of(entry.Cookie))) return;
        _count--;
        if (entries.Count == 0) _sites.Remove(site);
        if (entry.Cookie.Expires is not null) Store?.Remove(entry.Cookie);
    }

    // RFC 6265 section 5.3, end: who has ended goes first, then a site's own, then anybody's.
    private void MakeRoom(string site, Dictionary<CookieId, Entry> entries)
    {
        if (entries.Count > (MaxCookiesPerSite > 0 ? MaxCookiesPerSite : DefaultCookiesPerSiteMax)) DropFirst([(site, entries)]);
        if (_count > (MaxCookies > 0 ? MaxCookies : DefaultCookiesMax)) DropFirst(_sites.Select(static pair => (pair.Key, pair.Value)));
    }

    private void DropFirst(IEnumerable<(string Site, Dictionary<CookieId, Entry> Entries)> among)
    {
        var now = Now();
        var first = default((string Site, Dictionary<CookieId, Entry> Entries, Entry Entry)?);
        foreach (var (site, entries) in among)
            foreach (var entry in entries.Values)
                if (first is not { } known || Order(entry) < Order(known.Entry)) first = (site, entries, entry);
        if (first is { } dropped) Drop(dropped.Site, dropped.Entries, dropped.Entry);

        long Order(Entry entry) => entry.Cookie.Expires <= now ? -1 : entry.LastUse;
    }
}
