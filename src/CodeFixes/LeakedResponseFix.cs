using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>The fix that disposes a response at the end of its variable's scope, or immediately if it has no variable (RG0401).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LeakedResponseFix() : SyntaxFix(DiagnosticIds.LeakedResponse)
{
    private const string Title = "Dispose the response";

    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        var statement = node.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is ExpressionStatementSyntax dropped)
        {
            var value = SyntaxFactory.ParenthesizedExpression(dropped.Expression.WithoutTrivia());
            var dispose = SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, value, SyntaxFactory.IdentifierName("Dispose"));
            return (Title, dropped, dropped.WithExpression(SyntaxFactory.InvocationExpression(dispose).WithTriviaFrom(dropped.Expression)));
        }

        // "var code = (await ...).StatusCode;" has no variable for the response.
        if (statement is not LocalDeclarationStatementSyntax local || local.Declaration.Variables.Count != 1) return null;
        if (local.Declaration.Variables[0].Initializer?.Value is not { } initial) return null;
        if (initial.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
            .Any(access => access.Contains(node) && access.Expression is ParenthesizedExpressionSyntax)) return null;
        var first = local.GetFirstToken();
        var declaration = local.ReplaceToken(first, first.WithLeadingTrivia());
        var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(first.LeadingTrivia)
            .WithTrailingTrivia(SyntaxFactory.Space);
        return (Title, local, declaration.WithUsingKeyword(keyword));
    }
}
