namespace RouteGen;

/// <summary>
/// Leaves routes of a referenced library out of this program: <c>[assembly: ExcludeRoutes(typeof(Health))]</c> those of one class,
/// <c>[assembly: ExcludeRoutes("Shop.Health")]</c> all of one assembly.
/// </summary>
/// <remarks>
/// The routes of other libraries are served as soon as the program refers to them. Routes that are left out are not checked for conflicts,
/// and are not part of a native binary. Read when the program is compiled; it has no effect in a library. Go has no such thing.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExcludeRoutesAttribute : Attribute
{
    /// <summary>Leaves out the handlers of a class, and those of classes inside it.</summary>
    /// <param name="type">A class of a referenced library.</param>
    public ExcludeRoutesAttribute(Type type) => Type = type;

    /// <summary>Leaves out all routes of a library.</summary>
    /// <param name="assemblyName">The name of its assembly, without version and extension.</param>
    public ExcludeRoutesAttribute(string assemblyName) => AssemblyName = assemblyName;

    /// <summary>The class whose handlers are left out. Null if a whole library is.</summary>
    public Type? Type { get; }

    /// <summary>The assembly whose routes are left out. Null if those of one class are.</summary>
    public string? AssemblyName { get; }
}
