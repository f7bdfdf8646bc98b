using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>The attributes that register a handler, and the HTTP method that each one adds to its pattern.</summary>
internal static class RouteAttributes
{
    private const string Suffix = "Attribute";

    private static readonly (string Name, string Method)[] s_all =
    [
        ("HandleFuncAttribute", ""), ("GetAttribute", "GET"), ("PostAttribute", "POST"), ("PutAttribute", "PUT"),
        ("DeleteAttribute", "DELETE"),
        ("PatchAttribute", "PATCH"), ("HeadAttribute", "HEAD"), ("OptionsAttribute", "OPTIONS"),
    ];

    /// <summary>The metadata names of the attributes.</summary>
    internal static IEnumerable<string> MetadataNames => s_all.Select(static attribute => "RouteGen." + attribute.Name);

    /// <summary>Returns true if an attribute registers a handler.</summary>
    internal static bool Contains(AttributeData attribute) => MethodOf(attribute) is not null;

    /// <summary>
    /// Returns the pattern that an attribute registers, or null if the attribute registers none or has an invalid argument.
    /// </summary>
    internal static string? PatternOf(ISymbol handler, AttributeData attribute) =>
        TextOf(attribute) is { } text ? PatternPrefixes.Apply(handler, text) : null;

    /// <summary>Returns the pattern like <see cref="PatternOf"/>, but without the prefixes of classes.</summary>
    internal static string? TextOf(AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        if (MethodOf(attribute) is not { } method || arguments.Length != 1 || arguments[0].Kind != TypedConstantKind.Primitive) return null;
        if (arguments[0].Value is not string text) return null;
        return WithMethod(method, text);
    }

    /// <summary>Returns the argument of an attribute, preceded by the attribute's method.</summary>
    internal static string WithMethod(string method, string text) => method.Length == 0 ? text : method + " " + text;

    /// <summary>Returns true if a name in brackets may mean an attribute that registers a handler.</summary>
    internal static bool IsShortName(string name)
    {
        foreach (var (full, _) in s_all)
            if (full.StartsWith(name, StringComparison.Ordinal)
                && (full.Length == name.Length || full.Length == name.Length + Suffix.Length)) return true;
        return false;
    }

    /// <summary>Returns the type that an attribute names as the mux, or null if it names none.</summary>
    internal static INamedTypeSymbol? MuxOf(AttributeData attribute)
    {
        foreach (var argument in attribute.NamedArguments)
            if (argument.Key == "Mux") return argument.Value.Value as INamedTypeSymbol;
        return null;
    }

    private static string? MethodOf(AttributeData attribute) => attribute.AttributeClass is { } type ? MethodOf(type) : null;

    /// <summary>
    /// Returns the method that an attribute adds to its pattern: empty for <c>[HandleFunc]</c>, and null for other types.
    /// </summary>
    internal static string? MethodOf(INamedTypeSymbol type)
    {
        if (type.Arity != 0 || !KnownNames.IsInRouteGen(type)) return null;
        foreach (var (name, method) in s_all)
            if (type.Name == name) return method;
        return null;
    }
}
