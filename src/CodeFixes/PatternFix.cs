using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Routing;

namespace RouteGen.CodeFixes;

/// <summary>
/// Writes the clean form of a pattern (RG0002), or adds the slash that its path begins with (RG0001), or what other routers write otherwise
/// (RG0004).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PatternFix() : SyntaxFix(DiagnosticIds.InvalidPattern, DiagnosticIds.UncleanPattern, DiagnosticIds.MisreadPattern)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        // A constant that is declared elsewhere is not changed: others may use it. Nor is a part of a concatenation: the rest is written
        // elsewhere, too.
        var expression = node switch
        {
            AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            AttributeArgumentSyntax argument => argument.Expression,
            ArgumentSyntax argument => argument.Expression,
            _ => node,
        };
        while (expression is ParenthesizedExpressionSyntax parenthesized) expression = parenthesized.Expression;
        if (expression is not LiteralExpressionSyntax literal || literal.Parent is BinaryExpressionSyntax
            || literal.Token.Value is not string pattern) return null;
        if ((PatternHabits.Suggest(pattern) ?? CleanPattern.Of(pattern)) is not { } clean || clean == pattern) return null;
        var text = SyntaxFactory.Literal(clean).WithTriviaFrom(literal.Token);
        return ($"Write \"{clean}\"", literal, literal.WithToken(text));
    }
}
