// Reads a call that registers an object of a class with [ServeMux] of the same project, such as Http.Handle("/x/", new Api()). Here the
// class is not yet an IHandler, so the compiler may not have bound the call, and only its syntax is read.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class MuxCallParser
{
    /// <summary>
    /// Reads a call of <c>Handle</c> on the default mux. Returns null if it registers another handler, or may not run, or if its pattern
    /// cannot be the path of a mount.
    /// </summary>
    internal static MuxCall? Parse(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (ArgumentOf(call, 0, "pattern") is not { } pattern || ArgumentOf(call, 1, "handler") is not { } handler) return null;
        if (!IsUnconditional(call) || ConstantOf(pattern, model, cancellationToken) is not { } text
            || !RoutePattern.TryParse(text, out var parsed, out _)) return null;
        if (!parsed!.HasTail || parsed.Method.Length != 0 || parsed.Path.IndexOf('{') >= 0) return null;
        var stripped = StrippedBy(handler, parsed, model, cancellationToken);
        if (TypeOf(stripped ?? handler, model, cancellationToken) is not { } type) return null;
        if (MuxParser.Find(type, cancellationToken) is not { } mux) return null;
        var hasMiddleware = MiddlewareParser.CountOf(model.Compilation.Assembly) != 0;
        return new(text, mux, type.Name, stripped is not null, hasMiddleware, LocationInfo.From(pattern.GetLocation()));
    }

    // Returns the inner handler of Http.StripPrefix("/x", handler), if it strips what a mount at the path of the pattern strips.
    private static ExpressionSyntax? StrippedBy(
        ExpressionSyntax handler, RoutePattern pattern, SemanticModel model, CancellationToken cancellationToken)
    {
        if (handler is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: 2 } call
            || MethodOf(call, model, cancellationToken) is not { Name: "StripPrefix", ContainingType: { Name: "Http" } type }
            || !KnownNames.IsInRouteGen(type)) return null;
        return ArgumentOf(call, 0, "prefix") is { } prefix && ArgumentOf(call, 1, "handler") is { } inner
            && ConstantOf(prefix, model, cancellationToken) is { } text && text.TrimEnd('/') == pattern.Path.TrimEnd('/')
                ? inner
                : null;
    }

    /// <summary>Returns the method that a call names, also if the arguments do not match its parameters.</summary>
    internal static IMethodSymbol? MethodOf(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var info = model.GetSymbolInfo(call, cancellationToken);
        return (info.Symbol ?? (info.CandidateSymbols.Length == 1 ? info.CandidateSymbols[0] : null)) as IMethodSymbol;
    }

    private static INamedTypeSymbol? TypeOf(ExpressionSyntax handler, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(handler, cancellationToken).Type is INamedTypeSymbol type
        && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly)
            ? type
            : null;

    private static string? ConstantOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetConstantValue(expression, cancellationToken) is { HasValue: true, Value: string text } ? text : null;

    private static ExpressionSyntax? ArgumentOf(InvocationExpressionSyntax call, int index, string name)
    {
        var arguments = call.ArgumentList.Arguments;
        foreach (var argument in arguments)
            if (argument.NameColon?.Name.Identifier.ValueText == name) return argument.Expression;
        return index < arguments.Count && arguments[index].NameColon is null ? arguments[index].Expression : null;
    }

    // A mount is always in the table, so it does not replace a call that may not run or that runs for several objects.
    private static bool IsUnconditional(SyntaxNode call)
    {
        for (var node = call.Parent; node is not (null or MemberDeclarationSyntax or AccessorDeclarationSyntax); node = node.Parent)
        {
            if (node is not (ExpressionStatementSyntax or BlockSyntax or ArrowExpressionClauseSyntax or TryStatementSyntax
                or UsingStatementSyntax or LockStatementSyntax)) return false;
        }

        return true;
    }
}
