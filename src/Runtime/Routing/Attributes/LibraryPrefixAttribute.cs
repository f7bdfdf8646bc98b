namespace RouteGen;

/// <summary>
/// Begins the patterns of all routes of a referenced library with a path: <c>[assembly: LibraryPrefix("Shop.Health", "/internal")]</c>
/// makes its <c>GET /live</c> the pattern <c>GET /internal/live</c> of this program.
/// </summary>
/// <remarks>
/// Nothing is stripped from the request, and <see cref="Request.Pattern"/> is the whole pattern. A library has one prefix at most. Read
/// when the program is compiled; it has no effect in a library. Go has no such thing.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class LibraryPrefixAttribute : Attribute
{
    /// <summary>Begins the patterns of a library with <paramref name="prefix"/>.</summary>
    /// <param name="type">Any type of the library.</param>
    /// <param name="prefix"><c>/PATH</c> without a slash at its end; it may hold wildcards.</param>
    public LibraryPrefixAttribute(Type type, string prefix)
    {
        Type = type;
        Prefix = prefix;
    }

    /// <summary>Begins the patterns of a library with <paramref name="prefix"/>.</summary>
    /// <param name="assemblyName">The name of its assembly, without version and extension.</param>
    /// <param name="prefix"><c>/PATH</c> without a slash at its end; it may hold wildcards.</param>
    public LibraryPrefixAttribute(string assemblyName, string prefix)
    {
        AssemblyName = assemblyName;
        Prefix = prefix;
    }

    /// <summary>A type of the library. Null if the assembly was named.</summary>
    public Type? Type { get; }

    /// <summary>The name of the library's assembly. Null if a type was given.</summary>
    public string? AssemblyName { get; }

    /// <summary>The prefix, as written.</summary>
    public string Prefix { get; }
}
