namespace RouteGen;

/// <summary>
/// Attribute that adds a prefix to the patterns of a referenced library. With
/// <c>[assembly: LibraryPrefix("Shop.Health", "/internal")]</c>, the library's pattern <c>GET /live</c> becomes
/// <c>GET /internal/live</c> in this program.
/// </summary>
/// <remarks>
/// The prefix is not removed from requests, and <see cref="Request.Pattern"/> includes it. A library can have only one prefix. The
/// attribute is read when the program is compiled, and has no effect in a library. There is no equivalent in Go.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class LibraryPrefixAttribute : Attribute
{
    /// <summary>Adds <paramref name="prefix"/> to the patterns of a library.</summary>
    /// <param name="type">Any type of the library.</param>
    /// <param name="prefix"><c>/PATH</c> without a trailing slash. It may contain wildcards.</param>
    public LibraryPrefixAttribute(Type type, string prefix)
    {
        Type = type;
        Prefix = prefix;
    }

    /// <summary>Adds <paramref name="prefix"/> to the patterns of a library.</summary>
    /// <param name="assemblyName">The name of the library's assembly, without version and extension.</param>
    /// <param name="prefix"><c>/PATH</c> without a trailing slash. It may contain wildcards.</param>
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
