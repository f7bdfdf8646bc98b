extern alias Generators;

using System.Runtime.CompilerServices;
using Generators::RouteGen.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RouteGen.Tests;

/// <summary>The example on the page of a rule reports that rule at the places that it is about, and nothing else.</summary>
public sealed class RuleExampleTests
{
    private const string Usings = "using System.Threading.Tasks; using RouteGen;\n";

    // In a class, in the way that a page says nothing about.
    internal const string Members = Usings + "static class Handlers {\n@\n}";

    private const string Attributes = Usings + "static class Handlers {\n@\ninternal static void Serve(ResponseWriter w, Request r) { }\n}";

    internal const string Types = Usings + "@";

    private const string Statements = Usings
        + "static class Handlers { static async Task Run(string url, Client client, string[] names) { await Task.Yield();\n@\n} }";

    // What examples name without saying what it is.
    internal const string Given = """
        using System; using System.Threading.Tasks; using RouteGen;
        struct Auth : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        static class Names
        {
            internal static readonly string[] names = ["a"];
            internal static void Serve(ResponseWriter w, Request r) { }
        }
        [ServeMux] public partial class Given { [Get("h.example.com/x")] void X(ResponseWriter w, Request r) { } }
        """;

    // RG0306 is about a project without handlers.
    private static readonly string s_withoutMux = Given[..Given.IndexOf("[ServeMux]", StringComparison.Ordinal)];

    private static readonly string s_folder = Path.GetFullPath(Path.Combine(Here(), "../../../docs/rules"));

    // Of a damaged library, of settings of a project, or of thousands of routes; tests of their own hold them.
    private static readonly string[] s_withoutExample =
        ["RG0208", "RG0209", "RG0301", "RG0302", "RG0305", "RG0310", "RG0311", "RG0399"];

    private static readonly Library s_other = Libraries.Compile(
        "Other", "namespace Other { [RouteGen.ServeMux] public partial class Api { } }");

    private const string Route =
        "static class Live { [RouteGen.Get(\"/livez\")] internal static void Serve(RouteGen.ResponseWriter w, RouteGen.Request r) { } }";

    private static readonly Library s_library = Libraries.Compile(
        "Shop.Health", Route + " namespace Shop { public static class Options { } }");

    private static readonly Library s_program = Libraries.CompileProgram("Shop", Route);

    public static TheoryData<string, string, string> Examples() => new()
    {
        { "RG0001", Attributes, "\"\" \"example.com\" \"GET{ /orders\" \"/orders/no{n}\" \"/{a...}/b\" \"/{id:int}\" "
            + "\"http://example.com/a\" \"/{id}/{id}\" \"/a\\nb\"" },
        { "RG0002", Attributes, "\"/a//b\" \"/a/./b\" \"/a/../b\"" },
        { "RG0003", Types, "\"v1\" \"v1/items\" \"v1.0/items\" \"example.com\" \"/v1/\" \"example.com/v1\"" },
        {
            "RG0004", Members,
            "\"/files/*\" \"/orders/:id\" \"/orders/<id>\" \"/[controller]/list\" \"/search?q=x\" \"/page#top\" \"get /list\" "
                + "\"GET/list\" \"~/home\" "
            + "\"localhost:8080/home\" \"api/orders\" \"ANY /any\" \"GET|POST /two\" \"*.example.com/sub\" \"/items/%7Bid%7D\""
        },
        { "RG0101", Members, "A B C D" },
        { "RG0102", Types, "List" },
        { "RG0103", Types, "Ping List Serve" },
        { "RG0104", Members, "\"/orders/{id}\"" },
        { "RG0105", Members, "\"page\"" },
        {
            "RG0106",
            Members.Replace(
                "{\n", "{ static readonly IHandler inner = new ServeMux(); static readonly byte[] data = [];\n", StringComparison.Ordinal),
            "inner.ServeHttpAsync(w, r) w.WriteAsync(data) Http.ServeFileAsync(w, r, \"c.html\")"
        },
        { "RG0107", Types, "Api Inner Generic Special Get(\"/x\", Mux = typeof(string)) Get(\"/y\", Mux = typeof(Base)) Get(\"/z\", Mux = "
            + "typeof(Other.Api))" },
        { "RG0108", Types, "A B C D Mount(\"/f/\")" },
        { "RG0109", Types, "Use(nameof(Check)) Use(\"Chekc\") Use(nameof(Api.Check))" },
        { "RG0110", Types, "Load new HandlerFunc(async (w, r) => await Task.Yield()) async refused => await Task.Yield()" },
        { "RG0111", Types, "Use<Auth> Prefix(\"/v1\") Use<Auth>" },
        { "RG0201", Members, "HandleFunc(\"/orders\") Get(\"/orders/{_no}\")" },
        { "RG0202", Members, "HandleFunc(\"/{_kind}/new\") HandleFunc(\"/help\")" },
        { "RG0203", Members, "HandleFunc(\"/files/\")" },
        { "RG0204", Members, "HandleFunc(\"/orders/\")" },
        { "RG0205", Members, "HandleFunc(\"/orders\")" },
        { "RG0206", Statements, "\"/ping\"" },
        { "RG0207", Types, "Mount(\"/admin/\") Mount(\"/site/\")" },
        { "RG0210", "using static Names; " + Types, "\"/files/\" + name" },
        { "RG0211", Types, "\"/orders/\" \"/files/\" \"/all/orders/\"" },
        {
            "RG0303", Types,
            "ExcludeRoutes(\"Shop.Heath\") ExcludeRoutes(typeof(string)) ExcludeRoutes(typeof(Shop.Options)) "
                + "LibraryPrefix(\"Shop.Health\", \"/b\")"
        },
        { "RG0304", Types, "Get(\"/rates\")" },
        { "RG0306", "using RouteGen; @", "Use<Auth>" },
        { "RG0401", Statements, "Http.GetAsync(url) client.PostAsync(url, \"text/plain\", \"x\") Http.HeadAsync(url)" },
        { "RG0402", Statements,
        "Http.GetAsync(url).Result Http.GetAsync(url).AsTask().GetAwaiter().GetResult() a.Body.ReadAllTextAsync().Result" },
        { "RG0403", Types, "Http.ListenAndServeAsync(\":8080\")" },
        {
            "RG0404", Members.Replace("{\n", "{ const string url = \"\";\n", StringComparison.Ordinal),
            "Http.GetAsync(url) r.Body.ReadAllTextAsync(1000)"
        },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Reports_its_rule_where_it_says_and_nothing_else(string id, string around, string places)
    {
        var text = around.Replace("@", ExampleOf(id), StringComparison.Ordinal);
        var isTop = id is "RG0103" or "RG0110" or "RG0210" or "RG0403";
        var given = id == "RG0306" ? s_withoutMux : Given;
        var compilation = GeneratorRunner.Compile([("Program.cs", text), ("Given.cs", given)]).AddReferences(Referenced(id));
        if (isTop)
            compilation = compilation.RemoveSyntaxTrees(
                compilation.SyntaxTrees.Where(static tree => tree.FilePath.EndsWith("EntryPoint.cs", StringComparison.Ordinal)));
        var generated = GeneratorRunner.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _)
            .GetRunResult().Diagnostics;
        var analyzed = await compilation.WithAnalyzers(
            [
                new UnawaitedCallAnalyzer(), new LeakedResponseAnalyzer(), new BlockingCallAnalyzer(), new AsyncVoidAnalyzer(),
                new IdleAttributeAnalyzer(),
            ])
            .GetAnalyzerDiagnosticsAsync();
        Diagnostic[] all = [.. generated, .. analyzed];

        Assert.Equal(
            id + ": " + places,
            string.Join(' ', all.Select(static one => one.Id).Distinct()) + ": "
            + string.Join(
                ' ',
                all.Select(
                    one =>
                        (one.Location.SourceSpan.Start,
                            Text: text.Substring(one.Location.SourceSpan.Start, one.Location.SourceSpan.Length)))
                .OrderBy(static one => one.Start).Select(static one => one.Text)));
        Assert.Empty(output.GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Every_rule_has_one_or_says_why_not() => Assert.Equal(
        Directory.EnumerateFiles(s_folder, "RG*.md").Select(Path.GetFileNameWithoutExtension).Order(),
        Examples().Select(static row => (string?)row[0]).Concat(s_withoutExample).Order());

    // A page may be about what is referenced.
    private static MetadataReference Referenced(string id) =>
        (id switch { "RG0303" => s_library, "RG0304" or "RG0306" => s_program, _ => s_other }).Reference;

    private static string ExampleOf(string id) => CodeIn(id, "Trigger", "Fix");

    /// <summary>The first code block of a section of a rule's page.</summary>
    internal static string CodeIn(string id, string section, string next)
    {
        var page = File.ReadAllText(Path.Combine(s_folder, id + ".md"));
        var end = page.IndexOf($"\n## {next}\n", StringComparison.Ordinal);
        var text = page[page.IndexOf($"\n## {section}\n", StringComparison.Ordinal)..end];
        const string fence = "```csharp\n";
        var start = text.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return text[start..text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
