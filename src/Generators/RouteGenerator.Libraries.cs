// The part of the pipeline that involves several assemblies.
//
//   Libraries ----+-- LibraryRoutes with Settings --+-- Registrations, together with the project's own
//   LibraryRules -+                                 +-- problems of libraries, and of attributes for them
//
//   Settings with a referenced program, whose table is used -- ServeMux.Referenced.g.cs, and problems of routes that are in no table
//
// The default plan of a library is written to RouteManifest.g.cs and RouteManifest.Sources.g.cs. The default plan of an executable is
// written to ServeMux.g.cs, with ServeMux.Program.g.cs for projects that reference it.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Finding;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    /// <summary>The name, for <see cref="Guard.Probe"/>, of the step that writes an assembly's routes for other projects.</summary>
    internal const string Manifest = nameof(Manifest);

    private static readonly LibraryRoutes s_noLibraries =
        new(EquatableArray<Registration>.Empty, EquatableArray<DiagnosticInfo>.Empty, EquatableArray<string>.Empty);

    private static IncrementalValueProvider<LibraryRoutes> ReadLibraries(
        IncrementalGeneratorInitializationContext context, NodeFinder nodes, Reports reports,
        IncrementalValueProvider<MuxSettings> settings)
    {
        var libraries = context.CompilationProvider.Guarded(
            context, TrackingNames.Libraries, LibraryReader.ReadAll, EquatableArray<LibraryModel>.Empty);
        var rules = RulesOf(nodes, reports, KnownNames.ExcludeRoutesAttribute)
            .Combine(RulesOf(nodes, reports, KnownNames.LibraryPrefixAttribute))
            .Select(
                static (pair, _) =>
                    new EquatableArray<LibraryRule>([.. pair.Left.Concat(pair.Right).OrderBy(static rule => rule.Location)]));
        var routes = libraries.Combine(rules).Combine(settings)
            .Guarded(
                context, TrackingNames.LibraryRoutes,
                static (parts, _) => LibraryMerger.Merge(parts.Left.Left, parts.Left.Right, parts.Right), s_noLibraries);
        reports.Add(routes.Select(static (routes, _) => routes.Problems));
        return routes;
    }

    private static IncrementalValueProvider<EquatableArray<LibraryRule>> RulesOf(
        NodeFinder nodes, Reports reports, string attribute)
    {
        var files = nodes
            .Attributed(
                [attribute],
                Carriers.All,
                Guard.Attributed(
                    TrackingNames.LibraryRules, LibraryRuleParser.Parse,
                    static problem => new LibraryRules(EquatableArray<LibraryRule>.Empty, new([problem]))))
            .WithTrackingName(TrackingNames.LibraryRules);
        reports.Add(files.Select(static (file, _) => file.Problems));
        return files.Collect()
            .Select(static (files, _) => new EquatableArray<LibraryRule>([.. files.SelectMany(static file => file.Rules)]));
    }

    // The manifest is not implementation output, because other projects compile against it.
    private static void EmitManifest(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<MuxPlan> plans,
        IncrementalValueProvider<MuxSettings> settings) =>
        context.RegisterSourceOutput(plans.Where(static plan => plan.Mux is null).Combine(settings), static (output, parts) =>
        {
            var (plan, settings) = parts;
            if (settings.EmitsManifest && plan.Entries.Count != 0)
                Add(output, Manifest, ManifestEmitter.HintName, () => ManifestEmitter.EmitManifest(plan, settings.AssemblyName));
        });

    private static void EmitPrograms(
        IncrementalGeneratorInitializationContext context,
        Reports reports,
        IncrementalValuesProvider<MuxPlan> plans,
        IncrementalValueProvider<EquatableArray<Registration>> registrations,
        IncrementalValueProvider<MuxSettings> settings,
        IncrementalValueProvider<LibraryRoutes> libraries)
    {
        var names = libraries.Select(static (libraries, _) => libraries.Names);
        var program = plans.Where(static plan => plan.Mux is null)
            .Select(static (plan, _) => new EquatableArray<string>(plan.Entries.Count == 0 ? [] : [""]))
            .Combine(names).Combine(settings);
        // Not implementation output, because projects that reference this program compile against the class that is emitted here.
        context.RegisterSourceOutput(program, static (output, parts) =>
        {
            var ((entries, names), settings) = parts;
            if (settings.EmitsTable && entries.Count != 0)
                Add(output, Manifest, ProgramEmitter.HintName, () => ProgramEmitter.Emit(settings.AssemblyName, names));
        });
        context.RegisterSourceOutput(settings, static (output, settings) =>
        {
            if (settings.Programs.Count == 1)
                Add(output, Manifest, ProgramEmitter.ReferencedHintName, () => ProgramEmitter.EmitReferenced(settings.Programs[0]));
        });
        var problems = registrations.Combine(names).Combine(settings)
            .Guarded(
                context,
                TrackingNames.ProgramProblems,
                static (parts, _) => ProgramProblems.Of(parts.Left.Left, parts.Left.Right, parts.Right),
                EquatableArray<DiagnosticInfo>.Empty);
        reports.Add(problems);
    }
}
