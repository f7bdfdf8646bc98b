using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// One route of a library. Applied to the method that creates its handler, in the class that <see cref="RouteManifestAttribute"/> names.
/// For generated code only.
/// </summary>
/// <param name="pattern">The whole pattern, with its method and the prefixes of its classes.</param>
/// <param name="handler">Display name of the handler, such as <c>Shop.Health.Live</c>.</param>
/// <param name="source">Source line of its registration, below the library's project: <c>Handlers/Health.cs:8</c>.</param>
/// <param name="middleware">The names of the middleware in front of the handler, the outermost first. The method has composed them
/// already.</param>
[AttributeUsage(AttributeTargets.Method)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LibraryRouteAttribute(string pattern, string handler, string source, params string[] middleware) : Attribute
{
    /// <summary>The whole pattern.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Display name of the handler.</summary>
    public string Handler { get; } = handler;

    /// <summary>Source line of its registration.</summary>
    public string Source { get; } = source;

    /// <summary>The names of the middleware in front of the handler.</summary>
    public IReadOnlyList<string> Middleware { get; } = middleware;
}
