namespace RouteGen;

/// <summary>
/// Puts a middleware in front of handlers when the program is compiled: of one method, of all in a class, or of all in the project. Go has
/// no such thing; there a function wraps a handler.
/// </summary>
/// <typeparam name="T">The middleware, at least <c>internal</c>.</typeparam>
/// <remarks>
/// <para>
/// The order from the outside in: the assembly's, those of the classes around the method, outer ones first, and the method's own; in one
/// place, as they are written. The generated table shows the chain. It runs once a pattern has matched.
/// </para>
/// <para>
/// The responses of the mux itself (404, 405, redirects, and 400 for a target without a path) pass what all its handlers have in front: of
/// a class with <see cref="ServeMuxAttribute"/> the assembly's, those of the classes around it, and its own; of
/// <see cref="ServeMux.Default"/> the assembly's. <see cref="Request.Pattern"/> is then empty, or the pattern that the target of a redirect
/// matches. A redirect from <c>/a/b</c> to <c>/a/b/</c>, where <c>/a/</c> is a mount, is a response of the outer mux.
/// </para>
/// <para>
/// It applies to methods that attributes register. A call that registers a handler with a constant pattern (<c>Http.HandleFunc("/x",
/// ...)</c>), which the build intercepts, has the assembly's in front, and that of the method or lambda that it registers, but none of a
/// class; one whose pattern is not a constant has none (RG0210), nor has one of another <c>ServeMux</c>.
/// </para>
/// </remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Assembly, AllowMultiple = true,
    Inherited = false)]
public sealed class UseAttribute<T> : Attribute
    where T : IMiddleware
{
}
