// The pipeline and nothing else. Parse, plan, emit; between them only values (Model/), so that a step whose input is equal is not
// run again. They are objects, and none is a struct: EquatableArray.cs says why. Where Handlers come from: RouteGenerator.Handlers.cs;
// what is written: RouteGenerator.Tables.cs; what is reported: RouteGenerator.Problems.cs and Reports.cs. A step that throws: Guard.cs.
//
//   Handlers --+-- problems of single methods
//              +-- MountedRoutes -- Registrations --+-- Routes --+  (and Lines: RouteGenerator.Lines.cs)
//   Mounts ----+-- problems of mounts                            |
//   Muxes -----+-- problems of classes ---------------------------+-- Plan, one per mux --+-- Lookup -- Table with Settings --
//   ServeMux.g.cs
//                                                     +-----------------+-- Sources ------------------------ ServeMux.Sources.g.cs
//                                                     +-----------------+-- Conflicts ---------------------- problems between methods
//                                                     +-- RoutesJson with Settings -------------------------------------------
//                                                     RoutesJson.g.cs
//
// Registrations are those of this project, those that its libraries list (RouteGenerator.Libraries.cs), and what mounts make of them.
//
// Places travel along the lower edges only: a handler that moves by a line changes Handlers and Registrations, and Routes comes out
// equal, so that the table is neither planned nor written again. The tables are implementation output, since nothing a user writes refers
// to them: an editor asks for problems alone on a keystroke.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

/// <summary>Lays the routes of <c>[HandleFunc]</c> methods and those of its short forms out as a match table.</summary>
[Generator(LanguageNames.CSharp)]
public sealed partial class RouteGenerator : IIncrementalGenerator
{
    /// <summary>The plans of all muxes, as <see cref="Guard.Probe"/> is told.</summary>
    internal const string AllPlans = nameof(AllPlans);

    private const string FolderProperty = "build_property.ProjectDir";

    private static readonly MountedRoutes s_noRoutes = new(EquatableArray<Registration>.Empty, EquatableArray<DiagnosticInfo>.Empty);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reports = new Reports(context);

        var nodes = new NodeFinder(context);
        ReportSentAttributes(nodes, reports);
        var kinds = Handlers(context, nodes);
        var settings = Settings(context);
        var libraries = ReadLibraries(context, nodes, reports, settings);
        var mounts = nodes
            .Attributed(
                [KnownNames.MountAttribute],
                Carriers.All,
                Guard.Attributed(
                    TrackingNames.Mounts, MountParser.Parse,
                    static problem => new MountResult(EquatableArray<Mount>.Empty, new([problem]))))
            .WithTrackingName(TrackingNames.Mounts);
        var mounted = Collect(kinds).Combine(libraries).Combine(Lines(context, nodes, reports, settings))
            .Select(static (parts, _) => Sort([.. parts.Left.Left, .. parts.Left.Right.Registrations, .. parts.Right]))
            .Combine(
                mounts.Collect()
                    .Select(static (results, _) => new EquatableArray<Mount>([.. results.SelectMany(static result => result.Mounts)])))
            .Guarded(context, TrackingNames.MountedRoutes, static (pair, _) => MountExpander.Expand(pair.Left, pair.Right), s_noRoutes);
        var registrations = mounted.Select(static (mounted, _) => mounted.Registrations).WithTrackingName(TrackingNames.Registrations);
        var muxes = nodes
            .Attributed(
                [KnownNames.ServeMuxAttribute],
                Carriers.All,
                Guard.Attributed(TrackingNames.Muxes, MuxParser.Parse, static problem => new MuxResult(null, new([problem]))))
            .WithTrackingName(TrackingNames.Muxes);
        var plans = registrations
            .Select(static (sorted, _) => new EquatableArray<RouteModel>([.. sorted.Select(static registration => registration.Route)]))
            .WithTrackingName(TrackingNames.Routes)
            .Combine(muxes.Collect().Select(static (muxes, _) => Sort(muxes)))
            .Combine(AssemblyMiddleware(nodes, reports))
            .Guarded(
                context, AllPlans, static (parts, _) => PlanAll(parts.Left.Left, parts.Left.Right, parts.Right),
                EquatableArray<MuxPlan>.Empty)
            .SelectMany(static (plans, _) => plans)
            .WithTrackingName(TrackingNames.Plan);

        ReportMountProblems(reports, mounts, mounted);
        ReportChecks(nodes, reports, KnownNames.UseAttribute, MemberMiddleware.Check);
        ReportChecks(nodes, reports, KnownNames.PrefixAttribute, PrefixParser.Check);
        ReportProblems(context, reports, kinds, muxes, plans.Combine(registrations));
        var folder = PropertyOf(context, FolderProperty);
        EmitTables(context, plans, registrations, settings, folder);
        EmitLines(context, plans, registrations);
        EmitManifest(context, plans, settings);
        ReportOldLanguage(context, registrations, muxes, settings);
        EmitPrograms(context, reports, plans, registrations, settings, libraries);
        EmitRoutesJson(context, registrations, settings, folder);
    }

    private static IncrementalValueProvider<string> PropertyOf(IncrementalGeneratorInitializationContext context, string name) =>
        context.AnalyzerConfigOptionsProvider.Select((options, _) => options.GlobalOptions.TryGetValue(name, out var value) ? value : "");

    // A method with attributes of two kinds is found twice, each time with the registrations of one kind.
    private static IncrementalValueProvider<EquatableArray<Registration>> Collect(IncrementalValuesProvider<HandlerResult>[] kinds) => kinds
        .Select(static handlers => handlers.Collect()
            .Select(
                static (results, _) => new EquatableArray<Registration>([.. results.SelectMany(static result => result.Registrations)])))
        .Aggregate(static (all, more) => all.Combine(more)
            .Select(static (pair, _) => new EquatableArray<Registration>([.. pair.Left, .. pair.Right])));

    private static EquatableArray<Registration> Sort(Registration[] registrations)
    {
        Array.Sort(registrations, Registration.Compare);
        return new(registrations);
    }

    // A class whose parts all have the attribute, which the compiler refuses, is found once for each.
    private static EquatableArray<MuxResult> Sort(IEnumerable<MuxResult> muxes) => new(
    [
        .. muxes.Where(static result => result.Mux is not null)
            .GroupBy(static result => result.Mux!.FullName, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => group.First()),
    ]);

    private static EquatableArray<MuxPlan> PlanAll(
        EquatableArray<RouteModel> routes, EquatableArray<MuxResult> muxes, EquatableArray<MiddlewareModel> ofAssembly)
    {
        var middleware = muxes.GroupBy(static result => result.Mux!)
            .ToDictionary(static group => group.Key, static group => group.First().Middleware);
        return new([.. MuxPlanner.PlanAll(routes, muxes.Select(static result => result.Mux!))
            .Select(plan => plan with { Middleware = plan.Mux is null ? ofAssembly : middleware[plan.Mux] })]);
    }
}
