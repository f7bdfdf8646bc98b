// The generator and the analyzers run on every keystroke, on programs that are broken most of the time. Whatever they are given, they do
// not throw; and a program that compiles without them compiles with them.
extern alias Generators;

using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Generators::RouteGen.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RouteGen.Tests;

public sealed partial class RobustnessTests
{
    // A little of everything, for what the samples do without.
    private const string Everything = """
        using System.Threading.Tasks;
        using RouteGen;
        [assembly: Use<Log>]
        [assembly: LibraryPrefix("Lib", "/lib"), ExcludeRoutes(typeof(Lib.Gone))]
        [ServeMux, Prefix("/v1")]
        public sealed partial class Api(string store)
        {
            private ValueTask Guard<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
            [Get("/items/{id}"), Use<Log>, Use(nameof(Guard))] private ValueTask Item(ResponseWriter w, Request r) { w.Write(store + r.PathValue("id")); return default; }
            [HandleFunc("/")] private static void Root(ResponseWriter w, Request r) { }
        }
        [ServeMux] public partial class Site { [Mount("/api/"), Mount("example.com/")] private readonly Api _api = new(""); [Mount("/self/")] Other? Other { get; set; } }
        [ServeMux] partial class Other { }
        static partial class Handlers
        {
            [Get("/a/{x}/b/{rest...}")] [Post("/a/{$}")] internal static async Task A(ResponseWriter w, Request r) => await w.FlushAsync();
            [HandleFunc("DELETE example.com/x/", Mux = typeof(Api))] internal static void B(ResponseWriter w, Request r) { using var c = Http.GetAsync("http://x/").Result; }
            [Put("/c")] static partial void C(ResponseWriter w, Request r);
            static partial void C(ResponseWriter w, Request r) { Http.HandleFunc("/late", static (w, r) => w.Write("late"u8)); }
            [Mount("/site/")] internal static Site Site { get; } = new();
            static void D() { Http.HandleFunc(pattern: "GET /later/{id}", A); ServeMux.Default.Handle("/last/", Handler.From(B)); Http.HandleFunc("/late", async (w, r) => await w.FlushAsync()); }
        }
        struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    private static readonly string[] s_attributes =
        ["HandleFunc", "Get", "Mount", "ServeMux", "Prefix", "Use<Log>", "Use<>", "Use", "ExcludeRoutes", "LibraryPrefix", "LibraryRoute",
            "RouteManifest"];

    private static readonly string[] s_arguments =
    [
        "", "()", "(null)", "((string)null!)", "(default)", "(\"\")", "(\" \")", "(\"/\")", "(\"x\")", "(1)", "('c')", "(typeof(int))",
        "(new object[0])", "(nameof(Log))",
        "(\"/a/\")", "(\"M\")", "(\"/a\", \"/b\")", "(pattern: \"/x\")", "(path: \"/x\")", "(missing: 1)", "(Missing)",
        "(\"/x\", Mux = null)", "(\"/x\", Mux = typeof(Log))", "(\"/x\", Mux = typeof(int[]))",
        "(\"/x\", Mux = typeof(System.Collections.Generic.List<>))", "(\"/x\", Mux = typeof(Missing))", "(Mux = typeof(Log))",
        "(\"/x\", Mux = 3)", "(\"\\ud800\")", "(\"/\\0/\\uffff\")",
        "(\"/{\")", "(\"/{a}{b}\")", "(\"/{a...}/b\")", "(\"/{a}/{a}\")", "(\"/{}\")", "(\"GET  /x\")", "(\"G\\\"T /x\")", "(\"/{$}/x\")",
        "(\"//x/../y\")", "($\"/{1}\")", "(@\"/x\")",
        "(\"/\" + \"x\")", "(\"/x\"u8)", "(\"/x\"", "(\"/x", "(stackalloc int[1])", "(\"\"\"/raw\"\"\")",
        "(\"/very/long/\" + nameof(System) + \"/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}\")",
    ];

    // §: where the attribute stands.
    private static readonly string[] s_targets =
    [
        "static class C { § internal static void M(ResponseWriter w, Request r) { } }",
        "static class C { § static void M(ResponseWriter w, Request r) { } }",
        "class C { § internal void M(ResponseWriter w, Request r) { } }",
        "static class C { § internal static void M<T>(ResponseWriter w, Request r) { } }",
        "static class C<T> { § internal static void M(ResponseWriter w, Request r) { } }",
        "partial class C { § internal static partial System.Threading.Tasks.Task M(ResponseWriter w, Request r); internal static partial "
            + "System.Threading.Tasks.Task M(ResponseWriter w, Request r) => null!; }",
        "file static class C { § internal static void M(ResponseWriter w, Request r) { } }",
        "interface I { § static abstract void M(ResponseWriter w, Request r); }",
        "interface I { § static void M(ResponseWriter w, Request r) { } }",
        "static class C { § internal static void M(in ResponseWriter w, ref Request r) { } }",
        "static class C { § internal static void M(ResponseWriter w, params Request[] r) { } }",
        "static class C { § internal static void M(__arglist) { } }",
        "static class C { static void N() { § static void M(ResponseWriter w, Request r) { } M(null!, null!); } }",
        "static class C { static HandlerFunc F = § static (w, r) => { }; }",
        "class C { § C() { } § ~C() { } § public static C operator +(C a, C b) => a; § int P { § get; § set; } § event System.Action E; § "
            + "int _f; }",
        "§ class C { }", "§ partial class C { }", "§ static partial class C { }", "§ partial struct C { }", "§ partial record C(int X);",
        "§ file partial class C { }", "§ partial interface C { }",
        "§ enum C { }", "§ delegate void C(ResponseWriter w, Request r);",
        "class O { § private partial class C { } } class o { § private partial class c { } } namespace n { § partial class X; } namespace "
            + "N { § partial class x; }", "§ partial class C<T> { }", "[assembly: §]", "[module: §]", "§", "namespace N; §",
        "static class C { [method: §] internal static void M([param: §] ResponseWriter w, § Request r) { } [return: §] internal static "
            + "System.Threading.Tasks.Task N(ResponseWriter w, Request r) => null!; }",
        "[type: §] partial class C<[typevar: §] T> { [return: §] T M() => default!; [field: §] public M P { get; } = new(); [property: §] "
            + "M Q { [return: §] get; [param: §] set; } [field: §] [method: §] [event: §] event System.Action E; } [ServeMux] partial "
            + "class M;",
        "static class C { [return: §] internal static void M(ResponseWriter w, Request r) { [return: §] static void N(ResponseWriter w, "
            + "Request r) { } var f = [return: §] (ResponseWriter w, Request r) => 1; } }",
        "static class @class { § internal static void @event(ResponseWriter w, Request r) { } }",
        "static class C { § internal static ref int M(ResponseWriter w, Request r) => throw null!; }",
        "static class C { § internal static unsafe void* M(ResponseWriter w, Request r) => null; }",
        "static class C { § internal static readonly Log F; § internal static Log P { get; } }",
        "[ServeMux] partial class C { § C F; § C P => null!; § C this[int i] => null!; § public static implicit operator C(int i) => "
            + "null!; }",
        "class C { § internal static readonly M F = null!, G = null!; § static partial M P { get; } § static partial M P => F; } "
            + "[ServeMux] partial class M { § internal required M? R { get; init; } § M? C { set { } } § event System.Action E; § "
            + "dynamic? D; § M[]? A; }",
        "interface I { § static abstract M P { get; } § static readonly M F = new(); § M Q { get; } } [ServeMux] partial class M : I { § "
            + "M I.Q => this; § static M I.P => null!; } record R(§ M F, [property: §] M G); ",
        "[ServeMux] partial class M<T> { § T t; § M<T> m; }",
        "static class C { extension(string s) { § internal static void M(ResponseWriter w, Request r) { } } }",
    ];

    // §: a line that registers a handler, or what is left of one.
    private static readonly string[] s_lineTargets =
    [
        "class C { void M() { §; } }", "class C<T> { void M<U>(U u) { §; } }", "§;", "for (;;) §;", "class C { object F = § }",
        "class C { C() => §; void N() { void L() => §; L(); } }",
        "class C { void M() { System.Action a = () => §; System.Linq.Expressions.Expression<System.Action> e = () => §; } }",
        "class C { int P { get { §; return 1; } } }",
        "class C { void M() { var s = nameof(§); unsafe { §; } checked { §; } } }",
        "using static RouteGen.Http; class C { void M() { §; } }", "class C { [System.Obsolete(nameof(§))] void M() { } }",
        "file static class C { static void M() { §; §; } }",
        "namespace RouteGen { static class Http { internal static void HandleFunc(string p, object h) { } } class C { void M() { §; } } }",
        "struct C { void M() { §; } } interface I { void M() { §; } }",
        "class C { void M(HandlerFunc h, IHandler i, dynamic d, ServeMux m) { §; } }",
        "class C { async System.Collections.Generic.IAsyncEnumerable<int> M() { §; yield break; } }",
    ];

    private static readonly string[] s_lineMethods =
        ["Http.HandleFunc", "Http.Handle", "HandleFunc", "RouteGen.Http.HandleFunc", "global::RouteGen.Http.HandleFunc",
            "ServeMux.Default.HandleFunc", "Http.DefaultServeMux.Handle",
         "new ServeMux().HandleFunc", "Http?.HandleFunc", "m.HandleFunc", "d.HandleFunc", "Http.HandleFunc<int>",
         "Http.DefaultServeMux?.HandleFunc", "(Http.HandleFunc)", "Http.DefaultServeMux!.HandleFunc"];

    private static readonly string[] s_lineArguments =
    [
        "", "(\"/x\")", "(\"/x\", null)", "(\"/x\", (w, r) => { })", "(\"/x\", async (w, r) => await System.Threading.Tasks.Task.Yield())",
        "(\"/x\", (w, r) => 1)", "(\"/x\", default)",
        "(handler: (ResponseWriter w, Request r) => { }, pattern: \"/x\")", "(\"/x\", (w, r) => { }, \"f\", 3)",
        "(\"/x\", line: 3, handler: (w, r) => { })", "(\"/x//y\", (w, r) => { })",
        "(\"\\ud800\", (w, r) => { })", "($\"/{nameof(System)}\", (w, r) => { })", "(1, (w, r) => { })", "((string)null!, (w, r) => { })",
        "(\"/x\", static delegate (ResponseWriter w, Request r) { })",
        "(\"/x\", h)", "(\"/x\", i)", "(\"/x\", Http.NotFoundHandler())", "(\"/x\", new HandlerFunc(Http.NotFound))",
        "(\"/x\", Http.NotFound)", "(\"/{a}/{a}\", Http.NotFound)", "(\"/x\", Missing)",
        "(\"/x\", out var y)", "(\"/x\", ref h)", "(\"/x\", (w, r) => { Http.HandleFunc(\"/y\", (w, r) => { }); })",
        "(\"/x\", (w, r) => { }", "(d, d)", "(\"/x\", d)", "(\"/x\", throw null!)",
        "(\"/x\", r => { })", "(\"/x\", (in ResponseWriter w, Request r) => { })", "(\"/x\", true ? Http.NotFound : Http.NotFound)",
        "(\"/x\", (w, r) => { }, null!, default)", "(\"/x\"u8, Http.NotFound)",
    ];

    private static readonly string[] s_pieces =
    [
        "{", "}", "(", ")", "[", "]", ";", ",", "\"", "/", "static ", "partial ", "class X", "<T>", "[HandleFunc(\"/x\")]", "[ServeMux]",
        "[Mount(\"/m/\")]", "internal static readonly Api A = null!;", "[Get(\"/{id}\")]", "[Use<Log>]", "[Use(nameof(Api.Guard))]",
        "async ",
        "await ", "=> ", "null", "ref ", "@", "#if X\n", "\n#line 5 \"other.cs\"\n", "/*", "//", "\\", "\0", "é", "namespace N;", "record ",
        "private ", "r.PathValue(\"id\")", "Mux = typeof(Api)",
    ];

    // All of it takes minutes: ROUTEGEN_ROBUSTNESS=all. Otherwise one prefix in so many, beginning elsewhere in each file, and fewer of the
    // rest.
    private static readonly bool s_isAll = Environment.GetEnvironmentVariable("ROUTEGEN_ROBUSTNESS") == "all";
    private static readonly int s_prefixStep = s_isAll ? 1 : 12;
    private static readonly int s_lineStep = s_isAll ? 7 : 21;
    private static readonly int s_mutationCount = s_isAll ? 500 : 150;

    [Fact]
    public Task Prefixes_of_every_sample()
    {
        var cases = Sources()
            .SelectMany(
                static (text, file) =>
                    Enumerable.Range(0, text.Length).Where(length => length % s_prefixStep == file % s_prefixStep)
                        .Select(length => text[..length])).ToArray();
        return CheckAll(cases, static index => index % 32 == 0);
    }

    [Fact]
    public Task Every_attribute_with_odd_arguments() => CheckAll(
        [.. s_attributes.SelectMany(static attribute => s_arguments.Select(argument => Program(s_targets[0], attribute + argument)))],
        static _ => true);

    [Fact]
    public Task Every_attribute_of_an_assembly_with_odd_arguments() => CheckAll(
        [.. s_attributes.SelectMany(static attribute => s_arguments.Select(argument => Program("[assembly: §]", attribute + argument)))],
        static _ => true);

    [Fact]
    public Task Every_prefix_of_a_library() => CheckAll(
        [.. new[] { "Lib", "None" }.SelectMany(
            static name => s_prefixes.Select(prefix => $"[assembly: RouteGen.LibraryPrefix(\"{name}\", \"{prefix}\")]"))], static _ =>
                true);

    [Fact]
    public Task Every_attribute_in_odd_places() => CheckAll(
        [.. s_attributes.SelectMany(
            static attribute =>
                s_targets.Select(
                    target =>
                        Program(
                            target,
                            attribute
                                + (attribute.StartsWith("Use<", StringComparison.Ordinal) || attribute == "ServeMux" ? ""
                                    : attribute == "Mount" ? "(\"/x/\")" : "(\"/x\")"))))],
        static _ => true);

    [Fact]
    public Task Lines_with_odd_arguments_in_odd_places()
    {
        var lines = s_lineMethods.SelectMany(static method => s_lineArguments.Select(arguments => method + arguments)).ToArray();
        return CheckAll(
            [.. s_lineTargets.SelectMany(
                (target, index) =>
                    lines.Where((_, line) => index < (s_isAll ? 2 : 1) || line % s_lineStep == index % s_lineStep)
                        .Select(line => Program(target, line, "§")))], static index => index % 8 == 0);
    }

    [Fact]
    public Task Mutations_of_the_samples()
    {
        var random = new Random(20261125);
        var sources = Sources();
        return CheckAll(
            [.. Enumerable.Range(0, s_mutationCount).Select(index => Mutate(sources[index % sources.Length], random))], static _ => true);
    }

    private static string Program(string target, string line, string mark) =>
        "#nullable enable\nusing System; using RouteGen;\n" + target.Replace(mark, line, StringComparison.Ordinal);

    private static string Program(string target, string attribute) =>
        "#nullable enable\nusing System; using RouteGen;\n"
            + AttributeTarget().Replace(target, match => $"[{match.Groups[1].Value}: {attribute}]")
            .Replace("§", $"[{attribute}]", StringComparison.Ordinal)
        + "\nstruct Log : IMiddleware { public static System.Threading.Tasks.ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, "
            + "TNext next) where TNext : struct, IHandler => default; }\n";

    // §, with what the attribute is for: [return: §].
    [GeneratedRegex(@"\[(\w+): §\]")]
    private static partial Regex AttributeTarget();

    private static string Mutate(string text, Random random)
    {
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var (at, length) = (random.Next(text.Length), random.Next(1, 40));
            var end = Math.Min(text.Length, at + length);
            text = random.Next(4) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at] + text[at..end] + text[at..],
                2 => text[..at] + s_pieces[random.Next(s_pieces.Length)] + text[at..],
                _ => text[..at] + s_pieces[random.Next(s_pieces.Length)] + text[end..],
            };
        }

        return text;
    }

    // Nothing blocks a thread of the pool, which the analyzers need.
    private static async Task CheckAll(string[] cases, Func<int, bool> withAnalyzers)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Parallel.ForAsync(0, cases.Length, async (index, _) =>
        {
            if (await Check(cases[index], withAnalyzers(index)) is { } failure) failures.Enqueue($"{failure}\non\n{cases[index]}");
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} of {cases.Length} cases, such as: {failures.FirstOrDefault()}");
    }

    private static async Task<string?> Check(string text, bool withAnalyzers)
    {
        var tree = CSharpSyntaxTree.ParseText(text, GeneratorRunner.ParseOptions, "/src/app/Program.cs");
        var compilation = s_empty.AddSyntaxTrees(tree);
        var driver = GeneratorRunner.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        if (driver.GetRunResult().Results[0].Exception is { } thrown) return thrown.ToString();
        if (withAnalyzers)
        {
            var found = await compilation.WithAnalyzers([new UnawaitedCallAnalyzer(), new LeakedResponseAnalyzer()])
                .GetAnalyzerDiagnosticsAsync();
            if (found.FirstOrDefault(static problem => problem.Id == "AD0001") is { } failure) return failure.ToString();
        }

        if (tree.GetDiagnostics().Any(IsError) || output.GetDiagnostics().FirstOrDefault(IsError) is not { } error) return null;
        return compilation.GetDiagnostics().Any(IsError) ? null : error.ToString();
    }

    private static readonly string[] s_prefixes = [
        "", "/", "//", "a", "/a/", "/{", "/{a}", "/{id}", "/{a...}", "/{$}", "GET /", "\\ud800", "/\\0", "\\\"", "/ä b"];

    // Routes of a library are part of every case.
    private static readonly Library s_library = Libraries.Compile("Lib", """
        using RouteGen;
        public static class Lib
        {
            [Get("/of/{id}"), HandleFunc("/")] internal static void Serve(ResponseWriter w, Request r) => w.Write(r.Path);
            public static class Gone { [Get("/gone")] internal static void Serve(ResponseWriter w, Request r) { } }
        }
        """);

    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "App", [CSharpSyntaxTree.ParseText(Usings, GeneratorRunner.ParseOptions)], [.. GeneratedTable.References, s_library.Reference],
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));

    // What the SDK adds to the samples.
    private const string Usings = "global using System; global using System.Threading.Tasks; global using System.Linq;";

    private static bool IsError(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS5001";

    private static string[] Sources([CallerFilePath] string file = "")
    {
        var samples = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../samples"));
        var files = Directory.EnumerateFiles(samples, "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static folder => folder is "obj" or "bin"))
            .Order(StringComparer.Ordinal);
        return [.. files.Select(File.ReadAllText), Everything];
    }
}
