namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>POST</c> requests. <c>[Post("/path")]</c> is short for
/// <c>[HandleFunc("POST /path")]</c>.
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
