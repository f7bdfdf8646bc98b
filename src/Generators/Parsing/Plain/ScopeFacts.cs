using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>Facts from the compiler about a class declaration, and about the names in it that plain handlers use.</summary>
/// <param name="FullName">The class, as C# writes it from anywhere.</param>
/// <param name="Prefix">The prefix of its patterns.</param>
/// <param name="Mux">The mux that the class is, or null for none.</param>
/// <param name="Middleware">The middleware in front of its handlers.</param>
/// <param name="Attributes">The names of attributes that register a handler, each with its method.</param>
/// <param name="Others">The names of attributes that do not register routes.</param>
/// <param name="Types">The names of types that we know, each with the type's own name.</param>
internal sealed record ScopeFacts(
    string FullName,
    string Prefix,
    MuxModel? Mux,
    EquatableArray<MiddlewareModel> Middleware,
    EquatableArray<NameFact> Attributes,
    EquatableArray<string> Others,
    EquatableArray<NameFact> Types)
{
    /// <summary>The method that an attribute adds, or empty if it adds none. Null if it is not ours.</summary>
    internal string? MethodOf(string attribute) => Find(Attributes, attribute);

    /// <summary>The name of the type that a name means, such as <see cref="KnownNames.Request"/>, or null if it is not ours.</summary>
    internal string? TypeOf(string name) => Find(Types, name);

    private static string? Find(EquatableArray<NameFact> facts, string name)
    {
        for (var index = 0; index < facts.Count; index++)
            if (facts[index].Name == name) return facts[index].Meaning;
        return null;
    }
}
