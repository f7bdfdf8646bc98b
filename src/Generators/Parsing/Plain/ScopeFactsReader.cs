// Asks the compiler about a class declaration with plain handlers. This step runs after every edit, because an edit in another file may
// change the meaning of a name. Each name is bound once, at the beginning of the class, where it has the same meaning as in the attributes
// and parameters of the methods.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class ScopeFactsReader
{
    /// <summary>Returns a declaration with its facts. The facts are null if the methods must be read from their symbols.</summary>
    internal static ScopeResult Ask(PlainScope scope, Compilation compilation, CancellationToken cancellationToken)
    {
        var model = compilation.GetSemanticModel(scope.Syntax.SyntaxTree);
        return new(
            scope,
            model.GetDeclaredSymbol(scope.Syntax, cancellationToken) is { } type ? FactsOf(scope, type, model, cancellationToken) : null);
    }

    private static ScopeFacts? FactsOf(PlainScope scope, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellationToken)
    {
        if (HandlerShapes.FindTypeProblem(type) is not null) return null;
        var mux = MuxParser.Find(type, cancellationToken);
        if (mux is null && (MuxParser.IsMarked(type) || HandlerShapes.FindTypesAccessProblem(type) is not null)) return null;
        if (MiddlewareParser.ParseAround(type, model.Compilation, cancellationToken) is not { } middleware
            || middleware.Any(one => one.Owner is not null && one.Owner != mux)) return null;
        return new(
            TypeNames.Of(type, model.Compilation),
            PatternPrefixes.Of(type),
            mux,
            middleware,
            new(
                [.. scope.Attributes.Select(route => new NameFact(route.AttributeName, MethodOf(route, scope, model)))
                    .Where(static fact => fact.Meaning is not null)]),
            new(
                [.. scope.Others.Where(attribute => IsOther(attribute, scope, model))
                    .Select(static attribute => attribute.Name.ToString())]),
            new(
                [.. scope.Types.Select(name => new NameFact(name.Identifier.ValueText, TypeOf(name, scope, model)))
                    .Where(static fact => fact.Meaning is not null)]));
    }

    private static string? MethodOf(PlainRoute route, PlainScope scope, SemanticModel model) =>
        model.GetSpeculativeSymbolInfo(PositionIn(scope), route.Syntax).Symbol is IMethodSymbol { Parameters.Length: 1 } constructor
            && constructor.Parameters[0].Type.SpecialType == SpecialType.System_String
            ? RouteAttributes.MethodOf(constructor.ContainingType)
            : null;

    private static bool IsOther(AttributeSyntax attribute, PlainScope scope, SemanticModel model) =>
        model.GetSpeculativeSymbolInfo(PositionIn(scope), attribute).Symbol is IMethodSymbol { ContainingType: var type }
            && !KnownNames.IsInRouteGen(type)
            && !KnownNames.ForbidsDelegates(type);

    private static string? TypeOf(SyntaxNode name, PlainScope scope, SemanticModel model) =>
        model.GetSpeculativeTypeInfo(PositionIn(scope), name, SpeculativeBindingOption.BindAsTypeOrNamespace).Type is { } type
        ? KnownNames.MeaningOf(type)
        : null;

    private static int PositionIn(PlainScope scope) => scope.Syntax.OpenBraceToken.SpanStart;
}
