namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>PATCH</c> requests of a pattern: short for <c>[HandleFunc("PATCH /path")]</c>.
/// </summary>
public sealed class PatchAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public PatchAttribute(string pattern)
        : base("PATCH", pattern)
    {
    }
}
