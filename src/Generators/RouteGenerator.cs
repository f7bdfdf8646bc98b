// The pipeline and nothing else. Parse, plan, emit; between them only values (Model/), so that a step whose input is equal is not
// run again. They are objects, and none is a struct: EquatableArray.cs says why. Where Handlers come from: RouteGenerator.Handlers.cs.
//
//   Handlers --+-- problems of single methods
//              +-- MountedRoutes -- Registrations --+-- Routes --+  (and Lines: RouteGenerator.Lines.cs)
//   Mounts ----+-- problems of mounts                            |
//   Muxes -----+-- problems of classes ---------------------------+-- Plan, one per mux --+-- Lookup -- Table with Settings -- ServeMux.g.cs
//                                                     +-----------------+-- Sources ------------------------ ServeMux.Sources.g.cs
//                                                     +-----------------+-- Conflicts ---------------------- problems between methods
//                                                     +-- RoutesJson with Settings ------------------------------------------- RoutesJson.g.cs
//
// Registrations are those of this project, those that its libraries list (RouteGenerator.Libraries.cs), and what mounts make of them.
//
// Places travel along the lower edges only: a handler that moves by a line changes Handlers and Registrations, and Routes comes out
// equal, so that the table is neither planned nor written again. The tables are implementation output, since nothing a user writes refers
// to them: an editor asks for problems alone on a keystroke.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

/// <summary>Lays the routes of <c>[HandleFunc]</c> methods and those of its short forms out as a match table.</summary>
[Generator(LanguageNames.CSharp)]
public sealed partial class RouteGenerator : IIncrementalGenerator
{
    private const string TableProperty = "build_property.RouteGenTable";
    private const string FolderProperty = "build_property.ProjectDir";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var kinds = Handlers(context);
        var settings = Settings(context);
        var libraries = ReadLibraries(context, settings);
        var mounts = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.MountAttribute, static (_, _) => true, Guard.Attributed(TrackingNames.Mounts, MountParser.Parse, static problem => new MountResult(EquatableArray<Mount>.Empty, new([problem]))))
            .WithTrackingName(TrackingNames.Mounts);
        var mounted = Collect(kinds).Combine(libraries).Combine(Lines(context, settings))
            .Select(static (parts, _) => Sort([.. parts.Left.Left, .. parts.Left.Right.Registrations, .. parts.Right]))
            .Combine(mounts.Collect().Select(static (results, _) => new EquatableArray<Mount>([.. results.SelectMany(static result => result.Mounts)])))
            .Select(static (pair, _) => MountExpander.Expand(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.MountedRoutes);
        var registrations = mounted.Select(static (mounted, _) => mounted.Registrations).WithTrackingName(TrackingNames.Registrations);
        var muxes = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.ServeMuxAttribute, static (_, _) => true, Guard.Attributed(TrackingNames.Muxes, MuxParser.Parse, static problem => new MuxResult(null, new([problem]))))
            .WithTrackingName(TrackingNames.Muxes);
        var plans = registrations
            .Select(static (sorted, _) => new EquatableArray<RouteModel>([.. sorted.Select(static registration => registration.Route)]))
            .WithTrackingName(TrackingNames.Routes)
            .Combine(muxes.Select(static (result, _) => result.Mux).Collect().Select(static (muxes, _) => Sort(muxes)))
            .SelectMany(static (pair, _) => MuxPlanner.PlanAll(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Plan);

        ReportMountProblems(context, mounts, mounted);
        ReportChecks(context, KnownNames.UseAttribute, MemberMiddleware.Check);
        ReportChecks(context, KnownNames.PrefixAttribute, PrefixParser.Check);
        ReportProblems(context, kinds, muxes, plans.Combine(registrations));
        var folder = PropertyOf(context, FolderProperty);
        EmitTables(context, plans, registrations, settings, folder);
        EmitLines(context, plans, registrations);
        EmitManifest(context, plans, settings);
        ReportOldLanguage(context, registrations, muxes, settings);
        EmitPrograms(context, plans, registrations, settings, libraries);
        EmitRoutesJson(context, registrations, settings, folder);
    }

    private static void ReportMountProblems(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<MountResult> mounts, IncrementalValueProvider<MountedRoutes> mounted)
    {
        context.RegisterSourceOutput(mounts.Select(static (mount, _) => mount.Problems), static (output, problems) => Report(output, problems));
        context.RegisterSourceOutput(mounted.Select(static (mounted, _) => mounted.Problems), static (output, problems) => Report(output, problems));
    }

    private static void ReportChecks(
        IncrementalGeneratorInitializationContext context, string attribute, Func<GeneratorAttributeSyntaxContext, CancellationToken, EquatableArray<DiagnosticInfo>> check)
    {
        var problems = context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, Guard.Attributed(TrackingNames.Checks, check, static problem => new EquatableArray<DiagnosticInfo>([problem]))).WithTrackingName(TrackingNames.Checks);
        context.RegisterSourceOutput(problems, static (output, problems) => Report(output, problems));
    }

    private static void ReportProblems(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<HandlerResult>[] kinds,
        IncrementalValuesProvider<MuxResult> muxes,
        IncrementalValuesProvider<(MuxPlan Plan, EquatableArray<Registration> Registrations)> planned)
    {
        foreach (var handlers in kinds)
        {
            context.RegisterSourceOutput(
                handlers.Select(static (handler, _) => handler.Problems),
                static (output, problems) => Report(output, problems));
        }

        context.RegisterSourceOutput(
            muxes.Select(static (mux, _) => mux.Problems),
            static (output, problems) => Report(output, problems));
        context.RegisterSourceOutput(
            planned.Select(static (pair, _) => ConflictLocator.Locate(pair.Plan, pair.Registrations)).WithTrackingName(TrackingNames.Conflicts),
            static (output, problems) => Report(output, problems));
    }

    // The default table is implementation output; a class that is a mux is what its user's code refers to.
    private static void EmitTables(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<MuxPlan> plans,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValueProvider<MuxSettings> settings,
        IncrementalValueProvider<string> folder)
    {
        // Apart from the plans: a handler with another name leaves the data as it is.
        var lookups = plans.Select(static (plan, _) => LookupPlanner.Layout(plan)).WithTrackingName(TrackingNames.Lookup);
        var twins = plans.Select(static (plan, _) => plan.Mux?.FullName ?? "").Collect().Select(static (names, _) => MuxFileNames.TwinsOf(names)).WithTrackingName(TrackingNames.Twins);
        var tables = Collected(plans).Combine(Collected(lookups)).Combine(settings).Combine(twins)
            .SelectMany(static (parts, _) => parts.Left.Left.Left.Zip(
                parts.Left.Left.Right, (plan, lookup) => new TableModel(plan, lookup, parts.Left.Right, MuxFileNames.Of(plan.Mux, parts.Right))))
            .WithTrackingName(TrackingNames.Table);
        context.RegisterImplementationSourceOutput(tables.Where(static table => table.Plan.Mux is null), static (output, table) =>
        {
            if (table.Settings.EmitsTable && table.Plan.Entries.Count != 0) AddTable(output, table);
        });
        context.RegisterSourceOutput(tables.Where(static table => table.Plan.Mux is not null), static (output, table) =>
        {
            if (table.Settings.OldLanguage.Length == 0) AddTable(output, table);
        });

        // Of a library's places the folders are told too: who reads them has other files of the same name.
        var sources = plans.Combine(registrations).Combine(settings).Combine(folder).Combine(twins)
            .Select(static (parts, _) =>
            {
                var ((((plan, registrations), settings), folder), twins) = parts;
                var places = SourcesOf(plan, registrations, plan.Mux is null && settings.EmitsManifest ? folder : null);
                return new SourcesModel(plan.Mux, places, settings, MuxFileNames.Of(plan.Mux, twins));
            })
            .WithTrackingName(TrackingNames.Sources);
        context.RegisterSourceOutput(sources, static (output, parts) =>
        {
            var (mux, sources, settings, fileName) = parts;
            if (sources.Count == 0 || settings.OldLanguage.Length != 0) return;
            if (mux is null && settings.EmitsManifest) output.AddSource(ManifestEmitter.SourcesHintName, ManifestEmitter.EmitSources(settings.AssemblyName, sources));
            else if (mux is not null || settings.EmitsTable) output.AddSource(fileName + ".Sources.g.cs", MuxEmitter.EmitSources(mux, sources));
        });
    }

    private static void AddTable(SourceProductionContext output, TableModel table) => Guard.Write(output, TrackingNames.Table, table.FileName + ".g.cs", () =>
    {
        output.AddSource(table.FileName + ".g.cs", MuxEmitter.EmitTable(table.Plan, table.Lookup, table.Settings));
        if (table.Plan.Entries.Count != 0) output.AddSource(table.FileName + ".Lookup.g.cs", MuxEmitter.EmitLookup(table.Plan, table.Lookup));
    });

    // What the build makes routes.json of.
    private static void EmitRoutesJson(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValueProvider<MuxSettings> settings,
        IncrementalValueProvider<string> folder)
    {
        var text = registrations.Combine(settings).Combine(folder)
            .Select(static (parts, _) => parts.Left.Right.OldLanguage.Length != 0 ? "" : RoutesJsonEmitter.Text(parts.Left.Left, parts.Left.Right.EmitsTable, parts.Right))
            .WithTrackingName(TrackingNames.RoutesJson);
        context.RegisterImplementationSourceOutput(text, static (output, text) =>
        {
            if (text.Length != 0) output.AddSource(RoutesJsonEmitter.HintName, RoutesJsonEmitter.Emit(text));
        });
    }

    // Small facts, each through a Select of its own, so that of a whole compilation only they are compared.
    private static IncrementalValueProvider<MuxSettings> Settings(IncrementalGeneratorInitializationContext context)
    {
        var wanted = context.CompilationProvider.Select(static (compilation, cancellationToken) =>
        {
            var programs = ProgramReader.ReadAll(compilation, cancellationToken);
            var isExecutable = LibraryReader.IsExecutable(compilation);
            return new MuxSettings(isExecutable && programs.Count == 0, !isExecutable, compilation.AssemblyName ?? "", programs);
        });
        return wanted.Combine(PropertyOf(context, TableProperty))
            .Select(static (pair, _) => IsTableWanted(pair.Right) ? pair.Left : MuxSettings.None(pair.Left.AssemblyName))
            .Combine(context.ParseOptionsProvider.Select(static (options, _) => OldLanguageOf(options)))
            .Select(static (pair, _) => pair.Right.Length == 0 ? pair.Left : MuxSettings.None(pair.Left.AssemblyName) with { OldLanguage = pair.Right })
            .WithTrackingName(TrackingNames.Settings);
    }

    // Generated code is of C# 11: literals of bytes, types that are local to a file.
    private static string OldLanguageOf(ParseOptions options) =>
        options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp11 and var version } ? version.ToDisplayString() : "";

    // One sentence, in place of what the compiler would say about each generated line, or of nothing.
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

    // Unset without our props: a table is what the attribute asks for.
    private static bool IsTableWanted(string property) => !property.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static IncrementalValueProvider<string> PropertyOf(IncrementalGeneratorInitializationContext context, string name) =>
        context.AnalyzerConfigOptionsProvider.Select((options, _) => options.GlobalOptions.TryGetValue(name, out var value) ? value : "");

    private static IncrementalValueProvider<EquatableArray<T>> Collected<T>(IncrementalValuesProvider<T> values)
        where T : class, IEquatable<T> =>
        values.Collect().Select(static (all, _) => new EquatableArray<T>([.. all]));

    // A method with attributes of two kinds is found twice, each time with the registrations of one kind.
    private static IncrementalValueProvider<EquatableArray<Registration>> Collect(IncrementalValuesProvider<HandlerResult>[] kinds) => kinds
        .Select(static handlers => handlers.Collect()
            .Select(static (results, _) => new EquatableArray<Registration>([.. results.SelectMany(static result => result.Registrations)])))
        .Aggregate(static (all, more) => all.Combine(more)
            .Select(static (pair, _) => new EquatableArray<Registration>([.. pair.Left, .. pair.Right])));

    private static EquatableArray<Registration> Sort(Registration[] registrations)
    {
        Array.Sort(registrations, Registration.Compare);
        return new(registrations);
    }

    private static EquatableArray<MuxModel> Sort(IEnumerable<MuxModel?> muxes) =>
        new([.. muxes.Where(static mux => mux is not null).Select(static mux => mux!).OrderBy(static mux => mux.FullName, StringComparer.Ordinal)]);

    private static EquatableArray<string> SourcesOf(MuxPlan plan, EquatableArray<Registration> registrations, string? folder) => new(
    [
        .. plan.Entries.Select(entry => registrations[entry.Registration]).Select(place => folder is null ? place.PlaceInWords : place.Location.ToRelativeString(folder)),
    ]);

    private static void Report(SourceProductionContext output, EquatableArray<DiagnosticInfo> problems)
    {
        foreach (var problem in problems) output.ReportDiagnostic(problem.ToDiagnostic());
    }
}
