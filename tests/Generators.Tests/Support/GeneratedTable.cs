// Runs patterns through the generator and hands back the table that a program with these patterns would have: generated, compiled and
// loaded in memory. One file, without the rest of this project, so that other test projects can link it; such a project references
// Microsoft.CodeAnalysis.CSharp, and the generator's project with Aliases="Generators".
extern alias Generators;

using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Generators::RouteGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>Makes compiled tables in memory.</summary>
internal static class GeneratedTable
{
    private const string ModuleInitializer = "[global::System.Runtime.CompilerServices.ModuleInitializer]";

    private static readonly Lazy<MetadataReference[]> s_references = new(FindReferences);

    /// <summary>What programs in memory are compiled against: the framework and the runtime, nothing of the test project.</summary>
    internal static IReadOnlyList<MetadataReference> References => s_references.Value;

    /// <summary>The table of a program whose handlers have these patterns.</summary>
    /// <param name="patterns">At least one; the generator must accept all, be it with warnings.</param>
    internal static MatchTable Build(IEnumerable<string> patterns)
    {
        var table = Build(patterns, out var diagnostics);
        var errors = diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count != 0) throw new ArgumentException(string.Join('\n', errors), nameof(patterns));
        return table ?? throw new ArgumentException("There is no pattern.", nameof(patterns));
    }

    /// <summary>As the other overload, for patterns of which some may be refused.</summary>
    /// <param name="patterns">Any number.</param>
    /// <param name="diagnostics">What the generator reported; the first argument of a message is the pattern.</param>
    /// <returns>The table of the patterns that were accepted; null: of none.</returns>
    internal static MatchTable? Build(IEnumerable<string> patterns, out IReadOnlyList<Diagnostic> diagnostics)
    {
        var (compilation, result) = Generate(patterns);
        diagnostics = result.Diagnostics;
        return result.GeneratedTrees.IsEmpty ? null : Load(compilation, result.GeneratedTrees);
    }

    /// <summary>What the generator reports for a program whose handlers have these patterns; nothing is compiled.</summary>
    internal static IReadOnlyList<Diagnostic> Diagnose(IEnumerable<string> patterns) => Generate(patterns).Result.Diagnostics;

    private static (Compilation Compilation, GeneratorDriverRunResult Result) Generate(IEnumerable<string> patterns)
    {
        var compilation = CSharpCompilation.Create(
            "InMemory",
            [CSharpSyntaxTree.ParseText(Program(patterns), path: "Program.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return (compilation, CSharpGeneratorDriver.Create(new RouteGenerator()).RunGenerators(compilation).GetRunResult());
    }

    /// <summary>Compiles a program with its generated part and makes an instance of its table.</summary>
    internal static MatchTable Load(Compilation program, IEnumerable<SyntaxTree> generated)
    {
        using var image = new MemoryStream();
        var emitted = program.AddSyntaxTrees(generated.Select(WithoutRegistration)).Emit(image);
        if (!emitted.Success) throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        var type = assembly.GetType("RouteGen.Generated.ServeMuxTable", throwOnError: true)!;
        return (MatchTable)Activator.CreateInstance(type, nonPublic: true)!;
    }

    /// <summary>
    /// A generated file that registers no table: DefaultServeMux takes one for the life of a process, and here there are many.
    /// </summary>
    internal static SyntaxTree WithoutRegistration(SyntaxTree tree)
    {
        var text = tree.ToString();
        return CSharpSyntaxTree.ParseText(
            text.Replace(ModuleInitializer, "", StringComparison.Ordinal), (CSharpParseOptions)tree.Options, tree.FilePath);
    }

    // A method with very many attributes is slow to compile, so that patterns share one by the dozen.
    private static string Program(IEnumerable<string> patterns)
    {
        var program = new StringBuilder("using RouteGen;\nstatic class Handlers\n{\n    static void Main() { }\n");
        var count = 0;
        foreach (var chunk in patterns.Chunk(24))
        {
            foreach (var pattern in chunk)
                program.Append("    [HandleFunc(").Append(SymbolDisplay.FormatLiteral(pattern, quote: true)).Append(")]\n");
            program.Append("    internal static void Serve").Append(count++).Append("(ResponseWriter w, Request r) { }\n");
        }

        return program.Append("}\n").ToString();
    }

    private static MetadataReference[] FindReferences()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(MatchTable).Assembly.Location);
        return [.. paths.Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
