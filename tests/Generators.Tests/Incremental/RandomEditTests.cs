using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// After any sequence of edits, what the generator has kept and read again is what it makes of the program from nothing, and its search
/// finds the attributes that the compiler's finds. <c>ROUTEGEN_EDITS=5000</c> makes more edits, <c>ROUTEGEN_SEED</c> repeats a run.
/// </summary>
public sealed class RandomEditTests
{
    private const int EditsOfProgram = 25;

    private static readonly int s_count = Number("ROUTEGEN_EDITS") ?? 200;
    private static readonly int s_seed = Number("ROUTEGEN_SEED") ?? 20261130;

    [Fact]
    public void Random_edits_give_the_result_of_a_run_from_nothing()
    {
        var routes = 0;
        Parallel.For(0, (s_count + EditsOfProgram - 1) / EditsOfProgram, number =>
        {
            var program = new RandomProgram(s_seed + number);
            var driver = Driver(program).RunGenerators(program.Compilation);
            var edits = new List<string>();
            for (var edit = 0; edit < EditsOfProgram; edit++)
            {
                var (options, properties) = (program.Options, program.Properties);
                edits.Add(program.Edit());
                if (program.Options != options) driver = driver.WithUpdatedParseOptions(program.Options);
                if (program.Properties != properties)
                    driver = driver.WithUpdatedAnalyzerConfigOptions(new BuildProperties(program.Properties));
                driver = driver.RunGenerators(program.Compilation);
                var expected = Describe(Driver(program).RunGenerators(program.Compilation));
                var actual = Describe(driver);
                Assert.True(expected == actual, Message("The results differ", Difference(expected.Split('\n'), actual.Split('\n'))));
                Interlocked.Add(ref routes, driver.GetRunResult().Results[0].GeneratedSources.Length);
                if (edit % 5 != 4) continue;
                var (own, compilers) = CompilersFinder.Find(program.Compilation);
                Assert.True(own.SequenceEqual(compilers), Message("The searches differ", Difference(compilers, own)));
            }

            string Message(string what, string details) =>
                $"{what}, with ROUTEGEN_SEED={s_seed + number} after {string.Join(", ", edits)}:\n{details}\n"
                    + string.Join("\n", program.Compilation.SyntaxTrees.Select(static tree => $"=== {tree.FilePath}\n{tree}"));
        });

        Assert.True(routes > s_count, $"{routes} files were generated");
    }

    // Steps are not tracked: if they are, Roslyn 4.14 loses values. CombineNode keeps an empty entry for a removed input, and for a cached
    // table it copies as many entries as there are inputs, so the last ones are missing after the next run.
    private static GeneratorDriver Driver(RandomProgram program) => CSharpGeneratorDriver.Create(
        [new RouteGenerator().AsSourceGenerator()], parseOptions: program.Options,
        optionsProvider: new BuildProperties(program.Properties));

    private static string Describe(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return string.Join('\n', result.GeneratedSources.Select(static source => source.HintName + "\n" + source.SourceText))
            + string.Join('\n', result.Diagnostics.Select(static problem => problem.ToString()).Order(StringComparer.Ordinal));
    }

    private static string Difference(string[] expected, string[] actual) => string.Join(
        '\n',
        expected.Except(actual).Select(static line => "- " + line).Concat(actual.Except(expected).Select(static line => "+ " + line)));

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
