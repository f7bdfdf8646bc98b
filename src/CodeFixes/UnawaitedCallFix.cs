using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>
/// The fix that awaits a task which writes to the response (RG0106), runs the server (RG0403) or is of another call (RG0404), and makes the
/// method asynchronous if needed.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnawaitedCallFix() : SyntaxFix(DiagnosticIds.UnawaitedCall, DiagnosticIds.UnawaitedServer, DiagnosticIds.DroppedTask)
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

    // C# does not allow await in a lock, in unsafe code, or in an exception filter. The result of a call after a question mark may be null.
    private static bool MayAwait(SyntaxNode call, SyntaxNode around) =>
        !call.Ancestors().OfType<MemberDeclarationSyntax>().Any(static member => member.Modifiers.Any(SyntaxKind.UnsafeKeyword))
        && !call.Ancestors().TakeWhile(ancestor => ancestor != around).Any(
            static ancestor => ancestor is LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or FixedStatementSyntax
                or ConditionalAccessExpressionSyntax);

    private static bool MayBecomeAsync(MethodDeclarationSyntax method, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(method) is not { } symbol
            || symbol.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)) return false;
        if (method.DescendantNodes().Any(node => node is YieldStatementSyntax || IsLocalReference(node, model))) return false;
        if (symbol.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 })
            return AsyncReturns.In(method).All(statement => AsyncReturns.MayRewrite(statement, model));
        // The return type changes, so no other declaration may determine it.
        return symbol.ReturnsVoid && Inherited.MayChange(symbol);
    }

    // Returns true for a local variable, such as a span, that cannot be used after an await.
    private static bool IsLocalReference(SyntaxNode node, SemanticModel model) =>
        node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax
        && model.GetDeclaredSymbol(node) is ILocalSymbol local && (local.Type.IsRefLikeType || local.RefKind != RefKind.None);

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
