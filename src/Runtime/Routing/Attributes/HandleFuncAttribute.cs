namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for a pattern of <c>DefaultServeMux</c>, when the program is compiled. A method may have
/// several, with different patterns. Go's name: <c>http.HandleFunc</c>.
/// </summary>
public sealed class HandleFuncAttribute : RouteAttribute
{
    /// <summary>Registers the method for <paramref name="pattern"/>.</summary>
    /// <param name="pattern">
    /// <c>[METHOD ][HOST]/PATH</c>, as <see cref="ServeMux"/> describes it. Without a method it serves all of them; without a trailing
    /// slash it matches that path alone, with one the path and all below it.
    /// </param>
    public HandleFuncAttribute(string pattern)
        : base("", pattern)
    {
    }
}
