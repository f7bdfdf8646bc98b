namespace RouteGen;

/// <summary>
/// Attribute that makes a class a mux: the class becomes an <see cref="IHandler"/> with a match table of its handler methods, static or
/// not. Dependencies of handlers are passed to the constructor.
/// </summary>
/// <remarks>
/// The class and its enclosing types must be <c>partial</c>; the class must be neither generic nor static. Handlers may be private.
/// <see cref="RouteAttribute.Mux"/> adds a method of another class. There may be several instances, each of which serves requests on many
/// threads at once. There is no equivalent in Go.
/// <para>
/// The class gets a property <c>Mux</c>, the <see cref="ServeMux"/> of the instance, for changes at run time
/// (<see cref="ServeMux.NotFound"/>, <see cref="ServeMux.MethodNotAllowed"/>, <see cref="ServeMux.Handle"/>, <see cref="ServeMux.Use"/>).
/// The constructor can already use it. If the class has or inherits another member of that name, only <see cref="IServeMux.Mux"/> is
/// available.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ServeMuxAttribute : Attribute
{
}
