using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// Generated code compiles wherever its user's does: several hundred odd parts of programs, compiled in batches with every warning an
/// error, in programs and in libraries.
/// </summary>
public sealed class OddProgramsTests
{
    private const int BatchSize = 128;

    private const string Head = """
        #nullable enable
        #pragma warning disable
        using System; using System.Collections.Generic; using System.Diagnostics.CodeAnalysis; using System.Threading.Tasks; using RouteGen;
        #line 1

        """;

    public static TheoryData<string> Settings() => ["program", "library", "compliant, nullable off, C# 12"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Generated_code_compiles_without_a_warning_wherever_its_user_s_does(string settings)
    {
        var parts = OddPrograms.All()
            .Select(
                static (part, index) =>
                    (part.Name,
                        Text: Head + part.Text.Replace("§", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)))
                            .ToArray();
        Assert.True(parts.Length > 400, $"{parts.Length} parts");
        var failures = parts.Chunk(BatchSize).SelectMany(batch => Compile(batch, settings)).ToArray();
        Assert.True(failures.Length == 0, $"{failures.Length} failures:\n{string.Join('\n', failures.Take(40))}");
    }

    private static IEnumerable<string> Compile((string Name, string Text)[] batch, string settings)
    {
        var options = GeneratorRunner.ParseOptions.WithLanguageVersion(
            settings.Contains("C# 12", StringComparison.Ordinal) ? LanguageVersion.CSharp12 : LanguageVersion.Preview);
        var trees = batch.Select(part => CSharpSyntaxTree.ParseText(part.Text, options, "/src/app/" + part.Name.Replace('/', '|') + ".cs"))
            .ToList();
        trees.Add(CSharpSyntaxTree.ParseText(OddPrograms.Common, options, "/src/app/Common.cs"));
        if (settings.Contains("compliant", StringComparison.Ordinal))
            trees.Add(CSharpSyntaxTree.ParseText("[assembly: System.CLSCompliant(true)]", options, "/src/app/Compliant.cs"));
        if (settings != "library")
            trees.Add(
                CSharpSyntaxTree.ParseText(
                    "internal static class EntryPoint { private static void Main() { } }", options, "/src/app/EntryPoint.cs"));
        var compilation = CSharpCompilation.Create("Odd", trees, GeneratedTable.References, new CSharpCompilationOptions(
            settings == "library" ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication,
            allowUnsafe: true,
            warningLevel: 9999,
            nullableContextOptions: settings.Contains("nullable off", StringComparison.Ordinal) ? NullableContextOptions.Disable
                : NullableContextOptions.Enable));

        // What does not compile by itself says nothing: such a part is taken out where its setting is what it does not fit.
        var broken = compilation.GetDiagnostics()
            .Where(static one => one.Severity == DiagnosticSeverity.Error && !IsCausedByMissingPart(one)).ToArray();
        if (broken.Length != 0 && settings == "program") return broken.Select(static one => "by itself: " + one);
        var brokenTrees = broken.Select(static one => one.Location.SourceTree).ToHashSet();
        compilation = compilation.RemoveSyntaxTrees(compilation.SyntaxTrees.Where(brokenTrees.Contains));

        CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported);
        return output.GetDiagnostics()
            .Concat(
                reported.Where(
                    one => one.Severity == DiagnosticSeverity.Error && !(settings == "library" && one.Id == DiagnosticIds.NotMountable)))
            .Where(static one => one.Severity >= DiagnosticSeverity.Warning)
            .Select(static one => one.ToString());
    }

    // What the generated part implements.
    private static bool IsCausedByMissingPart(Diagnostic one) => one.Id is "CS0535" or "CS0534";
}
