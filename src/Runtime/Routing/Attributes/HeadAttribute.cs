namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>HEAD</c> requests of a pattern: short for <c>[HandleFunc("HEAD /path")]</c>.
/// </summary>
public sealed class HeadAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public HeadAttribute(string pattern)
        : base("HEAD", pattern)
    {
    }
}
