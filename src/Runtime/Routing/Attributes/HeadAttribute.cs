namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>HEAD</c> requests. <c>[Head("/path")]</c> is short for
/// <c>[HandleFunc("HEAD /path")]</c>.
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
