using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>The fix that replaces a blocking wait for a task with a call of the synchronous form (RG0402).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BlockingCallFix() : SyntaxFix(DiagnosticIds.BlockingCall)
{
    private const string Suffix = "Async";

    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        if (node is not ExpressionSyntax wait || CallIn(wait) is not { } call) return null;
        var name = call.Expression is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)call.Expression;
        var twin = name.Identifier.ValueText.Substring(0, name.Identifier.ValueText.Length - Suffix.Length);
        var changed = call.ReplaceToken(name.Identifier, SyntaxFactory.Identifier(twin).WithTriviaFrom(name.Identifier));
        return ($"Call {twin}", wait, changed.WithLeadingTrivia(wait.GetLeadingTrivia()).WithTrailingTrivia(wait.GetTrailingTrivia()));
    }

    // Returns the call on whose task .Result, .Wait() or .GetResult() blocks, or null if something else, such as "?.", is in between.
    private static InvocationExpressionSyntax? CallIn(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    continue;
                case InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Wait" or "GetAwaiter" or "GetResult" or "AsTask" or "ConfigureAwait",
                    } chained,
                }:
                    expression = chained.Expression;
                    continue;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result:
                    expression = result.Expression;
                    continue;
                default:
                    return expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or SimpleNameSyntax } call
                        && call.Expression.GetLastToken().ValueText.EndsWith(Suffix, StringComparison.Ordinal) ? call : null;
            }
        }
    }
}
