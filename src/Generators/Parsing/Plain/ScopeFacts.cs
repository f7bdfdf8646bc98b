using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>The compiler's facts about a class declaration and the names that its plain handlers use.</summary>
/// <param name="FullName">The fully qualified name of the class, as C# source.</param>
/// <param name="Prefix">The prefix of the patterns in the class.</param>
/// <param name="Mux">The class as a mux, or null if it is not a mux.</param>
/// <param name="Middleware">The middleware of the handlers.</param>
/// <param name="Attributes">The names of attributes that register a handler, each with the HTTP method that it adds.</param>
/// <param name="Others">The names of attributes that do not register routes.</param>
/// <param name="Types">The names of known types as written, each with the simple name of the type.</param>
internal sealed record ScopeFacts(
    string FullName,
    string Prefix,
    MuxModel? Mux,
    EquatableArray<MiddlewareModel> Middleware,
    EquatableArray<NameFact> Attributes,
    EquatableArray<string> Others,
    EquatableArray<NameFact> Types)
{
    /// <summary>The display name of the class.</summary>
    internal string DisplayName { get; } = TypeNames.ForPeople(FullName);

    /// <summary>
    /// Returns the HTTP method that an attribute adds, an empty string if it adds none, or null if it registers no route.
    /// </summary>
    internal string? MethodOf(string attribute) => Find(Attributes, attribute);

    /// <summary>Returns the type that a name means, such as <see cref="KnownNames.Request"/>, or null for an unknown type.</summary>
    internal string? TypeOf(string name) => Find(Types, name);

    private static string? Find(EquatableArray<NameFact> facts, string name)
    {
        for (var index = 0; index < facts.Count; index++)
            if (facts[index].Name == name) return facts[index].Meaning;
        return null;
    }
}
