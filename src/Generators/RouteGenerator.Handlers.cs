// The sources of handlers. After any edit the compiler forgets its bindings: a search for the methods with an attribute binds the
// attributes of every method again. So only the few methods that are not plain are searched for in that way.
//
//   classes with plain handlers -- PlainScopes -- ScopeFacts -- routes -----------------------+-- Handlers
//     (text; until the file changes)  (names, after every edit; equal while they mean the same)  |
//                                                          +-- methods with a problem ----------+
//   every other method with an attribute of ours -----------------------------------------------+
//
// The scopes hold syntax, contrary to the rule for values between steps: a node is the same object until its file changes, so the steps
// after it need not run. They hold no more than the compilation that the driver was given last.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    /// <summary>Name of the step that reads methods that are not plain, for <see cref="Guard.Probe"/>.</summary>
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
