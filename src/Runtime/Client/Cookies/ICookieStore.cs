namespace RouteGen;

/// <summary>Persistent storage for the cookies of a jar, beyond the life of the program.</summary>
/// <remarks>
/// The jar calls the store under its lock, so calls never overlap, and changes arrive in order. A call must be fast and must not call the
/// jar. Its exceptions are thrown to the caller of the jar.
/// </remarks>
public interface ICookieStore
{
    /// <summary>Returns the stored cookies, in the order in which they were set. Called at the jar's first use.</summary>
    IEnumerable<StoredCookie> Load();

    /// <summary>Stores a cookie, which replaces a cookie with the same domain, path and name.</summary>
    /// <param name="cookie">The cookie, which has an expiry time.</param>
    void Put(StoredCookie cookie);

    /// <summary>Removes a cookie that was deleted, expired, replaced by a session cookie, or evicted.</summary>
    /// <param name="cookie">The cookie as it was stored.</param>
    void Remove(StoredCookie cookie);
}
