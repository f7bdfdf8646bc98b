namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>PUT</c> requests. <c>[Put("/path")]</c> is short for
/// <c>[HandleFunc("PUT /path")]</c>.
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
