using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// Names the list of a library's routes, for the build of the program that refers to it. For generated code only.
/// </summary>
/// <param name="version">The version of the list: 1. A build refuses those that it does not know.</param>
/// <param name="entries">The class whose methods with <see cref="LibraryRouteAttribute"/> are the routes.</param>
/// <remarks>Nothing reads it at run time.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RouteManifestAttribute(int version, Type entries) : Attribute
{
    /// <summary>The version of the list.</summary>
    public int Version { get; } = version;

    /// <summary>The class that lists the routes.</summary>
    public Type Entries { get; } = entries;
}
