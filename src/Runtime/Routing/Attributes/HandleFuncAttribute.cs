namespace RouteGen;

/// <summary>
/// Attribute that registers a method as the handler of a pattern when the program is compiled. A method may have several of them, with
/// different patterns. Go's name: <c>http.HandleFunc</c>.
/// </summary>
public sealed class HandleFuncAttribute : RouteAttribute
{
    /// <summary>Registers the method for <paramref name="pattern"/>.</summary>
    /// <param name="pattern">
    /// <c>[METHOD ][HOST]/PATH</c> (see <see cref="ServeMux"/>). Without a method, the pattern matches all methods. A pattern without a
    /// trailing slash matches only that path; one with a trailing slash also matches all paths below it.
    /// </param>
    public HandleFuncAttribute(string pattern)
        : base("", pattern)
    {
    }
}
