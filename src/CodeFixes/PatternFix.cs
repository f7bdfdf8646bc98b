using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>Writes the clean form of a pattern (RG0002), or adds the slash that its path begins with (RG0001).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PatternFix() : SyntaxFix(DiagnosticIds.InvalidPattern, DiagnosticIds.UncleanPattern)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node)
    {
        // A constant that is declared elsewhere is not changed from here: others may use it.
        var literal = node.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression));
        if (literal?.Token.Value is not string pattern || CleanPattern.Of(pattern) is not { } clean || clean == pattern) return null;
        var text = SyntaxFactory.Literal(clean).WithTriviaFrom(literal.Token);
        return ($"Write \"{clean}\"", literal, literal.WithToken(text));
    }
}
