namespace RouteGen;

/// <summary>
/// Registers a static method as the handler for a pattern of <c>DefaultServeMux</c>, when the program is compiled. May stand on a
/// method several times, with different patterns.
/// </summary>
/// <remarks>
/// The method takes <c>(ResponseWriter, Request)</c> and returns <c>void</c>, <c>Task</c> or <c>ValueTask</c>; it is static and
/// at least <c>internal</c>. A pattern that is invalid, unclean or registered twice is an error of the build. Go's name:
/// <c>http.HandleFunc</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class HandleFuncAttribute : Attribute
{
    /// <summary>Registers the method for <paramref name="pattern"/>.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>. Without a trailing slash it matches that path alone, with one the path and all below it.</param>
    public HandleFuncAttribute(string pattern) => Pattern = pattern;

    /// <summary>The pattern, as written.</summary>
    public string Pattern { get; }
}
