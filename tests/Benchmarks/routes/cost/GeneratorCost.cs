extern alias Generators;

using Generators::RouteGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Benchmarks;

/// <summary>
/// Measures the generator by itself: of a compilation that knows nothing yet, and of the next one after a keystroke elsewhere.
/// </summary>
internal static class GeneratorCost
{
    /// <summary>Prints medians. Throws if an edit writes an output again.</summary>
    internal static void Print(int routeCount, int roundCount)
    {
        var (cold, edit) = (new Cost[roundCount], new Cost[roundCount]);
        var (least, odd) = (new Cost[roundCount], new Cost[roundCount]);
        var route = new Cost[roundCount];
        var first = Cold(routeCount, isTracked: true, out var driver, out var compilation);
        AssertCached(driver.RunGenerators(Edited(compilation, roundCount)).GetRunResult().Results[0]);
        for (var round = 0; round < roundCount; round++)
        {
            cold[round] = Cold(routeCount, isTracked: false, out driver, out compilation);
            var edited = Edited(compilation, round);
            edit[round] = Cost.Of(() => driver.RunGenerators(edited));
            edited = WithOtherRoute(compilation, round);
            route[round] = Cost.Of(() => driver.RunGenerators(edited));
            GeneratorDriver finder = CSharpGeneratorDriver.Create(
                [new AttributeFinder().AsSourceGenerator()], parseOptions: MixedProgram.ParseOptions).RunGenerators(compilation);
            edited = Edited(compilation, round);
            least[round] = Cost.Of(() => finder.RunGenerators(edited));
            var (warned, program) = Warned(routeCount);
            edited = Edited(program, round);
            odd[round] = Cost.Of(() => warned.RunGenerators(edited));
        }

        Console.WriteLine($"{routeCount} mixed routes, medians of {roundCount} rounds:");
        Console.WriteLine($"  cold {Cost.Median(cold)} (at most 500); the first in its process, compiled meanwhile, {first}");
        Console.WriteLine($"  after an unrelated edit {Cost.Median(edit)} (at most 20), every output cached");
        Console.WriteLine($"  after an edit of one route, in the file of all: {Cost.Median(route)}");
        Console.WriteLine(
            $"  of an unrelated edit, what the compiler takes to find the attributes again, by a generator that does nothing else: "
                + $"{Cost.Median(least)}");
        Console.WriteLine(
            $"  after an unrelated edit beside {routeCount} handlers with a warning each, which are read from their text: "
                + $"{Cost.Median(odd)}");
    }

    /// <summary>Prints medians for a program whose routes stand in files of fifty, as those of a large program do.</summary>
    internal static void PrintFiles(int routeCount, int roundCount)
    {
        const int perFile = 50;
        var (cold, edit, route) = (new Cost[roundCount], new Cost[roundCount], new Cost[roundCount]);
        for (var round = 0; round < roundCount; round++)
        {
            var files = Enumerable.Range(0, routeCount / perFile)
                .Select(
                    static index =>
                        MixedProgram.Parse(
                            $"File{index}.cs",
                            "using RouteGen;\n" + MixedProgram.ClassText($"Handlers{index}", index * perFile, perFile, isPlain: false)));
            var program = MixedProgram.Compile(0, isPlain: false)
                .AddSyntaxTrees([MixedProgram.Parse("Other.cs", "static class Other;"), .. files]);
            var driver = Run(
                CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: MixedProgram.ParseOptions), program,
                out cold[round]);
            if (!driver.GetRunResult().Diagnostics.IsEmpty) throw new InvalidOperationException("There is a problem.");
            Run(driver, Edited(program, round), out edit[round]);
            var text = program.SyntaxTrees[2].ToString().Replace("/exact/area0/end", $"/exact/area0/end{round}", StringComparison.Ordinal);
            Run(driver, program.ReplaceSyntaxTree(program.SyntaxTrees[2], MixedProgram.Parse("File0.cs", text)), out route[round]);
        }

        Console.WriteLine($"{routeCount} mixed routes in files of {perFile}, medians of {roundCount} rounds:");
        Console.WriteLine($"  cold {Cost.Median(cold)}");
        Console.WriteLine($"  after an unrelated edit {Cost.Median(edit)}");
        Console.WriteLine($"  after an edit of one route {Cost.Median(route)}");
    }

    /// <summary>Prints medians for a program of many muxes with ten routes each, all in files of their own.</summary>
    internal static void PrintMuxes(int muxCount, int roundCount)
    {
        var (cold, edit, route) = (new Cost[roundCount], new Cost[roundCount], new Cost[roundCount]);
        for (var round = 0; round < roundCount; round++)
        {
            var program = MixedProgram.Compile(0, isPlain: false).AddSyntaxTrees(
                [MixedProgram.Parse("Other.cs", "static class Other;"),
                    .. Enumerable.Range(0, muxCount)
                        .Select(static index => MixedProgram.Parse($"Mux{index}.cs", MixedProgram.MuxText(index, "x")))]);
            var driver = Run(
                CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: MixedProgram.ParseOptions), program,
                out cold[round]);
            if (driver.GetRunResult() is not { Diagnostics.IsEmpty: true } result || result.GeneratedTrees.Length < muxCount)
                throw new InvalidOperationException("A mux is missing.");
            Run(driver, Edited(program, round), out edit[round]);
            Run(driver,
                program.ReplaceSyntaxTree(program.SyntaxTrees[2], MixedProgram.Parse("Mux0.cs", MixedProgram.MuxText(0, $"y{round}"))),
                out route[round]);
        }

        Console.WriteLine($"{muxCount} muxes of 10 routes, medians of {roundCount} rounds:");
        Console.WriteLine($"  cold {Cost.Median(cold)}");
        Console.WriteLine($"  after an unrelated edit {Cost.Median(edit)}");
        Console.WriteLine($"  after an edit of one route {Cost.Median(route)}");
    }

    private static GeneratorDriver Run(GeneratorDriver driver, Compilation program, out Cost cost)
    {
        var run = driver;
        cost = Cost.Of(() => run = driver.RunGenerators(program));
        return run;
    }

    // Nothing is bound yet: the generator pays for what it makes the compiler look at.
    private static Cost Cold(int routeCount, bool isTracked, out GeneratorDriver driver, out CSharpCompilation compilation)
    {
        var program = compilation = MixedProgram.Compile(routeCount, isPlain: false)
            .AddSyntaxTrees(MixedProgram.Parse("Other.cs", "static class Other;"));
        GeneratorDriver run = CSharpGeneratorDriver.Create(
            [new RouteGenerator().AsSourceGenerator()],
            parseOptions: MixedProgram.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, isTracked));
        var cost = Cost.Of(() => run = run.RunGenerators(program));
        var result = run.GetRunResult();
        if (result.GeneratedTrees.Length != 5 || !result.Diagnostics.IsEmpty)
            throw new InvalidOperationException(
                string.Join(
                    '\n',
                    result.Diagnostics.Select(static one => one.ToString())
                        .Concat(result.GeneratedTrees.Select(static tree => tree.FilePath))));
        driver = run;
        return cost;
    }

    private static (GeneratorDriver Driver, CSharpCompilation Program) Warned(int count)
    {
        var handlers = string.Concat(
            Enumerable.Range(0, count)
                .Select(static index => $"[Get(\"/h{index}/{{x}}\")] internal static void H{index}(ResponseWriter w, Request r) {{ }}\n"));
        var program = MixedProgram.Compile(1, isPlain: false)
            .AddSyntaxTrees(
                MixedProgram.Parse("Other.cs", "static class Other;"),
                MixedProgram.Parse("Odd.cs", "using RouteGen;\nstatic class Odd {\n" + handlers + "}"));
        var driver = CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: MixedProgram.ParseOptions)
            .RunGenerators(program);
        return driver.GetRunResult().Diagnostics.Length == count ? (driver, program)
            : throw new InvalidOperationException("A warning is missing.");
    }

    private static void AssertCached(GeneratorRunResult result)
    {
        var outputs = result.TrackedOutputSteps.Values.SelectMany(static steps => steps).SelectMany(static step => step.Outputs);
        if (outputs.Any(static output => output.Reason != IncrementalStepRunReason.Cached))
            throw new InvalidOperationException("An output was written again.");
    }

    private static CSharpCompilation WithOtherRoute(CSharpCompilation compilation, int round) => compilation.ReplaceSyntaxTree(
        compilation.SyntaxTrees[0],
        MixedProgram.Parse(
            "Program.cs",
            compilation.SyntaxTrees[0].ToString().Replace("/exact/area0/end", $"/exact/area0/end{round}", StringComparison.Ordinal)));

    private static CSharpCompilation Edited(CSharpCompilation compilation, int round) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[1], MixedProgram.Parse("Other.cs", $"static class Other{round};"));
}
