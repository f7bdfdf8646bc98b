namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>PATCH</c> requests. <c>[Patch("/path")]</c> is short for
/// <c>[HandleFunc("PATCH /path")]</c>.
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
