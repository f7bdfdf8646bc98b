namespace RouteGen;

/// <summary>
/// Makes a class a mux: the handlers among its methods, static or not, are laid out as a match table of its own, and the class becomes an
/// <see cref="IHandler"/> that serves them. Dependencies of handlers are passed to the constructor.
/// </summary>
/// <remarks>
/// The class is <c>partial</c>, and so are the types it is nested in; it is neither generic nor static. Its handlers may be private. A
/// method of another class is added by <see cref="RouteAttribute.Mux"/>. An instance may serve from any thread, and there may be several.
/// Go has no such thing.
/// <para>
/// The class gets a property <c>Mux</c>: the <see cref="ServeMux"/> of the instance, on which 404 and 405 are set, patterns registered and
/// middleware put in front while the program runs (<see cref="ServeMux.NotFound"/>, <see cref="ServeMux.Handle"/>,
/// <see cref="ServeMux.Use"/>). It is available as soon as the constructor runs. If a class already has or inherits a member of that name,
/// its mux is available only as <see cref="IServeMux.Mux"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ServeMuxAttribute : Attribute
{
}
