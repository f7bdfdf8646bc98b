namespace RouteGen;

/// <summary>
/// Puts a middleware in front of handlers when the program is compiled: of one method, of all in a class, or of all in the project. Go has no such
/// thing; there a function wraps a handler.
/// </summary>
/// <typeparam name="T">The middleware, at least <c>internal</c>.</typeparam>
/// <remarks>
/// The order from the outside in: the assembly's, those of the classes around the method, outer ones first, and the method's own; in one place, as
/// they are written. The generated table shows the chain. It runs once a pattern has matched: 404, 405 and redirects are not seen, but below a mount
/// those of the inner mux are (<see cref="MountAttribute"/>); for the others there is <see cref="ServeMux.Use"/>. It stands in front of methods that attributes register. A call that registers a
/// handler with a constant pattern (<c>Http.HandleFunc("/x", ...)</c>), which the build intercepts, has the assembly's in front, and none of the class it
/// stands in; one whose pattern is not a constant has neither (RG0210), nor has one of another <c>ServeMux</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute<T> : Attribute
    where T : IMiddleware
{
}
