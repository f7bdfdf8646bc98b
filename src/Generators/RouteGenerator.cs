// The pipeline and nothing else. A file is walked, attributes become values, values become a plan, and a plan becomes texts:
//
//   find    Finding/NodeFinder      the nodes that may concern the generator, by one walk of each file that changes
//   parse   Parsing/HandlerParser   methods; Parsing/Plain reads most of them from syntax alone (RouteGenerator.Handlers.cs)
//           Parsing/MuxParser       classes with [ServeMux]
//           Parsing/MountParser     members with [Mount]
//           Parsing/LineParser      calls such as Http.HandleFunc (RouteGenerator.Lines.cs)
//           Parsing/LibraryReader   the lists of referenced libraries (RouteGenerator.Libraries.cs)
//   plan    Planning/MountExpander  all registrations, also from libraries, calls and mounts
//           Planning/MuxPlanner     for each mux the order of its table, and the conflicts
//           Planning/LookupPlanner  the data that finds an entry
//   emit    Emitting/MuxEmitter     ServeMux.g.cs, its lookup data, its source locations (RouteGenerator.Tables.cs)
//           Emitting/...            interceptors, a library's list, a program's class, routes.json
//   report  Reports                 problems, at their locations (RouteGenerator.Problems.cs)
//
// Only values (Model/) pass between steps, so a step does not run again if its input is equal. The values are objects, never structs;
// EquatableArray.cs gives the reason. Guard.cs handles steps that throw.
//
// Locations are kept separate. If a handler moves by a line, Handlers and Registrations change, but Routes stays equal, so the table is
// neither planned nor written again:
//
//   Handlers, Lines, Libraries --+-- MountedRoutes -- Registrations --+-- Routes -- Plan --+-- Lookup -- Table
//   Mounts ----------------------+                                    |    |               |
//   Muxes ------------------------------------------------------------|----+               |
//                                                                     +--------------------+-- Sources, Conflicts, RoutesJson
//
// The tables are implementation output, because user code does not refer to them. On a keystroke, an editor requests only the problems.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

/// <summary>The source generator that compiles the routes of a project into match tables.</summary>
[Generator(LanguageNames.CSharp)]
public sealed partial class RouteGenerator : IIncrementalGenerator
{
    /// <summary>The name, for <see cref="Guard.Probe"/>, of the step that plans all muxes.</summary>
    internal const string AllPlans = nameof(AllPlans);

    private const string FolderProperty = "build_property.ProjectDir";

    private static readonly MountedRoutes s_noRoutes = new(EquatableArray<Registration>.Empty, EquatableArray<DiagnosticInfo>.Empty);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reports = new Reports(context);
        var settings = Settings(context);
        var folder = PropertyOf(context, FolderProperty);

        // Finds the declarations and calls, and parses them.
        var nodes = new NodeFinder(context);
        var handlers = Handlers(context, nodes);
        var muxes = Muxes(nodes);
        var mounts = Mounts(nodes);
        var lines = Lines(context, nodes, reports, settings, out var muxCalls);
        var libraries = ReadLibraries(context, nodes, reports, settings);
        var middleware = AssemblyMiddleware(nodes, reports);

        // Collects the routes of each table and plans it.
        var covered = libraries.Combine(middleware).Select(static (pair, _) => LibraryMerger.Cover(pair.Left, pair.Right));
        var mounted = MountAll(context, Collect(handlers), covered, lines, mounts);
        var registrations = mounted.Select(static (mounted, _) => mounted.Registrations).WithTrackingName(TrackingNames.Registrations);
        var plans = Plan(context, registrations, muxes, middleware);

        // Reports the problems.
        ReportSentAttributes(nodes, reports);
        ReportMountProblems(reports, mounts, mounted);
        ReportChecks(nodes, reports, KnownNames.UseAttribute, MemberMiddleware.Check);
        ReportChecks(nodes, reports, KnownNames.PrefixAttribute, PrefixParser.Check);
        ReportProblems(context, reports, handlers, muxes, plans.Combine(registrations));
        ReportOldLanguage(context, registrations, muxes, settings);
        ReportIdleMiddleware(context, nodes, reports, registrations, muxes, settings);
        ReportMuxCalls(context, reports, registrations, muxCalls);

        // Writes the files.
        EmitTables(context, plans, registrations, settings, folder);
        EmitLines(context, plans, registrations);
        EmitManifest(context, plans, settings);
        EmitPrograms(context, reports, plans, registrations, settings, libraries);
        EmitRoutesJson(context, registrations, settings, folder);
    }

    private static IncrementalValuesProvider<MuxResult> Muxes(NodeFinder nodes) => nodes
        .Attributed(
            [KnownNames.ServeMuxAttribute],
            Carriers.All,
            Guard.Attributed(TrackingNames.Muxes, MuxParser.Parse, static problem => new MuxResult(null, new([problem]))))
        .WithTrackingName(TrackingNames.Muxes);

    private static IncrementalValuesProvider<MountResult> Mounts(NodeFinder nodes) => nodes
        .Attributed(
            [KnownNames.MountAttribute],
            Carriers.All,
            Guard.Attributed(
                TrackingNames.Mounts, MountParser.Parse,
                static problem => new MountResult(EquatableArray<Mount>.Empty, new([problem]))))
        .WithTrackingName(TrackingNames.Mounts);

    private static IncrementalValueProvider<MountedRoutes> MountAll(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<Registration>> handlers,
        IncrementalValueProvider<LibraryRoutes> libraries,
        IncrementalValueProvider<EquatableArray<Registration>> lines,
        IncrementalValuesProvider<MountResult> mounts) =>
        handlers.Combine(libraries).Combine(lines)
            .Select(static (parts, _) => Sort([.. parts.Left.Left, .. parts.Left.Right.Registrations, .. parts.Right]))
            .Combine(
                mounts.Collect()
                    .Select(static (results, _) => new EquatableArray<Mount>([.. results.SelectMany(static result => result.Mounts)])))
            .Guarded(context, TrackingNames.MountedRoutes, static (pair, _) => MountExpander.Expand(pair.Left, pair.Right), s_noRoutes);

    private static IncrementalValuesProvider<MuxPlan> Plan(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValuesProvider<MuxResult> muxes,
        IncrementalValueProvider<EquatableArray<MiddlewareModel>> middleware) =>
        registrations
            .Select(static (sorted, _) => new EquatableArray<RouteModel>([.. sorted.Select(static registration => registration.Route)]))
            .WithTrackingName(TrackingNames.Routes)
            .Combine(muxes.Collect().Select(static (muxes, _) => Sort(muxes)))
            .Combine(middleware)
            .Guarded(
                context, AllPlans, static (parts, _) => PlanAll(parts.Left.Left, parts.Left.Right, parts.Right),
                EquatableArray<MuxPlan>.Empty)
            .SelectMany(static (plans, _) => plans)
            .WithTrackingName(TrackingNames.Plan);

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

    // A class with the attribute on several parts is found several times, but planned once. The compiler rejects such a class.
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
