using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>Compiled tables of which some lines have run, held against the linear reader of the entries that are registered.</summary>
public sealed class ArmedLinesTests
{
    [Theory]
    [InlineData(5, 12)]
    [InlineData(40, 6)]
    [InlineData(400, 1)]
    public void Random_lines_that_have_run_answer_as_the_linear_reader_of_these_does(int count, int sets)
    {
        for (var seed = 0; seed < sets; seed++)
        {
            AssertSame(new PatternSets(seed + count), static (sets, count) => sets.NewPatterns(count), count);
            AssertSame(new PatternSets(seed + count), static (sets, count) => sets.Patterns(count), count);
        }
    }

    // From none to all of the lines; a third of the patterns are of attributes, which are always there.
    private static void AssertSame(PatternSets sets, Func<PatternSets, int, string[]> make, int count)
    {
        var patterns = make(sets, count);
        var random = new Random(count);
        (string Host, byte[] Path)[] queries = [.. sets.Queries(patterns.Take(24))];
        var table = Build(patterns);
        LinearComparison.AssertSame(table, queries);
        var waiting = Enumerable.Range(0, table.Entries.Length).Where(index => !table.Entries[index].IsRegistered).ToArray();
        Assert.NotEmpty(waiting);
        random.Shuffle(waiting);
        foreach (var some in waiting.Chunk((waiting.Length / 4) + 1))
        {
            var before = table;
            foreach (var index in some) table = table.With(index, Http.NotFoundHandler());
            LinearComparison.AssertSame(table, queries);
            LinearComparison.AssertSame(before, queries.Take(50));
        }

        Assert.All(table.Entries.ToArray(), static entry => Assert.True(entry.IsRegistered));
    }

    private static CompiledTable Build(string[] patterns)
    {
        var program = new StringBuilder("using RouteGen;\nstatic class Startup\n{\n");
        foreach (var pattern in patterns.Where(static (_, index) => index % 3 == 0))
            program.Append("    [HandleFunc(").Append(Literal(pattern)).Append(")]\n");
        program.Append("    internal static void Serve(ResponseWriter w, Request r) { }\n    static void All()\n    {\n");
        foreach (var pattern in patterns.Where(static (_, index) => index % 3 != 0))
            program.Append("        Http.HandleFunc(").Append(Literal(pattern)).Append(", Serve);\n");
        var compilation = GeneratorRunner.Compile([("Program.cs", program.Append("    }\n}\n").ToString())]);
        var result = GeneratorRunner.Driver().RunGenerators(compilation).GetRunResult();
        return (CompiledTable)GeneratedTable.Load(compilation, result.GeneratedTrees);
    }

    private static string Literal(string pattern) => SymbolDisplay.FormatLiteral(pattern, quote: true);
}
