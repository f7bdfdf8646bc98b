// Finds the middleware of the assembly, which runs before all handlers of the default mux and before the responses of the mux itself, such
// as 404. The first file with such an attribute yields the middleware of all files.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    private static IncrementalValueProvider<EquatableArray<MiddlewareModel>> AssemblyMiddleware(
        NodeFinder nodes, Reports reports)
    {
        var found = nodes
            .Attributed(
                [KnownNames.UseTypeAttribute],
                Carriers.Files,
                Guard.Attributed(TrackingNames.AssemblyMiddleware, Parse, static problem => new MuxResult(null, new([problem]))))
            .WithTrackingName(TrackingNames.AssemblyMiddleware);
        reports.Add(found.Select(static (result, _) => result.Problems));
        return found.Collect()
            .Select(static (results, _) => results.Select(static result => result.Middleware).FirstOrDefault(static all => all.Count != 0)
                ?? EquatableArray<MiddlewareModel>.Empty);

        static MuxResult Parse(AttributedNode context, CancellationToken cancellationToken) =>
            new(
                null, MiddlewareParser.FindHidden(context.Attributes, cancellationToken),
                MiddlewareParser.ParseAssembly(context.SemanticModel.Compilation, context.SemanticModel.SyntaxTree));
    }

    // Reports middleware of the assembly that covers no handler. The locations are separate values, so that the tables do not depend on
    // them.
    private static void ReportIdleMiddleware(
        IncrementalGeneratorInitializationContext context,
        NodeFinder nodes,
        Reports reports,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValuesProvider<MuxResult> muxes,
        IncrementalValueProvider<MuxSettings> settings)
    {
        // The middleware also covers the responses of a mux itself, so a mux without routes counts as well.
        var hasMux = muxes.Collect().Select(static (all, _) => all.Any(static result => result.Mux is not null) ? "muxes" : "");
        var places = nodes
            .Attributed(
                [KnownNames.UseTypeAttribute], Carriers.Files,
                Guard.Attributed(TrackingNames.AssemblyMiddleware, Places, static _ => EquatableArray<LocationInfo>.Empty))
            .WithTrackingName(TrackingNames.AssemblyMiddleware)
            .Collect();
        reports.Add(registrations.Combine(hasMux).Combine(places).Combine(settings)
            .Guarded(
                context, TrackingNames.ProgramProblems,
                static (parts, _) => parts.Left.Left.Right.Length != 0
                    ? EquatableArray<DiagnosticInfo>.Empty
                    : ProgramProblems.OfMiddleware(
                        parts.Left.Left.Left, parts.Left.Right.SelectMany(static file => file), parts.Right),
                EquatableArray<DiagnosticInfo>.Empty));

        static EquatableArray<LocationInfo> Places(AttributedNode context, CancellationToken cancellationToken) => new(
        [
            .. context.Attributes.Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken))
                .OfType<AttributeSyntax>()
                .Where(static syntax => ((AttributeListSyntax)syntax.Parent!).Target?.Identifier.ValueText == "assembly")
                .Select(static syntax => LocationInfo.From(syntax.GetLocation())),
        ]);
    }
}
