namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>PUT</c> requests of a pattern: short for <c>[HandleFunc("PUT /path")]</c>.
/// </summary>
public sealed class PutAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public PutAttribute(string pattern)
        : base("PUT", pattern)
    {
    }
}
