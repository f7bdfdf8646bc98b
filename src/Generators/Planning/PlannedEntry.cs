using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>One entry of the table.</summary>
/// <param name="Route">The route.</param>
/// <param name="Host">The host part of its pattern, or empty for every host.</param>
/// <param name="Path">The path that an exact entry matches, or below which a prefix does, with its slash; as written for an entry with
/// wildcards.</param>
/// <param name="Registration">The index of the registration it comes from.</param>
internal sealed record PlannedEntry(RouteModel Route, string Host, string Path, int Registration);
