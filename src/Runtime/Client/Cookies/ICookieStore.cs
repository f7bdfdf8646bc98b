namespace RouteGen;

/// <summary>Keeps a jar's persistent cookies beyond the life of the program.</summary>
/// <remarks>
/// A jar calls it under its lock: never two calls at once, and in the order of the changes. It must be quick, and may not call the jar.
/// Exceptions are thrown to the caller of the jar.
/// </remarks>
public interface ICookieStore
{
    /// <summary>Returns the cookies kept, in the order in which they were set. Called once, before the jar is first used.</summary>
    IEnumerable<StoredCookie> Load();

    /// <summary>Keeps a cookie, or replaces the one of the same domain, path and name.</summary>
    /// <param name="cookie">The cookie; it has an end.</param>
    void Put(StoredCookie cookie);

    /// <summary>Forgets a cookie: it was deleted, has ended, was replaced by one of the session, or had to make room.</summary>
    /// <param name="cookie">The cookie as it was kept.</param>
    void Remove(StoredCookie cookie);
}
