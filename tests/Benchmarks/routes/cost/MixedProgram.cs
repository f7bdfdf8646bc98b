using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Benchmarks;

/// <summary>A program with routes of every kind: exact, prefixes, wildcards with methods, tails, and hosts.</summary>
internal static class MixedProgram
{
    private const int KindCount = 5;

    private static readonly Lazy<MetadataReference[]> s_references = new(References);

    /// <summary>As build/RouteGen.props lets the compiler parse.</summary>
    internal static CSharpParseOptions ParseOptions { get; } = CSharpParseOptions.Default.WithFeatures(
        [new("InterceptorsNamespaces", "RouteGen.Generated")]);

    /// <summary>The text of its one file.</summary>
    /// <param name="routeCount">How many routes; a multiple of five.</param>
    /// <param name="isPlain">Whether the handlers stand there without their attributes: the same program without routes.</param>
    internal static string Text(int routeCount, bool isPlain) =>
        "using RouteGen; await Http.ListenAndServeAsync(\":0\");\n" + ClassText("Handlers", 0, routeCount, isPlain);

    /// <summary>The text of a class of it.</summary>
    /// <param name="className">Its name.</param>
    /// <param name="first">The number of its first route; a multiple of five, as is the next.</param>
    /// <param name="routeCount">How many routes.</param>
    /// <param name="isPlain">As for <see cref="Text"/>.</param>
    internal static string ClassText(string className, int first, int routeCount, bool isPlain)
    {
        var text = new StringBuilder("static class ").Append(className).Append(" {\n");
        for (var index = first / KindCount; index < (first + routeCount) / KindCount; index++)
        {
            var n = index.ToString(CultureInfo.InvariantCulture);
            Add($"HandleFunc(\"/exact/area{n}/end\")", $"Exact{n}", "\"a\"u8");
            Add($"HandleFunc(\"/prefix/area{n}/\")", $"Prefix{n}", "\"b\"u8");
            Add($"Get(\"/items{n}/{{id}}\")", $"Item{n}", "r.PathValue(\"id\")");
            Add($"Post(\"/items{n}/{{id}}/parts/{{rest...}}\")", $"Part{n}", "r.PathValue(\"id\") + r.PathValue(\"rest\")");
            Add($"Put(\"host{index % 10}.example.com/area{n}/end\")", $"Host{n}", "\"c\"u8");
        }

        return text.Append("}\n").ToString();

        void Add(string attribute, string name, string answer)
        {
            text.Append("  ");
            if (!isPlain) text.Append('[').Append(attribute).Append("] ");
            text.Append("internal static void ").Append(name).Append("(ResponseWriter w, Request r) => w.Write(").Append(answer)
                .Append(");\n");
        }
    }

    /// <summary>The text of a class that is a mux with ten routes.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="last">The last segment of its first route.</param>
    internal static string MuxText(int index, string last)
    {
        var text = new StringBuilder("using RouteGen;\n[ServeMux] public partial class Mux").Append(index).Append(" {\n");
        for (var route = 0; route < 10; route++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"  [Get(\"/area{route}/{{id}}/{(route == 0 ? last : "x")}\")] void H{route}(ResponseWriter w, Request r) => "
                    + $"w.Write(r.PathValue(\"id\"));\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>The program, parsed, with nothing bound yet.</summary>
    internal static CSharpCompilation Compile(int routeCount, bool isPlain) => CSharpCompilation.Create(
        "App",
        [Parse("Program.cs", Text(routeCount, isPlain))],
        s_references.Value,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A file of it.</summary>
    internal static SyntaxTree Parse(string name, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, "/src/app/" + name);

    private static MetadataReference[] References() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(
                static path =>
                    Path.GetFileName(path) == "RouteGen.dll"
                        || Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(static path => MetadataReference.CreateFromFile(path))];
}
