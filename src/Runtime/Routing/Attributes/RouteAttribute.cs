namespace RouteGen;

/// <summary>Base of the attributes that register a method as a handler when the program is compiled.</summary>
/// <remarks>
/// The method takes <c>(ResponseWriter, Request)</c> and returns <c>void</c>, <c>Task</c> or <c>ValueTask</c>; it is static and
/// at least <c>internal</c>, or a method of a class with <see cref="ServeMuxAttribute"/>. A pattern that is invalid, unclean, registered
/// twice, or that overlaps another one without either being more specific, is an error of the build.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class RouteAttribute : Attribute
{
    private protected RouteAttribute(string method, string pattern) => Pattern = method.Length == 0 ? pattern : method + " " + pattern;

    /// <summary>The whole pattern, the method included: <c>[METHOD ][HOST]/PATH</c>.</summary>
    public string Pattern { get; }

    /// <summary>
    /// The mux that the handler belongs to: a class of the same project with <see cref="ServeMuxAttribute"/>. Null, the default, means the
    /// mux that declares the method, else <c>DefaultServeMux</c>.
    /// </summary>
    public Type? Mux { get; set; }
}
