// What the whole project decides: whether it has a table, and whose.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators;

public sealed partial class RouteGenerator
{
    /// <summary>The programs that are referred to, as <see cref="Guard.Probe"/> is told.</summary>
    internal const string Programs = nameof(Programs);

    private const string TableProperty = "build_property.RouteGenTable";

    // Small facts, each through a Select of its own, so that of a whole compilation only they are compared.
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

    // Generated code is of C# 11: literals of bytes, types that are local to a file.
    private static string OldLanguageOf(ParseOptions options) =>
        options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp11 and var version } ? version.ToDisplayString() : "";

    // Unset without our props: a table is what the attribute asks for.
    private static bool IsTableWanted(string property) => !property.Equals("false", StringComparison.OrdinalIgnoreCase);
}
