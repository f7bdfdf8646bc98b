extern alias Generators;

using Generators::RouteGen.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Tests;

/// <summary>
/// What is only odd obeys the place that it stands in; an error that leaves something out of the table obeys nothing. A row for each
/// diagnostic, a column for each way to say how serious it is.
/// </summary>
public sealed class SuppressionTests
{
    private const string Nothing = "nothing", Pragma = "#pragma", Message = "[SuppressMessage]", None = ".editorconfig none",
    Raised = ".editorconfig error",
        NoWarn = "<NoWarn>", PragmaBefore = "#pragma that ends before", NoneElsewhere = ".editorconfig none for another file";

    private static readonly string[] s_ways = [Nothing, Pragma, Message, None, Raised, NoWarn, PragmaBefore, NoneElsewhere];

    private static readonly Library s_service = Libraries.CompileProgram("Service", SuppressionRows.Of("RG0104"));

    public static TheoryData<string> Ids() => [.. SuppressionRows.Ids];

    [Fact]
    public void Every_diagnostic_has_a_row() => Assert.Equal(
        DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id).Order(),
        SuppressionRows.Ids.Concat(SuppressionRows.Placeless).Order());

    [Fact]
    public void Errors_obey_nothing_but_for_the_pattern_that_nobody_misses() => Assert.All(DiagnosticDescriptors.All, static descriptor =>
    {
        var isFree = descriptor.DefaultSeverity != DiagnosticSeverity.Error || descriptor.Id == DiagnosticIds.UnreachablePattern;
        Assert.Equal(isFree ? [] : [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler], descriptor.CustomTags);
    });

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Obeys_the_place_that_it_stands_in(string id)
    {
        var text = SuppressionRows.Of(id);
        var program = GeneratorRunner.Compile([("Program.cs", text)]);
        // It is about a program without handlers, such as a test project, that refers to another one.
        if (id == "RG0306") program = program.AddReferences(s_service.Reference);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var asIs = (await ReportedAsync(driver, program, id)).ToArray();
        Assert.NotEmpty(asIs);
        var isFixed = DiagnosticDescriptors.ById(id).CustomTags.Any();
        if (!isFixed) Assert.Single(asIs);
        foreach (var way in s_ways)
        {
            var edited = In(program, text, id, way, asIs[0].Location.GetLineSpan().Span);
            var found = await ReportedAsync(driver.RunGenerators(edited), edited, id);
            Assert.Equal(
                (way,
                    isFixed ? string.Join(' ', asIs.Select(static one => one.Severity))
                        : Expected(way, DiagnosticDescriptors.ById(id).DefaultSeverity)),
                (way, string.Join(' ', found.Select(static one => one.Severity))));
        }
    }

    private static string Expected(string way, DiagnosticSeverity severity) => way switch
    {
        Pragma or Message or None or NoWarn => "",
        Raised => nameof(DiagnosticSeverity.Error),
        _ => severity.ToString(),
    };

    private static Compilation In(Compilation program, string text, string id, string way, LinePositionSpan place)
    {
        string[] lines = text.Split('\n');
        var (before, at, after) = (lines[..place.Start.Line], lines[place.Start.Line..(place.End.Line + 1)], lines[(place.End.Line + 1)..]);
        var (disable, restore) = ("#pragma warning disable " + id, "#pragma warning restore " + id);
        Compilation With(IEnumerable<string> all) => GeneratorRunner.WithFile(program, "Program.cs", string.Join('\n', all));
        return way switch
        {
            Pragma => With([.. before, disable, .. at, restore, .. after]),
            PragmaBefore => With([.. before, disable, restore, .. at, .. after]),
            Message => With([text.Replace("/*@*/", "[SuppressMessage(\"RouteGen\", \"" + id + "\")]", StringComparison.Ordinal)
                .Replace("/*@assembly*/", "[assembly: SuppressMessage(\"RouteGen\", \"" + id + ":Words\")]", StringComparison.Ordinal)]),
            None => EditorConfig.With(program, "[Program.cs]\ndotnet_diagnostic." + id + ".severity = none"),
            NoneElsewhere => EditorConfig.With(program, "[EntryPoint.cs]\ndotnet_diagnostic." + id + ".severity = none"),
            Raised => EditorConfig.With(program, "[*.cs]\ndotnet_diagnostic." + id + ".severity = error"),
            NoWarn => program.WithOptions(program.Options.WithSpecificDiagnosticOptions([new(id, ReportDiagnostic.Suppress)])),
            _ => program,
        };
    }

    private static async Task<IEnumerable<Diagnostic>> ReportedAsync(GeneratorDriver driver, Compilation program, string id)
    {
        var generated = driver.GetRunResult().Diagnostics;
        var analyzed = await program.WithAnalyzers(
            [
                new UnawaitedCallAnalyzer(), new LeakedResponseAnalyzer(), new BlockingCallAnalyzer(), new AsyncVoidAnalyzer(),
                new IdleAttributeAnalyzer(),
            ])
            .GetAnalyzerDiagnosticsAsync();
        return generated.Concat(analyzed).Where(one => one.Id == id && !one.IsSuppressed);
    }
}
