using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// Attribute for a route of a library, applied to the method that creates its handler in the class of <see cref="RouteManifestAttribute"/>.
/// For generated code only.
/// </summary>
/// <param name="pattern">The complete pattern, with its method and the prefixes of its classes.</param>
/// <param name="handler">Display name of the handler, such as <c>Shop.Health.Live</c>.</param>
/// <param name="source">Source line of the registration, relative to the library's project, such as <c>Handlers/Health.cs:8</c>.</param>
/// <param name="middleware">The names of the middleware that the method applies to the handler, outermost first.</param>
[AttributeUsage(AttributeTargets.Method)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LibraryRouteAttribute(string pattern, string handler, string source, params string[] middleware) : Attribute
{
    /// <summary>The complete pattern.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Display name of the handler.</summary>
    public string Handler { get; } = handler;

    /// <summary>Source line of the registration.</summary>
    public string Source { get; } = source;

    /// <summary>The names of the handler's middleware.</summary>
    public IReadOnlyList<string> Middleware { get; } = middleware;
}
