namespace RouteGen.Generators.Parsing;

/// <summary>Meaning of a name.</summary>
/// <param name="Name">The name, as it is written.</param>
/// <param name="Meaning">Its meaning, or null if it is none of ours.</param>
internal sealed record NameFact(string Name, string? Meaning);
