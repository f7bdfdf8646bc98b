namespace RouteGen;

/// <summary>
/// Puts a method of a mux in front of handlers when the program is compiled: of one method of the class, or of all in it. The method
/// belongs to the instance, and so has what the constructor was given. Go has no such thing; there a function wraps a handler.
/// </summary>
/// <remarks>
/// <para>
/// It is applied to a class with <see cref="ServeMuxAttribute"/> or to a method of one. The method is <c>ValueTask
/// M&lt;TNext&gt;(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler</c>, the only one of its name, and may be
/// private; it responds itself, or passes the request to <c>next</c>. Any thread may call it. Nothing is allocated for a request.
/// </para>
/// <para>Order, and the requests that are not covered, are as for <see cref="UseAttribute{T}"/>. Both may be combined: of several
/// attributes in one place, the first is the outermost.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute : Attribute
{
    /// <summary>Puts a method in front.</summary>
    /// <param name="member">The method's name: <c>nameof(M)</c>.</param>
    public UseAttribute(string member) => Member = member;

    /// <summary>The method's name.</summary>
    public string Member { get; }
}
