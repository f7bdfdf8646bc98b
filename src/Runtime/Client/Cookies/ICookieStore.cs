namespace RouteGen;

/// <summary>Keeps a jar's persistent cookies beyond the life of the program.</summary>
/// <remarks>
/// A jar calls it under its lock: never two calls at once, and in the order of the changes. It must be quick, and may not call the jar.
/// Exceptions are thrown to the caller of the jar.
/// </remarks>
public interface ICookieStore
{
    /// <summary>Returns the stored cookies, in the order in which they were set. Called once, before the jar is first used.</summary>
    IEnumerable<StoredCookie> Load();

    /// <summary>Stores a cookie, or replaces the one with the same domain, path and name.</summary>
    /// <param name="cookie">The cookie; it has an expiry time.</param>
    void Put(StoredCookie cookie);

    /// <summary>Removes a cookie: it was deleted, has expired, was replaced by a session cookie, or was removed to make room.</summary>
    /// <param name="cookie">The cookie as it was stored.</param>
    void Remove(StoredCookie cookie);
}
