using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>Facts from the compiler about a class declaration, and about the names in it that plain handlers use.</summary>
/// <param name="FullName">The class, as C# writes it from anywhere.</param>
/// <param name="Prefix">What its patterns begin with.</param>
/// <param name="Mux">The mux that it is; null: none.</param>
/// <param name="Middleware">What stands in front of its handlers.</param>
/// <param name="Attributes">Each name of an attribute that registers a handler, with its method.</param>
/// <param name="Others">Each name of an attribute that says nothing about routes.</param>
/// <param name="Types">Each name of a type that we know, with its name.</param>
internal sealed record ScopeFacts(
    string FullName,
    string Prefix,
    MuxModel? Mux,
    EquatableArray<MiddlewareModel> Middleware,
    EquatableArray<NameFact> Attributes,
    EquatableArray<string> Others,
    EquatableArray<NameFact> Types)
{
    /// <summary>The method that an attribute adds, empty if none; null: it is not ours.</summary>
    internal string? MethodOf(string attribute) => Find(Attributes, attribute);

    /// <summary>The name of the type that is meant, such as <see cref="KnownNames.Request"/>; null: it is not ours.</summary>
    internal string? TypeOf(string name) => Find(Types, name);

    private static string? Find(EquatableArray<NameFact> facts, string name)
    {
        for (var index = 0; index < facts.Count; index++)
            if (facts[index].Name == name) return facts[index].Meaning;
        return null;
    }
}
