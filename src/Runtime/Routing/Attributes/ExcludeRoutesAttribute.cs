namespace RouteGen;

/// <summary>
/// Attribute that excludes routes of a referenced library from this program: <c>[assembly: ExcludeRoutes(typeof(Health))]</c> excludes the
/// routes of a class, <c>[assembly: ExcludeRoutes("Shop.Health")]</c> all routes of an assembly.
/// </summary>
/// <remarks>
/// By default a program serves the routes of all libraries that it references. Excluded routes are not checked for conflicts, and are not
/// part of a native binary. The attribute is read when the program is compiled, and has no effect in a library. There is no equivalent in
/// Go.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExcludeRoutesAttribute : Attribute
{
    /// <summary>Excludes the handlers of a class and of its nested classes.</summary>
    /// <param name="type">A class of a referenced library.</param>
    public ExcludeRoutesAttribute(Type type) => Type = type;

    /// <summary>Excludes all routes of a library.</summary>
    /// <param name="assemblyName">The name of the library's assembly, without version and extension.</param>
    public ExcludeRoutesAttribute(string assemblyName) => AssemblyName = assemblyName;

    /// <summary>The class whose handlers are excluded. Null if a library is excluded.</summary>
    public Type? Type { get; }

    /// <summary>The assembly whose routes are excluded. Null if a class is excluded.</summary>
    public string? AssemblyName { get; }
}
