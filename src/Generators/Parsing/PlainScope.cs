using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// One declaration of a class with the plain handlers in it: in all of them a name means the same. Equal to itself alone, and kept until
/// its file changes.
/// </summary>
internal sealed class PlainScope
{
    private PlainScope(TypeDeclarationSyntax syntax, PlainHandler[] handlers)
    {
        Syntax = syntax;
        Handlers = handlers;
        RouteCount = handlers.Sum(static handler => handler.Routes.Length);
        Attributes =
            [.. handlers.SelectMany(static handler => handler.Routes).GroupBy(static route => route.AttributeName)
                .Select(static routes => routes.First())];
        Others =
            [.. handlers.SelectMany(static handler => handler.Others).GroupBy(static attribute => attribute.Name.ToString())
                .Select(static attributes => attributes.First())];
        Types =
            [.. handlers.SelectMany(static handler => TypesOf(handler.Syntax)).GroupBy(static name => name.Identifier.ValueText)
                .Select(static names => names.First())];
    }

    internal TypeDeclarationSyntax Syntax { get; }

    internal PlainHandler[] Handlers { get; }

    internal int RouteCount { get; }

    /// <summary>The first of each name of an attribute.</summary>
    internal PlainRoute[] Attributes { get; }

    /// <summary>The first of each name of an attribute that says nothing about routes, as it seems.</summary>
    internal AttributeSyntax[] Others { get; }

    /// <summary>The first of each name of a type.</summary>
    internal IdentifierNameSyntax[] Types { get; }

    /// <summary>True if a node is a class with plain handlers. Asked about every node of a changed file.</summary>
    internal static bool IsCandidate(SyntaxNode node)
    {
        if (node is not TypeDeclarationSyntax type) return false;
        foreach (var member in type.Members)
            if (PlainHandler.IsPlain(member)) return true;
        return false;
    }

    internal static PlainScope Read(TypeDeclarationSyntax syntax) =>
        new(
            syntax,
            [.. syntax.Members.Where(PlainHandler.IsPlain).Select(static member => PlainHandler.Read((MethodDeclarationSyntax)member))]);

    private static IEnumerable<IdentifierNameSyntax> TypesOf(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType).OfType<IdentifierNameSyntax>();
}
