// Reads plain handlers into values, with the same results as HandlerParser (tests compare the two). HandlerParser reads the methods that
// turn out not to be handlers or to have a problem.
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class PlainHandlerParser
{
    /// <summary>Reads the plain handlers of a class declaration.</summary>
    internal static PlainResult Parse(ScopeResult result, CancellationToken cancellationToken)
    {
        if (result.Problem is { } problem) return new(HandlerResult.Failed(problem), []);
        var registrations = new List<Registration>(result.Scope.RouteCount);
        var others = new List<MethodDeclarationSyntax>();
        foreach (var handler in result.Scope.Handlers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (result.Facts is null || !TryParse(handler, result.Facts, registrations)) others.Add(handler.Syntax);
        }

        return new(new(new(registrations.ToArray()), EquatableArray<DiagnosticInfo>.Empty), [.. others]);
    }

    private static bool TryParse(PlainHandler handler, ScopeFacts facts, List<Registration> registrations)
    {
        if (facts.TypeOf(handler.ParameterTypes[0]) != KnownNames.ResponseWriter
            || facts.TypeOf(handler.ParameterTypes[1]) != KnownNames.Request) return false;
        if (facts.Mux is null && !(handler.IsStatic && handler.IsInternal)) return false;
        if (ShapeOf(handler, facts) is not { } shape) return false;
        foreach (var attribute in handler.Others)
            if (!facts.Others.Contains(attribute.Name.ToString())) return false;
        var patterns = new RoutePattern[handler.Routes.Length];
        for (var index = 0; index < patterns.Length; index++)
        {
            if (PatternOf(handler.Routes[index], facts) is not { } pattern) return false;
            patterns[index] = pattern;
        }

        if (handler.Reads is { } reads && PathValueProblems.HasAny(patterns, reads)) return false;
        var route = HandlerParser.RouteOf(facts.FullName, handler.Name, handler.IsStatic, shape, facts.Middleware) with { Mux = facts.Mux };
        for (var index = 0; index < patterns.Length; index++)
            registrations.Add(new(route with { Pattern = patterns[index].Text }, handler.Routes[index].Location));
        return true;
    }

    private static HandlerShape? ShapeOf(PlainHandler handler, ScopeFacts facts)
    {
        if (handler.ReturnType is null) return HandlerShape.Void;
        return facts.TypeOf(handler.ReturnType) switch
        {
            KnownNames.Task => HandlerShape.Task,
            KnownNames.ValueTask => HandlerShape.ValueTask,
            _ => null,
        };
    }

    private static RoutePattern? PatternOf(PlainRoute route, ScopeFacts facts)
    {
        if (facts.MethodOf(route.AttributeName) is not { } method) return null;
        var text = RouteAttributes.WithMethod(method, route.Text);
        return !PatternPrefixes.AreTwoHosts(facts.Prefix, text)
            && RoutePattern.TryParse(PatternPrefixes.Insert(text, facts.Prefix), out var pattern, out _)
            && PatternHabits.FindIn(pattern!) is null ? pattern : null;
    }
}
