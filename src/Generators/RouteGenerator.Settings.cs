// The settings of the project: whether it has a table, or uses the table of a referenced program.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    /// <summary>The name, for <see cref="Guard.Probe"/>, of the step that reads the referenced programs.</summary>
    internal const string Programs = nameof(Programs);

    private const string TableProperty = "build_property.RouteGenTable";

    // Each fact is selected separately, so that facts are compared and not whole compilations.
    private static IncrementalValueProvider<MuxSettings> Settings(IncrementalGeneratorInitializationContext context)
    {
        var wanted = context.CompilationProvider.Guarded(context, Programs, Read, MuxSettings.None(""));
        return wanted.Combine(PropertyOf(context, TableProperty))
            .Select(static (pair, _) => IsTableWanted(pair.Right) ? pair.Left : MuxSettings.None(pair.Left.AssemblyName))
            .Combine(context.ParseOptionsProvider.Select(static (options, _) => OldLanguageOf(options)))
            .Select(
                static (pair, _) =>
                    pair.Right.Length == 0 ? pair.Left : MuxSettings.None(pair.Left.AssemblyName) with { OldLanguage = pair.Right })
            .WithTrackingName(TrackingNames.Settings);
    }

    private static MuxSettings Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var programs = ProgramReader.ReadAll(compilation, cancellationToken);
        var isExecutable = LibraryReader.IsExecutable(compilation);
        return new(isExecutable && programs.Count == 0, !isExecutable, compilation.AssemblyName ?? "", programs);
    }

    // Generated code needs C# 11 for UTF-8 literals and file-local types.
    private static string OldLanguageOf(ParseOptions options) =>
        options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp11 and var version } ? version.ToDisplayString() : "";

    // A project without RouteGen.props does not set the property, and gets a table.
    private static bool IsTableWanted(string property) => !property.Equals("false", StringComparison.OrdinalIgnoreCase);
}
