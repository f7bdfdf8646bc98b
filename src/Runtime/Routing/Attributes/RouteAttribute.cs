namespace RouteGen;

/// <summary>Base of the attributes that register a method as a handler when the program is compiled.</summary>
/// <remarks>
/// The method must have the parameters <c>(ResponseWriter, Request)</c> and return <c>void</c>, <c>Task</c> or <c>ValueTask</c>. It must be
/// static and at least <c>internal</c>, or a method of a class with <see cref="ServeMuxAttribute"/>. The build reports an error for a
/// pattern that is invalid, not clean or registered twice, and for two patterns that overlap although neither is more specific.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class RouteAttribute : Attribute
{
    private protected RouteAttribute(string method, string pattern) => Pattern = method.Length == 0 ? pattern : method + " " + pattern;

    /// <summary>The pattern, including its method: <c>[METHOD ][HOST]/PATH</c>.</summary>
    public string Pattern { get; }

    /// <summary>
    /// The mux of the handler: a class of the same project with <see cref="ServeMuxAttribute"/>. Null, the default, means the class that
    /// declares the method if it is a mux, and otherwise <c>DefaultServeMux</c>.
    /// </summary>
    public Type? Mux { get; set; }
}
