namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for the <c>DELETE</c> requests of a pattern: short for <c>[HandleFunc("DELETE /path")]</c>.
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
