using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace RouteGen.Tests;

/// <summary>The budget of the generator, with room for a machine that is busy with other things.</summary>
public sealed class ColdTimeTests(ITestOutputHelper output)
{
    private const int RunCount = 3;

    [Fact]
    public void A_thousand_routes_are_laid_out_within_the_budget()
    {
        Run(Program("warm-up"));
        // The least of a few: what the machine does beside it, it does not do in each.
        var cold = Enumerable.Range(0, RunCount).Min(static run => Run(Program($"measured{run}")));

        output.WriteLine(
            FormattableString.Invariant($"1,000 routes, cold: {cold.TotalMilliseconds:F0} ms (budget 500 ms on a quiet machine)"));
        Assert.InRange(cold, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void An_edit_beside_a_library_of_a_thousand_routes_costs_little()
    {
        var methods = string.Concat(
            Enumerable.Range(0, 1000)
                .Select(static index => $"[Get(\"/r{index}\")] internal static void M{index}(ResponseWriter w, Request r) {{ }}\n"));
        Compilation program = Libraries.Program("", Libraries.Compile("Many", "using RouteGen; static class Many { " + methods + " }"));
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        var best = TimeSpan.MaxValue;
        for (var edit = 0; edit < 20; edit++)
        {
            program = GeneratorRunner.WithFile(program, "Program.cs", $"static class Edit{edit};");
            var watch = Stopwatch.StartNew();
            driver = driver.RunGenerators(program);
            if (watch.Elapsed < best) best = watch.Elapsed;
        }

        output.WriteLine(
            FormattableString.Invariant(
                $"1,000 routes of a library, an edit: {best.TotalMilliseconds:F1} ms (budget 20 ms on a quiet machine)"));
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    private static TimeSpan Run(CSharpCompilation compilation)
    {
        var watch = Stopwatch.StartNew();
        var result = GeneratorRunner.Driver().RunGenerators(compilation).GetRunResult();
        watch.Stop();
        // The table, its look-up data, its sources, what other programs are told, and what routes.json says.
        Assert.Equal(5, result.GeneratedTrees.Length);
        return watch.Elapsed;
    }

    private static CSharpCompilation Program(string name) => GeneratorRunner.Compile(Enumerable.Range(0, 20).Select(file => (
        $"F{file}.cs",
        $"using RouteGen; static class F{file}\n{{\n" + string.Concat(Enumerable.Range(0, 50).Select(index =>
            $"    [HandleFunc(\"/{name}/{file}/{index}{(index % 3 == 0 ? "/" : "")}\")] internal static void H{index}(ResponseWriter w, "
                + $"Request r) {{ }}\n")) + "}\n")));
}
