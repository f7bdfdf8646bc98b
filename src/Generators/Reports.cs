// Reports problems as diagnostics. A #pragma, a [SuppressMessage] and a section of an .editorconfig apply to a diagnostic only if its
// location refers to a file of the compilation, and values contain no files. So the file of each problem is looked up by its path after
// every edit:
//
//   problems, as values --+-- Located: equal until its files change -- reported
//   files by their paths -+
//
// Located problems refer to files of the latest compilation only.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators;

/// <summary>The output for problems, which become diagnostics in the files of the compilation.</summary>
internal sealed class Reports(IncrementalGeneratorInitializationContext context)
{
    private readonly IncrementalValueProvider<SourceTrees> _trees =
        context.CompilationProvider.Select(static (compilation, _) => new SourceTrees(compilation));

    /// <summary>Reports the problems of a step that has one result.</summary>
    internal void Add(IncrementalValueProvider<EquatableArray<DiagnosticInfo>> problems) =>
        Add(problems.SelectMany(static (all, _) => new[] { all }));

    /// <summary>Reports the problems of a step that has several results.</summary>
    internal void Add(IncrementalValuesProvider<EquatableArray<DiagnosticInfo>> problems)
    {
        var located = problems.Where(static all => all.Count != 0)
            .Combine(_trees)
            .Select(static (pair, _) => new LocatedProblems(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Located);
        context.RegisterSourceOutput(located, static (output, located) => located.Report(output));
    }
}
