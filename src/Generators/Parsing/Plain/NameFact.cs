namespace RouteGen.Generators.Parsing;

/// <summary>
/// A name in a class declaration with its meaning: for an attribute, the HTTP method that it adds; for a type, the simple name of the type.
/// </summary>
/// <param name="Name">The name as written.</param>
/// <param name="Meaning">The HTTP method or the type's name. Null if the generator does not know the attribute or type.</param>
internal sealed record NameFact(string Name, string? Meaning);
