using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>What the text of an attribute says that registers a plain handler.</summary>
internal sealed class PlainRoute(AttributeSyntax syntax)
{
    internal AttributeSyntax Syntax { get; } = syntax;

    internal string AttributeName { get; } = ((IdentifierNameSyntax)syntax.Name).Identifier.ValueText;

    internal string Text { get; } = ((LiteralExpressionSyntax)syntax.ArgumentList!.Arguments[0].Expression).Token.ValueText;

    internal LocationInfo Location { get; } = LocationInfo.From(syntax.GetLocation());
}
