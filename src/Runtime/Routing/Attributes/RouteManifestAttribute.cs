using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// Attribute that specifies the class that lists a library's routes, for builds of programs that reference the library. For generated code
/// only.
/// </summary>
/// <param name="version">The version of the list, 1. A build rejects unknown versions.</param>
/// <param name="entries">The class whose methods with <see cref="LibraryRouteAttribute"/> are the routes.</param>
/// <remarks>Not read at run time.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RouteManifestAttribute(int version, Type entries) : Attribute
{
    /// <summary>The version of the list.</summary>
    public int Version { get; } = version;

    /// <summary>The class that lists the routes.</summary>
    public Type Entries { get; } = entries;
}
