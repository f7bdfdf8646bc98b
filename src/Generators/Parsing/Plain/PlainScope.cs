using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// A class declaration and its plain handlers. A name has the same meaning in all of them. Compared by reference, and kept until the file
/// changes.
/// </summary>
internal sealed class PlainScope
{
    private PlainScope(TypeDeclarationSyntax syntax, PlainHandler[] handlers)
    {
        Syntax = syntax;
        Handlers = handlers;
        RouteCount = handlers.Sum(static handler => handler.Routes.Length);
        var (attributes, others, types) = (new Firsts<PlainRoute>(), new Firsts<AttributeSyntax>(), new Firsts<IdentifierNameSyntax>());
        foreach (var handler in handlers)
        {
            foreach (var route in handler.Routes) attributes.Add(route.AttributeName, route);
            foreach (var other in handler.Others) others.Add(other.Name.ToString(), other);
            foreach (var parameter in handler.Syntax.ParameterList.Parameters) AddType(parameter.Type);
            AddType(handler.Syntax.ReturnType);
        }

        (Attributes, Others, Types) = (attributes.ToArray(), others.ToArray(), types.ToArray());

        void AddType(TypeSyntax? type)
        {
            if (type is IdentifierNameSyntax name) types.Add(name.Identifier.ValueText, name);
        }
    }

    internal TypeDeclarationSyntax Syntax { get; }

    internal PlainHandler[] Handlers { get; }

    internal int RouteCount { get; }

    /// <summary>The first attribute with each name that seems to register a route.</summary>
    internal PlainRoute[] Attributes { get; }

    /// <summary>The first attribute with each name that does not seem to register a route.</summary>
    internal AttributeSyntax[] Others { get; }

    /// <summary>The first occurrence of each type name.</summary>
    internal IdentifierNameSyntax[] Types { get; }

    /// <summary>
    /// The last result with the facts from which it was made, or null for none. The compiler caches results by the index of a file, so
    /// after a file is added it runs this step again for all later files.
    /// </summary>
    internal Tuple<ScopeFacts, PlainResult>? Last { get; set; }

    /// <summary>Reads a class declaration.</summary>
    /// <param name="syntax">The declaration.</param>
    /// <param name="methods">The plain handlers in the declaration.</param>
    internal static PlainScope Read(TypeDeclarationSyntax syntax, IEnumerable<MethodDeclarationSyntax> methods) =>
        new(syntax, [.. methods.Select(PlainHandler.Read)]);

    // Collects the first value for each name, in the order of addition.
    private sealed class Firsts<T>
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly List<T> _firsts = [];

        internal void Add(string name, T value)
        {
            if (_names.Add(name)) _firsts.Add(value);
        }

        internal T[] ToArray() => [.. _firsts];
    }
}
