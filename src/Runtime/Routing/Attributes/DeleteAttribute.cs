namespace RouteGen;

/// <summary>
/// Attribute that registers a method as a handler of <c>DELETE</c> requests. <c>[Delete("/path")]</c> is short for
/// <c>[HandleFunc("DELETE /path")]</c>.
/// </summary>
public sealed class DeleteAttribute : RouteAttribute
{
    /// <summary>Registers the method.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>, without a method.</param>
    public DeleteAttribute(string pattern)
        : base("DELETE", pattern)
    {
    }
}
