namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>OPTIONS</c> requests. <c>[Options("/path")]</c> is short for
/// <c>[HandleFunc("OPTIONS /path")]</c>.
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
