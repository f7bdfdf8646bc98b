using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>An entry of a table.</summary>
/// <param name="Route">The route.</param>
/// <param name="Host">The host of the pattern, or empty for every host.</param>
/// <param name="Path">For an exact entry, the path that it matches; for a prefix, the prefix with its trailing slash; for an entry with
/// wildcards, the path as written.</param>
/// <param name="Registration">The index of the registration.</param>
internal sealed record PlannedEntry(RouteModel Route, string Host, string Path, int Registration);
