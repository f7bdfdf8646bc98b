namespace RouteGen.Generators.Parsing;

/// <summary>Meaning of a name.</summary>
/// <param name="Name">The name, as it is written.</param>
/// <param name="Meaning">What it means; null: nothing of ours.</param>
internal sealed record NameFact(string Name, string? Meaning);
