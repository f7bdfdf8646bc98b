using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>An attribute that registers a plain handler, read from its syntax.</summary>
internal sealed class PlainRoute(AttributeSyntax syntax)
{
    internal AttributeSyntax Syntax { get; } = syntax;

    internal string AttributeName { get; } = ((IdentifierNameSyntax)syntax.Name).Identifier.ValueText;

    internal string Text { get; } = ((LiteralExpressionSyntax)syntax.ArgumentList!.Arguments[0].Expression).Token.ValueText;

    /// <summary>Location of the pattern. Created on demand, because only problems need it.</summary>
    internal LocationInfo ArgumentLocation => LocationInfo.From(Syntax.ArgumentList!.Arguments[0].GetLocation());

    internal LocationInfo Location { get; } = LocationInfo.From(syntax.GetLocation());
}
