namespace RouteGen;

/// <summary>
/// Puts a middleware in front of handlers when the program is compiled: of one method, of all in a class, or of all in the project. Go has no such
/// thing; there a function wraps a handler.
/// </summary>
/// <typeparam name="T">The middleware, at least <c>internal</c>.</typeparam>
/// <remarks>
/// The order from the outside in: the assembly's, those of the classes around the method, outer ones first, and the method's own; in one place, as
/// they are written. The generated table shows the chain. It runs once a pattern has matched: 404, 405 and redirects are not seen, but below a mount
/// those of the inner mux are (<see cref="MountAttribute"/>); for the others there is <see cref="ServeMux.Use"/>. It stands in front of methods that attributes register. What a line of the program registers
/// (<c>Http.HandleFunc("/x", ...)</c>, whether or not the build has intercepted it, <c>Http.Handle</c>, a <c>ServeMux</c>) has none of it: neither the
/// assembly's nor that of the class the line stands in.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute<T> : Attribute
    where T : IMiddleware
{
}
