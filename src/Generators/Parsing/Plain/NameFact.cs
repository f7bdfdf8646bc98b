namespace RouteGen.Generators.Parsing;

/// <summary>The meaning of a name in a class declaration.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Meaning">The meaning, or null if the name means nothing that the generator knows.</param>
internal sealed record NameFact(string Name, string? Meaning);
