namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>GET</c> and, unless another pattern does, <c>HEAD</c> requests of a pattern: short
/// for <c>[HandleFunc("GET /path")]</c>.
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
