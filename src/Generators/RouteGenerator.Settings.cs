// The settings of the whole project: whether it has a table, and whether that is its own or a referenced program's.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    /// <summary>Name of the step that reads the referenced programs, for <see cref="Guard.Probe"/>.</summary>
    internal const string Programs = nameof(Programs);

    private const string TableProperty = "build_property.RouteGenTable";

    // Each small fact has a Select of its own, so that only facts are compared, and not whole compilations.
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

    // Generated code needs C# 11: UTF-8 literals, and types that are local to a file.
    private static string OldLanguageOf(ParseOptions options) =>
        options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp11 and var version } ? version.ToDisplayString() : "";

    // Without our props the property is unset, and a table is wanted.
    private static bool IsTableWanted(string property) => !property.Equals("false", StringComparison.OrdinalIgnoreCase);
}
