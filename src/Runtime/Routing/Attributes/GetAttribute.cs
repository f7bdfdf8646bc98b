namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>GET</c> requests, and of <c>HEAD</c> requests unless another pattern matches them.
/// <c>[Get("/path")]</c> is short for <c>[HandleFunc("GET /path")]</c>.
/// </summary>
public sealed class GetAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public GetAttribute(string pattern)
        : base("GET", pattern)
    {
    }
}
