// The middleware of the assembly, which stands in front of all handlers of the default mux, and so in front of its own responses. Each file
// with such an attribute finds that of all files.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    private static IncrementalValueProvider<EquatableArray<MiddlewareModel>> AssemblyMiddleware(
        IncrementalGeneratorInitializationContext context, Reports reports)
    {
        var found = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.UseTypeAttribute,
                static (node, _) => node is CompilationUnitSyntax,
                Guard.Attributed(TrackingNames.AssemblyMiddleware, Parse, static problem => new MuxResult(null, new([problem]))))
            .WithTrackingName(TrackingNames.AssemblyMiddleware);
        reports.Add(found.Select(static (result, _) => result.Problems));
        return found.Collect()
            .Select(static (results, _) => results.IsEmpty ? EquatableArray<MiddlewareModel>.Empty : results[0].Middleware);

        static MuxResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
            new(null, EquatableArray<DiagnosticInfo>.Empty, MiddlewareParser.ParseAssembly(context.SemanticModel.Compilation));
    }
}
