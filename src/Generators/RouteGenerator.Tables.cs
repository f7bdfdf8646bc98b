// The output for plans: tables, the source locations of their entries, and routes.json.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    // The default table is implementation output. The class of a mux is not, because user code refers to it.
    private static void EmitTables(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<MuxPlan> plans,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValueProvider<MuxSettings> settings,
        IncrementalValueProvider<string> folder)
    {
        // The lookup data is separate from the plans, so that it is not computed again when a handler is renamed.
        var lookups = plans.Guarded(context, TrackingNames.Lookup, static (plan, _) => LookupPlanner.Layout(plan), LookupPlan.None);
        var twins = plans.Select(static (plan, _) => plan.Mux?.FullName ?? "").Collect()
            .Select(static (names, _) => MuxFileNames.TwinsOf(names))
            .WithTrackingName(TrackingNames.Twins);
        var tables = Collected(plans).Combine(Collected(lookups)).Combine(settings).Combine(twins)
            .SelectMany(static (parts, _) => parts.Left.Left.Left.Zip(
                parts.Left.Left.Right,
                (plan, lookup) => new TableModel(plan, lookup, parts.Left.Right, MuxFileNames.Of(plan.Mux, parts.Right))))
            .Where(static table => !ReferenceEquals(table.Lookup, LookupPlan.None))
            .WithTrackingName(TrackingNames.Table);
        context.RegisterImplementationSourceOutput(tables.Where(static table => table.Plan.Mux is null), static (output, table) =>
        {
            if (table.Settings.EmitsTable && table.Plan.Entries.Count != 0) AddTable(output, table);
        });
        context.RegisterSourceOutput(tables.Where(static table => table.Plan.Mux is not null), static (output, table) =>
        {
            if (table.Settings.OldLanguage.Length == 0) AddTable(output, table);
        });

        // In a library, source locations include folders, because the program that references it may have files of the same name.
        var sources = plans.Combine(registrations).Combine(settings).Combine(folder).Combine(twins)
            .Guarded(context, TrackingNames.Sources, static (parts, _) =>
            {
                var ((((plan, registrations), settings), folder), twins) = parts;
                var places = SourcesOf(plan, registrations, plan.Mux is null && settings.EmitsManifest ? folder : null);
                return new SourcesModel(plan.Mux, places, settings, MuxFileNames.Of(plan.Mux, twins));
            });
        context.RegisterSourceOutput(sources, static (output, parts) =>
        {
            var (mux, sources, settings, fileName) = parts;
            if (sources.Count == 0 || settings.OldLanguage.Length != 0) return;
            if (mux is null && settings.EmitsManifest)
                Add(
                    output, TrackingNames.Sources, ManifestEmitter.SourcesHintName,
                    () => ManifestEmitter.EmitSources(settings.AssemblyName, sources));
            else if (mux is not null || settings.EmitsTable)
                Add(output, TrackingNames.Sources, fileName + ".Sources.g.cs", () => MuxEmitter.EmitSources(mux, sources));
        });
    }

    private static void AddTable(SourceProductionContext output, TableModel table) =>
        Guard.Write(output, TrackingNames.Table, table.FileName + ".g.cs", () =>
    {
        output.AddSource(table.FileName + ".g.cs", MuxEmitter.EmitTable(table.Plan, table.Lookup, table.Settings));
        if (table.Plan.Entries.Count != 0)
            output.AddSource(table.FileName + ".Lookup.g.cs", MuxEmitter.EmitLookup(table.Plan, table.Lookup));
    });

    // Emits the text that the build writes to routes.json.
    private static void EmitRoutesJson(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValueProvider<MuxSettings> settings,
        IncrementalValueProvider<string> folder)
    {
        var text = registrations.Combine(settings).Combine(folder)
            .Guarded(context, TrackingNames.RoutesJson, static (parts, _) => TextOf(parts.Left.Left, parts.Left.Right, parts.Right), "");
        context.RegisterImplementationSourceOutput(text, static (output, text) =>
        {
            if (text.Length != 0) Add(output, TrackingNames.RoutesJson, RoutesJsonEmitter.HintName, () => RoutesJsonEmitter.Emit(text));
        });
    }

    private static string TextOf(EquatableArray<Registration> registrations, MuxSettings settings, string folder) =>
        settings.OldLanguage.Length != 0 ? "" : RoutesJsonEmitter.Text(registrations, settings.EmitsTable, folder);

    // Adds a file. If its writer throws, the error is reported and the file is left out.
    private static void Add(SourceProductionContext output, string step, string hintName, Func<SourceText> write) =>
        Guard.Write(output, step, hintName, () => output.AddSource(hintName, write()));

    private static IncrementalValueProvider<EquatableArray<T>> Collected<T>(IncrementalValuesProvider<T> values)
        where T : class, IEquatable<T> =>
        values.Collect().Select(static (all, _) => new EquatableArray<T>([.. all]));

    private static EquatableArray<string> SourcesOf(MuxPlan plan, EquatableArray<Registration> registrations, string? folder) => new(
    [
        .. plan.Entries.Select(entry => registrations[entry.Registration])
            .Select(place => folder is null ? place.PlaceInWords : place.Location.ToRelativeString(folder)),
    ]);
}
