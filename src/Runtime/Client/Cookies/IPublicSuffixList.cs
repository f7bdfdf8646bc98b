namespace RouteGen;

/// <summary>
/// The list of domains under which anyone can register a name (<c>com</c>, <c>co.uk</c>). A jar accepts no cookies for them. Go's name:
/// <c>cookiejar.PublicSuffixList</c>.
/// </summary>
/// <remarks>No list is built in, because the list at publicsuffix.org changes. Implementations may be called by any thread.</remarks>
public interface IPublicSuffixList
{
    /// <summary>Returns the public suffix of a domain, without a leading dot.</summary>
    /// <param name="domain">A host name in lower-case ASCII, without a trailing dot. Never an address.</param>
    string PublicSuffix(string domain);
}
