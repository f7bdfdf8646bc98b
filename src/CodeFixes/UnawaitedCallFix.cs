using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>
/// The fix that awaits a task which writes to the response (RG0106) or runs the server (RG0403), and makes the method asynchronous if
/// needed.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnawaitedCallFix() : SyntaxFix(DiagnosticIds.UnawaitedCall, DiagnosticIds.UnawaitedServer)
{
    private const string Title = "Await the call";

    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call) return null;
        var awaited = SyntaxFactory.AwaitExpression(call.WithoutLeadingTrivia()).WithLeadingTrivia(call.GetLeadingTrivia());
        var around = call.Ancestors().FirstOrDefault(
            static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax
                or GlobalStatementSyntax);
        if (around is null || !MayAwait(call, around)) return null;

        // The compiler makes the method of top-level statements asynchronous if they contain an await.
        if (around is GlobalStatementSyntax) return (Title, call, awaited);

        // Only methods are changed. The return type of a lambda is determined by its delegate.
        if (around is not MethodDeclarationSyntax method) return null;
        var isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        if (!isAsync && !MayBecomeAsync(method, model)) return null;

        if (isAsync) return (Title, method, method.ReplaceNode(call, awaited));
        var tracked = method.TrackNodes([call, .. AsyncReturns.In(method)]);
        var changed = tracked.ReplaceNode(tracked.GetCurrentNode(call)!, awaited);
        foreach (var statement in AsyncReturns.In(method)) changed = AsyncReturns.Rewrite(changed, changed.GetCurrentNode(statement)!);
        return (Title, method, MakeAsync(changed));
    }

    // C# does not allow await in a lock, in unsafe code, or in an exception filter.
    private static bool MayAwait(SyntaxNode call, SyntaxNode around) =>
        !((around as MethodDeclarationSyntax)?.Modifiers.Any(SyntaxKind.UnsafeKeyword) ?? false)
        && !call.Ancestors().TakeWhile(ancestor => ancestor != around).Any(
            static ancestor => ancestor is LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or FixedStatementSyntax);

    private static bool MayBecomeAsync(MethodDeclarationSyntax method, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(method) is not { } symbol
            || symbol.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)) return false;
        if (method.DescendantNodes().OfType<YieldStatementSyntax>().Any()) return false;
        if (symbol.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 })
            return AsyncReturns.In(method).All(AsyncReturns.MayRewrite);
        // The return type changes, so no base class, interface or other declaration may determine it.
        return symbol is
        {
            ReturnsVoid: true, IsVirtual: false, IsAbstract: false, IsOverride: false, PartialDefinitionPart: null,
            PartialImplementationPart: null
        }
            && !Inherited.IsImplementation(symbol);
    }

    private static MethodDeclarationSyntax MakeAsync(MethodDeclarationSyntax method)
    {
        if (method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            var task = SyntaxFactory.ParseTypeName("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType)
                .WithAdditionalAnnotations(Simplifier.Annotation);
            method = method.WithReturnType(task);
        }

        return (MethodDeclarationSyntax)Modifiers.Append(method, SyntaxKind.AsyncKeyword);
    }
}
