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
        // In "var code = (await ...).StatusCode;" or an argument, the response has no variable, and is not the value of the statement.
        var response = ResponseOf(node);
        var statement = response.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is ExpressionStatementSyntax dropped)
        {
            if (dropped.Expression != response) return null;
            var value = SyntaxFactory.ParenthesizedExpression(dropped.Expression.WithoutTrivia());
            var dispose = SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, value, SyntaxFactory.IdentifierName("Dispose"));
            return (Title, dropped, dropped.WithExpression(SyntaxFactory.InvocationExpression(dispose).WithTriviaFrom(dropped.Expression)));
        }

        // A using declaration is possible in a block, but not directly in a switch section or after a label.
        if (statement is not LocalDeclarationStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } local
            || local.Declaration.Variables.Count != 1 || local.Declaration.Variables[0].Initializer?.Value != response) return null;
        var first = local.GetFirstToken();
        var declaration = local.ReplaceToken(first, first.WithLeadingTrivia());
        var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(first.LeadingTrivia)
            .WithTrailingTrivia(SyntaxFactory.Space);
        return (Title, local, declaration.WithUsingKeyword(keyword));
    }

    // Returns the expression whose value is the response of a call: the call itself, awaited, or waited for.
    private static SyntaxNode ResponseOf(SyntaxNode call)
    {
        var value = call;
        while (true)
        {
            switch (value.Parent)
            {
                case AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax:
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" or "Result",
                } access when access.Expression == value:
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax waited } when waited == value && value != call:
                    value = value.Parent;
                    continue;
                default:
                    return value;
            }
        }
    }
}
