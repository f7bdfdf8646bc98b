namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>OPTIONS</c> requests of a pattern: short for <c>[HandleFunc("OPTIONS /path")]</c>.
/// </summary>
public sealed class OptionsAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public OptionsAttribute(string pattern)
        : base("OPTIONS", pattern)
    {
    }
}
