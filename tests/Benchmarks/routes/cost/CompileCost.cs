extern alias Generators;

using Generators::RouteGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace RouteGen.Benchmarks;

/// <summary>Measures the compiler on the program as it stands, and with each of the files that the generator wrote for it.</summary>
internal static class CompileCost
{
    /// <summary>Prints medians, each of parsing, binding and emitting from nothing on one thread.</summary>
    internal static void Print(int routeCount, int roundCount)
    {
        var program = MixedProgram.Compile(routeCount, isPlain: false);
        var generated = CSharpGeneratorDriver.Create(new RouteGenerator()).WithUpdatedParseOptions(MixedProgram.ParseOptions)
            .RunGenerators(program).GetRunResult().GeneratedTrees;
        (string Name, bool IsPlain, SyntaxTree[] Trees)[] cases =
        [
            ("handlers without attributes", true, []),
            ("handlers with attributes", false, []),
            .. generated.Where(static tree => !tree.FilePath.EndsWith("/ServeMux.g.cs", StringComparison.Ordinal))
                .Select(tree => (Path.GetFileName(tree.FilePath) + " besides", false, new[] { tree })),
            ("all besides", false, [.. generated]),
        ];
        var costs = cases.Select(static _ => new List<Cost>()).ToArray();
        for (var round = -2; round < roundCount; round++)
        {
            for (var index = 0; index < cases.Length; index++)
            {
                var cost = Of(routeCount, cases[index].IsPlain, cases[index].Trees);
                if (round >= 0) costs[index].Add(cost);
            }
        }

        Console.WriteLine($"{routeCount} mixed routes, medians of {roundCount} rounds:");
        for (var index = 0; index < cases.Length; index++) Console.WriteLine($"  {cases[index].Name,-32} {Cost.Median(costs[index])}");
    }

    private static Cost Of(int routeCount, bool isPlain, SyntaxTree[] generated)
    {
        var texts = generated.Select(static tree => (tree.FilePath, Text: tree.ToString())).ToArray();
        using var image = new MemoryStream();
        return Cost.Of(() =>
        {
            var compilation = MixedProgram.Compile(routeCount, isPlain)
                .AddSyntaxTrees(texts.Select(static text => MixedProgram.Parse(text.FilePath, text.Text)));
            compilation = compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));
            var emitted = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
            if (!emitted.Success) throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
        });
    }
}
