namespace RouteGen;

/// <summary>
/// Begins the patterns of all handlers in a class with a path: <c>[Prefix("/v1")]</c> makes <c>[Get("/items")]</c> the pattern <c>GET
/// /v1/items</c>. The prefix of an enclosing class comes first.
/// </summary>
/// <remarks>Nothing is stripped from the request, and <see cref="Request.Pattern"/> is the whole pattern. Go has no such thing.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PrefixAttribute : Attribute
{
    /// <summary>Begins patterns with <paramref name="prefix"/>.</summary>
    /// <param name="prefix">
    /// <c>/PATH</c> without a slash at its end; it may hold wildcards. Or <c>HOST/PATH</c>, if no class around this one has a prefix: the
    /// host has a domain, whose last label begins with a letter, or a port, or is an IP address or <c>localhost</c>. Anything else is an
    /// error of the build.
    /// </param>
    public PrefixAttribute(string prefix) => Prefix = prefix;

    /// <summary>The prefix, as written.</summary>
    public string Prefix { get; }
}
