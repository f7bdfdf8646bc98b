using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>Awaits a part of the answer, in a method that becomes asynchronous (RG0106).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitAnswerFix() : SyntaxFix(DiagnosticIds.UnawaitedAnswer)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call) return null;
        var awaited = SyntaxFactory.AwaitExpression(call.WithoutLeadingTrivia()).WithLeadingTrivia(call.GetLeadingTrivia());
        // A lambda's delegate decides on its type, so only that of a method can be changed here.
        if (call.Ancestors().FirstOrDefault(static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax)
            is not MethodDeclarationSyntax method) return null;
        var changed = method.ReplaceNode(call, awaited);
        if (!method.Modifiers.Any(SyntaxKind.AsyncKeyword)) changed = MakeAsync(changed);
        return ("Await the call", method, changed);
    }

    private static MethodDeclarationSyntax MakeAsync(MethodDeclarationSyntax method)
    {
        if (method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            var task = SyntaxFactory.ParseTypeName("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType).WithAdditionalAnnotations(Simplifier.Annotation);
            method = method.WithReturnType(task);
        }

        return (MethodDeclarationSyntax)Modifiers.Append(method, SyntaxKind.AsyncKeyword);
    }
}
