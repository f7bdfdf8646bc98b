namespace RouteGen;

/// <summary>
/// A list of the domains under which anyone can register a name (<c>com</c>, <c>co.uk</c>); no cookie is set for them. Go's name:
/// <c>cookiejar.PublicSuffixList</c>.
/// </summary>
/// <remarks>The list is at publicsuffix.org; it changes, so that none is built in. Implementations may be called by any thread.</remarks>
public interface IPublicSuffixList
{
    /// <summary>The public suffix of a domain, without a dot in front.</summary>
    /// <param name="domain">A host name in lower-case ASCII, without a dot at its end; never an address.</param>
    string PublicSuffix(string domain);
}
