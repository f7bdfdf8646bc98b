namespace RouteGen;

/// <summary>
/// Attribute that adds a method of a mux as middleware to one or all handlers of the mux, when the program is compiled. An instance method
/// can use the fields of the mux. There is no equivalent in Go, where a function wraps a handler.
/// </summary>
/// <remarks>
/// <para>
/// Apply it to a class with <see cref="ServeMuxAttribute"/> or to one of its methods. The middleware must be <c>ValueTask
/// M&lt;TNext&gt;(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler</c>. It may be private, but not overloaded. It
/// responds itself or passes the request to <c>next</c>, and may be called by several threads at once. Calling it allocates no memory.
/// </para>
/// <para>The order, and the requests without middleware, are as for <see cref="UseAttribute{T}"/>. Both attributes may be combined: the
/// first attribute of a class or method is the outermost.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute : Attribute
{
    /// <summary>Adds a method as middleware.</summary>
    /// <param name="member">The method's name: <c>nameof(M)</c>.</param>
    public UseAttribute(string member) => Member = member;

    /// <summary>The method's name.</summary>
    public string Member { get; }
}
