namespace RouteGen;

/// <summary>
/// Attribute that adds a prefix to the patterns of all handlers in a class. With <c>[Prefix("/v1")]</c>, <c>[Get("/items")]</c> registers
/// the pattern <c>GET /v1/items</c>. The prefix of an enclosing class comes first.
/// </summary>
/// <remarks>
/// The prefix is not removed from requests, and <see cref="Request.Pattern"/> includes it. There is no equivalent in Go.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PrefixAttribute : Attribute
{
    /// <summary>Adds <paramref name="prefix"/> to the patterns.</summary>
    /// <param name="prefix">
    /// <c>/PATH</c> without a trailing slash. It may contain wildcards. If no enclosing class has a prefix, it may also be
    /// <c>HOST/PATH</c>: the host must have a port, or be <c>localhost</c>, an IP address, or a domain name with a dot whose last label
    /// begins with a letter. The build reports an error for any other text.
    /// </param>
    public PrefixAttribute(string prefix) => Prefix = prefix;

    /// <summary>The prefix, as written.</summary>
    public string Prefix { get; }
}
