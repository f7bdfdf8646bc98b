namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>POST</c> requests of a pattern: short for <c>[HandleFunc("POST /path")]</c>.
/// </summary>
public sealed class PostAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public PostAttribute(string pattern)
        : base("POST", pattern)
    {
    }
}
