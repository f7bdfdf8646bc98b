using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>Where problems stand after edits: always in the files of the last compilation, which are all that is kept.</summary>
public sealed class LocatedProblemTests
{
    private const string Odd = """
        using RouteGen;
        static class Handlers
        {
        #pragma warning disable RG0000
            [Get("/x/{id}")] internal static void X(ResponseWriter w, Request r) { }
            [Get("/y"), Get("/Y")] internal static void Y(ResponseWriter w, Request r) { }
        }
        """;

    private static readonly string s_quiet = Odd.Replace("RG0000", "RG0104", StringComparison.Ordinal);

    [Fact]
    public void A_pragma_that_an_edit_changes_counts_although_the_place_stays_the_same()
    {
        var program = GeneratorRunner.Compile([("Program.cs", Odd)]);
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        Assert.Equal(["RG0104", "RG0205"], Ids(driver));

        driver = driver.RunGenerators(GeneratorRunner.WithFile(program, "Program.cs", s_quiet));
        Assert.Equal(["RG0205"], Ids(driver));
        Assert.Equal(["RG0104", "RG0205"], Ids(driver.RunGenerators(program)));
    }

    [Fact]
    public void An_editorconfig_that_changes_counts_and_runs_nothing_again()
    {
        var program = GeneratorRunner.Compile([("Program.cs", Odd)]);
        var driver = GeneratorRunner.Driver().RunGenerators(program)
            .RunGenerators(EditorConfig.With(program, "[*]\ndotnet_diagnostic.RG0104.severity = none"));

        Assert.Equal(["RG0205"], Ids(driver));
        PipelineSteps.AssertCached(driver.GetRunResult());
    }

    [Fact]
    public void An_edit_of_another_file_reports_nothing_again()
    {
        var program = GeneratorRunner.Compile([("Program.cs", Odd)]);
        var edited = GeneratorRunner.WithUnrelatedEdit(program);
        var result = GeneratorRunner.Driver().RunGenerators(program).RunGenerators(edited).GetRunResult();

        PipelineSteps.AssertCached(result);
        Assert.Equal(0, PipelineSteps.CountOutputsRun(result));
        Assert.All(result.Diagnostics, one => Assert.True(edited.ContainsSyntaxTree(one.Location.SourceTree!)));
    }

    [Fact]
    public void Of_two_files_of_one_path_the_one_that_has_the_place_is_meant()
    {
        var program = GeneratorRunner.Compile([("Program.cs", s_quiet)])
            .AddSyntaxTrees(Parse("\n\nstatic class Other { }\n" + new string('\n', 30) + new string(' ', 500)));
        Assert.Equal(["RG0205"], Ids(GeneratorRunner.Driver().RunGenerators(program)));
    }

    [Fact]
    public void Of_two_files_of_one_path_that_both_have_it_none_is_meant_and_the_path_is_told()
    {
        var program = GeneratorRunner.Compile([("Program.cs", s_quiet)])
            .AddSyntaxTrees(
                Parse(s_quiet.Replace("Handlers", "HandlerZ", StringComparison.Ordinal).Replace("/x/", "/z/", StringComparison.Ordinal)));
        var found = GeneratorRunner.Driver().RunGenerators(program).GetRunResult().Diagnostics.Where(static one => one.Id == "RG0104")
            .ToArray();

        Assert.Equal(2, found.Length);
        Assert.All(found, static one => Assert.Equal((false, "/src/app/Program.cs"), (one.IsSuppressed, one.Location.GetLineSpan().Path)));
    }

    [Fact]
    public void Nothing_of_an_older_compilation_is_kept()
    {
        var (driver, old) = Edited();
        for (var attempt = 0; attempt < 20 && old.Any(static one => one.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(true, old.Select(static one => one.IsAlive));
        Assert.Equal(["RG0104", "RG0205"], Ids(driver));
    }

    // Apart from the test, whose locals would keep what they once held.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference[] Old) Edited()
    {
        Compilation first = GeneratorRunner.Compile(
            [("Program.cs", Odd),
                ("Third.cs",
                    Odd.Replace("Handlers", "Third", StringComparison.Ordinal).Replace("\"/", "\"/t/", StringComparison.Ordinal))]);
        var second = GeneratorRunner.WithFile(first, "Program.cs", "\n" + Odd);
        var third = GeneratorRunner.WithFile(GeneratorRunner.WithUnrelatedEdit(second), "Third.cs", "");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new RouteGenerator().AsSourceGenerator()], parseOptions: GeneratorRunner.ParseOptions);
        driver = driver.RunGenerators(first).RunGenerators(second).RunGenerators(third);
        var trees = first.SyntaxTrees.Concat(second.SyntaxTrees).Where(tree => !third.ContainsSyntaxTree(tree));
        return (driver, [new(first), new(second), .. trees.Select(static tree => new WeakReference(tree))]);
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, GeneratorRunner.ParseOptions, "/src/app/Program.cs");

    private static IEnumerable<string> Ids(GeneratorDriver driver) =>
        driver.GetRunResult().Diagnostics.Where(static one => !one.IsSuppressed).Select(static one => one.Id).Order(StringComparer.Ordinal);
}
