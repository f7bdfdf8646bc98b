// Finds handlers. The compiler discards its bindings after any edit. Reading methods by their symbols would bind the attributes of every
// method again, so plain handlers are read from their syntax, and only the few other methods by their symbols.
//
//   classes with plain handlers -- PlainScopes -- ScopeFacts -- routes -----------------------+-- Handlers
//     (text; until the file changes)  (names, after every edit; equal while they mean the same)  |
//                                                          +-- methods with a problem ----------+
//   every other method with an attribute of RouteGen -------------------------------------------+
//
// Scopes contain syntax, which is an exception to the rule for values between steps. A node is the same object until its file changes, so
// later steps need not run. A scope keeps no compilation alive except the latest one.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    /// <summary>The name, for <see cref="Guard.Probe"/>, of the step that reads a scope's methods with a problem.</summary>
    internal const string Others = "Others";

    private static IncrementalValuesProvider<HandlerResult>[] Handlers(IncrementalGeneratorInitializationContext context, NodeFinder nodes)
    {
        var plain = nodes.Scopes
            .WithTrackingName(TrackingNames.PlainScopes)
            .Combine(context.CompilationProvider)
            .Select(static (pair, cancellationToken) => Guard.Run(
                TrackingNames.ScopeFacts, pair.Left.Syntax, () => ScopeFactsReader.Ask(pair.Left, pair.Right, cancellationToken),
                problem => new ScopeResult(pair.Left, null, problem)))
            .WithTrackingName(TrackingNames.ScopeFacts)
            .Select(static (result, cancellationToken) => Guard.Run(
                TrackingNames.PlainHandlers, result.Scope.Syntax, () => PlainHandlerParser.Parse(result, cancellationToken),
                static problem => new PlainResult(HandlerResult.Failed(problem), [])))
            .WithTrackingName(TrackingNames.PlainHandlers);
        var problematic = plain.Where(static result => result.Others.Length != 0)
            .Combine(context.CompilationProvider)
            .SelectMany(static (pair, cancellationToken) => pair.Left.Others.SelectMany(method => Guard.Run<HandlerResult[]>(
                Others, method, () => [.. HandlerParser.ParseAll(method, pair.Right, cancellationToken)],
                static problem => [HandlerResult.Failed(problem)])));
        var others = nodes.Attributed(
            [.. RouteAttributes.MetadataNames], Carriers.OtherThanPlain,
            Guard.Attributed(TrackingNames.Handlers, HandlerParser.Parse, HandlerResult.Failed));
        return [.. new[] { others, plain.Select(static (result, _) => result.Handlers), problematic }
            .Select(static handlers => handlers.WithTrackingName(TrackingNames.Handlers))];
    }
}
