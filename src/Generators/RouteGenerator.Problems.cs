// Reports problems. Problems have locations, unlike the values from which the tables are written.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    private static void ReportMountProblems(
        Reports reports, IncrementalValuesProvider<MountResult> mounts, IncrementalValueProvider<MountedRoutes> mounted)
    {
        reports.Add(mounts.Select(static (mount, _) => mount.Problems));
        reports.Add(mounted.Select(static (mounted, _) => mounted.Problems));
    }

    private static void ReportChecks(
        NodeFinder nodes,
        Reports reports,
        string attribute,
        Func<AttributedNode, CancellationToken, EquatableArray<DiagnosticInfo>> check)
    {
        var problems = nodes
            .Attributed(
                [attribute], Carriers.All,
                Guard.Attributed(TrackingNames.Checks, check, static problem => new EquatableArray<DiagnosticInfo>([problem])))
            .WithTrackingName(TrackingNames.Checks);
        reports.Add(problems);
    }

    private static void ReportSentAttributes(NodeFinder nodes, Reports reports)
    {
        var problems = nodes
            .SentAttributes(static (node, model, cancellationToken) => Guard.Run(
                TrackingNames.Checks,
                node,
                () => SentAttributes.Check(node, model, cancellationToken),
                static problem => new EquatableArray<DiagnosticInfo>([problem])))
            .WithTrackingName(TrackingNames.Checks);
        reports.Add(problems);
    }

    private static void ReportProblems(
        IncrementalGeneratorInitializationContext context,
        Reports reports,
        IncrementalValuesProvider<HandlerResult>[] kinds,
        IncrementalValuesProvider<MuxResult> muxes,
        IncrementalValuesProvider<(MuxPlan Plan, EquatableArray<Registration> Registrations)> planned)
    {
        foreach (var handlers in kinds) reports.Add(handlers.Select(static (handler, _) => handler.Problems));
        reports.Add(muxes.Select(static (mux, _) => mux.Problems));
        reports.Add(
            planned.Guarded(context, TrackingNames.Conflicts, static (pair, _) => ConflictLocator.Locate(pair.Plan, pair.Registrations)));
    }

    private static void ReportMuxCalls(
        IncrementalGeneratorInitializationContext context,
        Reports reports,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValueProvider<EquatableArray<MuxCall>> calls) =>
        reports.Add(registrations.Combine(calls)
            .Guarded(
                context, TrackingNames.ProgramProblems, static (pair, _) => MuxCallProblems.Of(pair.Left, pair.Right),
                EquatableArray<DiagnosticInfo>.Empty));

    // Reports one error for the project. No code is generated, because the compiler would reject each line of it.
    private static void ReportOldLanguage(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValuesProvider<MuxResult> muxes,
        IncrementalValueProvider<MuxSettings> settings)
    {
        var hasRoutes = registrations.Select(static (all, _) => all.Count != 0 ? "routes" : "")
            .Combine(muxes.Collect().Select(static (all, _) => all.IsEmpty ? "" : "muxes"));
        context.RegisterSourceOutput(hasRoutes.Combine(settings), static (output, parts) =>
        {
            var ((routes, muxes), settings) = parts;
            if (settings.OldLanguage.Length == 0 || routes.Length + muxes.Length == 0) return;
            output.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.OldLanguage, Location.None, settings.OldLanguage));
        });
    }
}
