// Runs the generator on source text. Whatever a test is about, every run is also checked for what must always hold: the result compiles
// without a warning, an unrelated edit leaves every step cached, no step holds on to a Roslyn object, problems stand in files of the
// compilation, and files have the names we know.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>A finished run.</summary>
/// <param name="Result">What the generator made.</param>
/// <param name="Compilation">The program with what was made.</param>
internal sealed record GeneratorRun(GeneratorDriverRunResult Result, Compilation Compilation)
{
    internal IEnumerable<string> HintNames => Result.Results[0].GeneratedSources.Select(static source => source.HintName);

    /// <summary>The text of what was made.</summary>
    internal IEnumerable<string> Texts => Result.Results[0].GeneratedSources.Select(static source => source.SourceText.ToString());

    /// <summary>
    /// The problems that were reported, one a line: <c>RG0001 Program.cs(5,17) "text": message</c>, then the other places.
    /// </summary>
    internal IEnumerable<string> Problems => Result.Diagnostics.Select(Describe).Order(StringComparer.Ordinal);

    private string Describe(Diagnostic diagnostic)
    {
        var others = string.Concat(diagnostic.AdditionalLocations.Select(location => " | " + Place(location)));
        return $"{diagnostic.Id} {Place(diagnostic.Location)}: "
            + $"{diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}{others}";
    }

    private string Place(Location location)
    {
        // Of a place in a library there is no more than the message says.
        if (location == Location.None) return "-";
        var span = location.GetLineSpan();
        var tree = Compilation.SyntaxTrees.Single(tree => tree.FilePath == span.Path);
        var start = span.StartLinePosition;
        return $"{Path.GetFileName(span.Path)}({start.Line + 1},{start.Character + 1}) {tree.GetText().ToString(location.SourceSpan)}";
    }
}

internal static class GeneratorRunner
{
    private const string EntryPoint = "internal static class EntryPoint { private static void Main() { } }";

    /// <summary>As build/RouteGen.props lets the compiler parse: calls may be intercepted.</summary>
    internal static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default.WithFeatures(
        [new("InterceptorsNamespaces", LinesEmitter.Namespace)]);

    private static readonly string[] s_knownHintNames =
    [
        "ServeMux.g.cs", "ServeMux.Sources.g.cs", LinesEmitter.HintName, RoutesJsonEmitter.HintName, ManifestEmitter.HintName,
        ManifestEmitter.SourcesHintName, "ServeMux.Lookup.g.cs", ProgramEmitter.HintName, ProgramEmitter.ReferencedHintName,
    ];

    /// <summary>Runs the generator on one file, <c>Program.cs</c>, as part of an executable.</summary>
    internal static GeneratorRun Run(string source) => Run(Compile([("Program.cs", source)]));

    /// <summary>Runs the generator on a program.</summary>
    /// <param name="compilation">The program.</param>
    /// <param name="properties">MSBuild properties that the compiler sees.</param>
    internal static GeneratorRun Run(Compilation compilation, params (string Name, string Value)[] properties)
    {
        var driver = Driver(properties).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var run = new GeneratorRun(driver.GetRunResult(), output);
        Assert.Null(run.Result.Results[0].Exception);
        Assert.All(
            run.HintNames, static name =>
                Assert.Contains(s_knownHintNames, known => name == known || name.EndsWith("." + known, StringComparison.Ordinal)));
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        CachedValues.AssertFreeOfRoslyn(run.Result);
        var edited = WithUnrelatedEdit(compilation);
        var rerun = driver.RunGenerators(edited).GetRunResult();
        PipelineSteps.AssertCached(rerun);
        Assert.All(
            rerun.Diagnostics, one =>
                Assert.True(one.Location == Location.None || edited.ContainsSyntaxTree(one.Location.SourceTree!), one.ToString()));
        return run;
    }

    /// <summary>A program of some files and an entry point.</summary>
    internal static CSharpCompilation Compile(
        IEnumerable<(string Name, string Text)> files, OutputKind kind = OutputKind.ConsoleApplication) =>
        CSharpCompilation.Create(
            "App",
            files.Append(("EntryPoint.cs", EntryPoint)).Select(static file => Parse(file.Item1, file.Item2)),
            GeneratedTable.References,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The program with another text for one of its files.</summary>
    internal static Compilation WithFile(Compilation compilation, string name, string text) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(tree => Path.GetFileName(tree.FilePath) == name), Parse(name, text));

    /// <summary>The program with a change that concerns no route.</summary>
    internal static Compilation WithUnrelatedEdit(Compilation compilation) =>
        WithFile(compilation, "EntryPoint.cs", EntryPoint + "\ninternal static class Unrelated;");

    /// <summary>A driver that keeps account of its steps.</summary>
    internal static GeneratorDriver Driver(params (string Name, string Value)[] properties) => CSharpGeneratorDriver.Create(
        [new RouteGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        optionsProvider: new BuildProperties(properties),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    // In a folder, so that a folder's name in generated code would be seen.
    private static SyntaxTree Parse(string name, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, "/src/app/" + name);
}
