// The last step of every problem. A #pragma, a [SuppressMessage] and a section of an .editorconfig apply to a diagnostic only if its place
// is in a file of the compilation, and values hold no files. So the file is looked up by its path, after each edit, only for problems:
//
//   problems, as values --+-- Located: the same while its files are -- reported
//   files by their paths -+
//
// A located problem holds the file that it is in, which belongs to the compilation that the driver was given last.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators;

/// <summary>Reports problems in the files that they are about.</summary>
internal sealed class Reports(IncrementalGeneratorInitializationContext context)
{
    private readonly IncrementalValueProvider<SourceTrees> _trees =
        context.CompilationProvider.Select(static (compilation, _) => new SourceTrees(compilation));

    /// <summary>Reports the problems of one step.</summary>
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
