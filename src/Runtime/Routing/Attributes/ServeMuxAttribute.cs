namespace RouteGen;

/// <summary>
/// Makes a class a mux: the handlers among its methods, static or not, are laid out as a match table of its own, and the class becomes an
/// <see cref="IHandler"/> that serves them. What handlers need arrives by the constructor.
/// </summary>
/// <remarks>
/// The class is <c>partial</c>, and so are the types it is nested in; it is neither generic nor static. Its handlers may be private. A method of another class comes here by
/// <see cref="RouteAttribute.Mux"/>. An instance may serve from any thread, and there may be several. Go has no such thing.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ServeMuxAttribute : Attribute
{
}
