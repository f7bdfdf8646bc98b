// Reads plain handlers into models, with the same results as HandlerParser (tests compare the two). Methods that turn out not to be
// handlers, or that have a problem other than mismatched path values, are left to HandlerParser.
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
        if (result.Facts is not { } facts)
            return new(HandlerResult.None, Array.ConvertAll(result.Scope.Handlers, static handler => handler.Syntax));
        if (result.Scope.Last is { } last && last.Item1.Equals(facts)) return last.Item2;
        var read = ReadAll(result.Scope, facts, cancellationToken);
        result.Scope.Last = new(facts, read);
        return read;
    }

    private static PlainResult ReadAll(PlainScope scope, ScopeFacts facts, CancellationToken cancellationToken)
    {
        var registrations = new List<Registration>(scope.RouteCount);
        var problems = new List<DiagnosticInfo>();
        var others = new List<MethodDeclarationSyntax>();
        foreach (var handler in scope.Handlers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryParse(handler, scope.Syntax.Identifier.ValueText, facts, registrations, problems)) others.Add(handler.Syntax);
        }

        return new(new(new(registrations.ToArray()), new([.. problems])), [.. others]);
    }

    private static bool TryParse(
        PlainHandler handler, string type, ScopeFacts facts, List<Registration> registrations, List<DiagnosticInfo> problems)
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

        if (handler.Reads is { } reads && PathValueProblems.HasAny(patterns, reads))
        {
            if (reads.IsOpen) return false;
            var located = patterns.Select((pattern, index) => (pattern, handler.Routes[index].ArgumentLocation)).ToList();
            PathValueProblems.Add(
                type + "." + handler.Name, located, patterns, reads, isFirst: true, facts.Middleware.Count != 0, problems);
        }

        var route = HandlerParser.RouteOf(facts.FullName, facts.DisplayName, handler.Name, handler.IsStatic, shape, facts.Middleware);
        for (var index = 0; index < patterns.Length; index++)
            registrations.Add(new(route.With(patterns[index], facts.Mux), handler.Routes[index].Location));
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
