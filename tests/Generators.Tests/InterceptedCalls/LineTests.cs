using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>Lines that register handlers when they run: <c>Http.HandleFunc("/x", ...)</c> with a constant pattern.</summary>
public sealed class LineTests
{
    [Fact]
    public void The_assembly_s_middleware_stands_in_front_of_lines()
    {
        using var program = new LineProgram("""
            using RouteGen; using System.Threading.Tasks;
            [assembly: Use<Log>]
            struct Log : IMiddleware
            {
                public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler { w.Write("log "); return next.ServeHttpAsync(w, r); }
            }
            [Use<Log>] static class Startup
            {
                [Get("/attribute")] internal static void Serve(ResponseWriter w, Request r) => w.Write("served");
                internal static void Run() => Http.HandleFunc("/line", Serve);
            }
            """);
        program.Call("Run");
        Assert.Equal("200 log log served GET /attribute", program.Ask("GET", "/attribute"));
        Assert.Equal("200 log served /line", program.Ask("GET", "/line"));
    }

    // Each candidate is bound, after each edit.
    [Fact]
    public void The_attribute_of_a_handler_is_no_candidate()
    {
        var root = CSharpSyntaxTree.ParseText("""
            static class Handlers
            {
                [HandleFunc("/a")] static void A(ResponseWriter w, Request r) { }
                [RouteGen.HandleFunc("/b"), global::RouteGen.HandleFunc("/c")] static void B(ResponseWriter w, Request r) { }
                [R::HandleFunc("/d")] static void C(ResponseWriter w, Request r) => Http.HandleFunc("/e", Handle);
            }
            """).GetRoot();
        Assert.Equal(
            ["Http.HandleFunc(\"/e\", Handle)", "Handle"],
            root.DescendantNodes().Where(LineParser.IsCandidate).Select(static node => node.ToString()));
    }

    [Fact]
    public void A_call_that_the_assembly_s_middleware_does_not_cover_is_a_warning()
    {
        const string program = """
            using RouteGen; using System.Threading.Tasks;
            [assembly: Use<Log>]
            struct Log : IMiddleware
            {
                public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
            }
            static class Startup
            {
                internal static void Run(string name, ServeMux mux)
                {
                    Http.HandleFunc("/constant", static (w, r) => { });
                    Http.HandleFunc("/of/" + name, static (w, r) => { });
                    mux.HandleFunc("/other/" + name, static (w, r) => { });
                }
            }
            """;
        Assert.StartsWith(
            "RG0210 Program.cs(12,25) \"/of/\" + name:", Assert.Single(GeneratorRunner.Run(program).Problems), StringComparison.Ordinal);
        Assert.Empty(GeneratorRunner.Run(program.Replace("[assembly: Use<Log>]", "", StringComparison.Ordinal)).Problems);
    }

    private const string Own = """
        using RouteGen; using System.Threading.Tasks;
        struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler { w.Write("log "); return next.ServeHttpAsync(w, r); }
        }
        static class Startup
        {
            [Use<Log>] internal static void Serve(ResponseWriter w, Request r) => w.Write("served");
            internal static void Run(string name, ServeMux mux)
            {
                [Use<Log>] static async Task Local(ResponseWriter w, Request r) { await Task.Yield(); w.Write("local"); }
                Http.HandleFunc("/method", Serve);
                Http.HandleFunc("/lambda", [Use<Log>] (w, r) => w.Write("lambda"));
                Http.HandleFunc("/function", Local);
                Http.HandleFunc("/delegate", new HandlerFunc(Serve));
                //
            }
        }
        """;

    [Theory]
    [InlineData("/method", "log served")]
    [InlineData("/lambda", "log lambda")]
    [InlineData("/function", "log local")]
    [InlineData("/delegate", "log served")]
    public void The_middleware_of_a_method_or_lambda_stands_in_front_of_it_when_a_call_registers_it(string path, string body)
    {
        using var program = new LineProgram(Own);
        program.Call("Run", "", null);
        Assert.Equal($"200 {body} {path}", program.Ask("GET", path));
    }

    [Theory]
    [InlineData("Http.HandleFunc(name, Serve);")]
    [InlineData("Http.HandleFunc(name, [Use<Log>] static (w, r) => { });")]
    [InlineData("mux.HandleFunc(\"/x\", Serve);")]
    [InlineData("mux.HandleFunc(name, Local);")]
    public void Middleware_of_a_method_that_a_call_does_not_take_is_a_warning(string line) =>
        Assert.StartsWith(
            "RG0210", Assert.Single(GeneratorRunner.Run(Own.Replace("//", line, StringComparison.Ordinal)).Problems),
            StringComparison.Ordinal);

    [Fact]
    public void A_lambda_that_returns_a_value_task_is_a_line_and_is_awaited()
    {
        using var program = new LineProgram("""
            using RouteGen; using System.Threading.Tasks;
            static class Startup
            {
                internal static void Run() => Http.HandleFunc("/line", (w, _) => LaterAsync(w));
                private static async ValueTask LaterAsync(ResponseWriter w) { await Task.Delay(20); w.Write("later"); }
            }
            """);
        program.Call("Run");
        Assert.Contains(program.Run.Texts, static text => text.Contains("RouteGen.ValueTaskHandlerFunc handler", StringComparison.Ordinal));
        Assert.Equal("200 later /line", program.Ask("GET", "/line"));
    }

    private const string Shapes = """
        using System.Threading.Tasks;
        using RouteGen;

        Http.HandleFunc("/lambda", (w, r) => w.Write("lambda"u8));
        Http.HandleFunc("GET /wait/{id}", async (w, r) => { await w.FlushAsync(); w.Write(r.PathValue("id")); });
        Http.HandleFunc(Handlers.Below, Handlers.Group);
        Http.DefaultServeMux.Handle(handler: Http.NotFoundHandler(), pattern: "example.com/gone");

        static class Handlers
        {
            internal const string Below = "/below" + "/";

            [HandleFunc("/attributed")] internal static void Attributed(ResponseWriter w, Request r) { }

            internal static void Group(ResponseWriter w, Request r) => w.Write("below"u8);
        }
        """;

    [Fact]
    public void Lines_beside_an_attribute() => Snapshot.Verify(Run(Shapes));

    [Fact]
    public void A_line_that_has_not_run_does_not_exist_and_the_next_candidate_answers()
    {
        using var program = new LineProgram("""
            using RouteGen;
            static class Startup
            {
                static void Exact() => Http.HandleFunc("/a/b", (w, r) => w.Write("exact"));
                static void Wildcard() { ServeMux.Default.HandleFunc("/a/{_x}", (w, r) => w.Write("wildcard")); }
                static void Prefix() { Http.HandleFunc("/a/", async (w, r) => { w.Write("prefix"); await w.FlushAsync(); }); }
                [HandleFunc("/")] internal static void Rest(ResponseWriter w, Request r) => w.Write("rest");
            }
            """);

        Assert.Equal("200 rest /", program.Ask("GET", "/a/b"));
        Assert.Equal("200 rest /", program.Ask("GET", "/a"));
        program.Call("Prefix");
        Assert.Equal("200 prefix /a/", program.Ask("GET", "/a/b"));
        Assert.StartsWith("301 ", program.Ask("GET", "/a"), StringComparison.Ordinal);
        program.Call("Exact");
        Assert.Equal("200 exact /a/b", program.Ask("GET", "/a/b"));
        Assert.Equal("200 prefix /a/", program.Ask("GET", "/a/c"));
        program.Call("Wildcard");
        Assert.Equal("200 exact /a/b", program.Ask("GET", "/a/b"));
        Assert.Equal("200 wildcard /a/{_x}", program.Ask("GET", "/a/c"));
    }

    [Fact]
    public void The_method_of_a_line_is_allowed_from_when_it_runs()
    {
        using var program = new LineProgram("""
            using RouteGen;
            static class Startup
            {
                static void Post() { Http.Handle("POST /only", Handler.From(Group)); }
                static void Patch() { Http.HandleFunc("PATCH /late", Group); }
                static void Group(ResponseWriter w, Request r) => w.Write("posted");
                [HandleFunc("PUT /only")] internal static void Put(ResponseWriter w, Request r) => w.Write("put");
            }
            """);

        Assert.Equal("405 PUT", program.Allow("POST", "/only"));
        program.Call("Post");
        Assert.Equal("200 posted POST /only", program.Ask("POST", "/only"));
        Assert.Equal("405 POST, PUT", program.Allow("DELETE", "/only"));
        Assert.Equal("404 ", program.Allow("GET", "/late"));
        program.Call("Patch");
        Assert.Equal("200 posted PATCH /late", program.Ask("PATCH", "/late"));
        Assert.Equal("405 PATCH", program.Allow("GET", "/late"));
    }

    [Fact]
    public void A_line_that_runs_twice_throws_as_a_second_registration_does()
    {
        using var program = new LineProgram("""
            using RouteGen;
            static class Startup
            {
                static void Loop(int count) { for (var index = 0; index < count; index++) Http.HandleFunc("/x", (w, r) => w.Write("x")); }
                static void Late(string pattern) => Http.HandleFunc(pattern, (w, r) => w.Write("late"));
                static void Null() => Http.HandleFunc("/null", (HandlerFunc)null!);
                static void NoHandler() => Http.Handle("/null/handler", null!);
                static void Beside() => Http.HandleFunc("/y/{_a}/b", (w, r) => w.Write("beside"));
            }
            """);

        program.Call("Loop", 0);
        Assert.Equal("404 404 page not found\n ", program.Ask("GET", "/x"));
        var failure = Assert.Throws<InvalidOperationException>(() => program.Call("Loop", 2));
        Assert.Equal("The pattern \"/x\" is registered twice: at Program.cs:4 and at Program.cs:4.", failure.Message);
        Assert.Equal("200 x /x", program.Ask("GET", "/x"));
        failure = Assert.Throws<InvalidOperationException>(() => program.Call("Late", "/x"));
        Assert.Equal("The pattern \"/x\" is registered twice: at Program.cs:4 and at Program.cs:5.", failure.Message);

        Assert.Throws<ArgumentNullException>(() => program.Call("Null"));
        Assert.Throws<ArgumentNullException>(() => program.Call("NoHandler"));

        // Not there yet, so that another may take its place at run time, and then it may not.
        program.Call("Late", "/y/a/{b}");
        failure = Assert.Throws<InvalidOperationException>(() => program.Call("Beside"));
        Assert.Contains(
            "\"/y/{_a}/b\" (at Program.cs:8) conflicts with \"/y/a/{b}\" (at Program.cs:5)", failure.Message, StringComparison.Ordinal);
        Assert.Equal("200 late /y/a/{b}", program.Ask("GET", "/y/a/b"));
        program.Call("Late", "/null");
        Assert.Throws<InvalidOperationException>(() => program.Call("Late", "/null"));
    }

    [Fact]
    public void A_line_of_a_module_initializer_waits_for_the_table()
    {
        using var program = new LineProgram("""
            using System.Runtime.CompilerServices;
            using RouteGen;
            static class Startup
            {
                [ModuleInitializer] internal static void Early()
                {
                    Http.HandleFunc("/early", (w, r) => w.Write("early"));
                    Http.HandleFunc("/also/{_x}", (w, r) => w.Write("also"));
                }

                static void Late() => Http.HandleFunc("/late", (w, r) => w.Write("late"));
            }
            """);

        program.Call("Late");
        Assert.Equal("200 early /early", program.Ask("GET", "/early"));
        Assert.Equal("200 also /also/{_x}", program.Ask("GET", "/also/x"));
        Assert.Equal("200 late /late", program.Ask("GET", "/late"));
        Assert.Throws<InvalidOperationException>(() => program.Call("Early"));
    }

    [Fact]
    public void Of_two_lines_with_one_pattern_whichever_runs_first_registers()
    {
        const string Source = """
            using RouteGen;
            static class Startup
            {
                static void One() => Http.HandleFunc("/x", (w, r) => w.Write("one"));
                static void Two() => Http.HandleFunc("/x", (w, r) => w.Write("two"));
            }
            """;
        foreach (var (first, second) in new[] { ("One", "Two"), ("Two", "One") })
        {
            using var program = new LineProgram(Source);
            program.Call(first);
            var failure = Assert.Throws<InvalidOperationException>(() => program.Call(second));
            Assert.Contains("registered twice: at Program.cs:", failure.Message, StringComparison.Ordinal);
            Assert.Equal($"200 {first.ToLowerInvariant()} /x", program.Ask("GET", "/x"));
        }
    }

    [Fact]
    public void Lines_wherever_they_stand()
    {
        using var program = new LineProgram("""
            using System;
            using RouteGen;
            using static RouteGen.Http;
            static class Startup
            {
                static readonly Action s_action = () => HandleFunc("/field", (w, r) => w.Write("field"));
                static int Property { get { Http.HandleFunc("/property", (w, r) => w.Write("property")); return 0; } }
                static Startup() => Http.HandleFunc("/constructor", (w, r) => w.Write("constructor"));
                static void All()
                {
                    s_action();
                    _ = Property;
                    Http.HandleFunc("/l1", (w, r) => w.Write("l1")); Http.HandleFunc("/l2", (w, r) => w.Write("l2"));
                    Local();
                    new Box<int>().Generic("text");
                    Http.HandleFunc(line: 7, handler: (ResponseWriter w, Request r) => { Http.HandleFunc("/inner", (w, r) => w.Write("inner")); w.Write("outer"); }, pattern: "/outer");
                    void Local() => Http.HandleFunc("/local", Serve);
                    static void Serve(ResponseWriter w, Request r) => w.Write("local");
                }
                sealed class Box<T> { internal void Generic<U>(U value) => Http.HandleFunc("/generic", (w, r) => w.Write(typeof(T).Name + value)); }
            }
            """);

        program.Call("All");
        foreach (var name in new[] { "field", "property", "constructor", "l1", "l2", "local" })
            Assert.Equal($"200 {name} /{name}", program.Ask("GET", "/" + name));
        Assert.Equal("200 Int32text /generic", program.Ask("GET", "/generic"));
        Assert.Equal("404 404 page not found\n ", program.Ask("GET", "/inner"));
        Assert.Equal("200 outer /outer", program.Ask("GET", "/outer"));
        Assert.Equal("200 inner /inner", program.Ask("GET", "/inner"));
        Assert.Equal(
            ["lambda in Startup", "lambda in Startup.Property", "lambda in Startup.s_action", "lambda in Startup.Box.Generic",
                "lambda in Startup.All", "Serve in Startup.All"],
            HandlersOf(program.Run, "/constructor", "/property", "/field", "/generic", "/inner", "/local"));
    }

    // A reader of routes.json can search for it. The type of most objects is IHandler, or a delegate.
    [Theory]
    [InlineData("new Late(1)", "new Late(1) in Startup.All")]
    [InlineData("Handler.From(  /* all */ Http.NotFound)", "Handler.From( Http.NotFound) in Startup.All")]
    [InlineData("(IHandler)s_late[\n    0 ]", "s_late[ 0 ] in Startup.All")]
    [InlineData(
        "new Late(1111111111, 2222222222, 3333333333, 4444444444, 5555555555)",
        "new Late(1111111111, 2222222222, 3333333333, 4444444444, 555... in Startup.All")]
    public void A_handler_that_is_an_object_has_its_expression_for_a_name(string handler, string name)
    {
        var run = GeneratorRunner.Run($$"""
            using RouteGen;
            static class Startup
            {
                static readonly Late[] s_late = [new(1)];
                internal static void All() => Http.Handle("/late", {{handler}});
                sealed class Late(params long[] numbers) : IHandler
                {
                    public System.Threading.Tasks.ValueTask ServeHttpAsync(ResponseWriter w, Request r) { w.Write(numbers.Length.ToString()); return default; }
                }
            }
            """);
        Assert.Equal([name], HandlersOf(run, "/late"));
    }

    [Theory]
    [InlineData("Http.HandleFunc(name, (w, r) => { })")]
    [InlineData("Http.HandleFunc($\"/{name}\", (w, r) => { })")]
    [InlineData("Http.HandleFunc(null!, (w, r) => { })")]
    [InlineData("new ServeMux().HandleFunc(\"/x\", (w, r) => { })")]
    [InlineData("{ var mux = Http.DefaultServeMux; mux.HandleFunc(\"/x\", (w, r) => { }); }")]
    [InlineData(
        "{ var register = (string pattern, HandlerFunc handler) => Http.HandleFunc(pattern, handler); register(\"/x\", (w, r) => { }); }")]
    [InlineData("Other.Http.HandleFunc(\"/x\", (w, r) => { })")]
    public void What_is_no_line_registers_at_run_time(string statement) => Assert.Empty(Run($$"""
        using RouteGen;
        static class Startup { static void Main() { var name = "x"; {{statement}}; _ = name; } }
        namespace Other { static class Http { internal static void HandleFunc(string pattern, HandlerFunc handler, string file = "", int line = 0) { } } }
        """).HintNames);

    [Fact]
    public void A_library_and_a_program_without_a_table_register_at_run_time()
    {
        Assert.Empty(
            GeneratorRunner.Run(
                CompileProgram(Shapes.Replace("[HandleFunc(\"/attributed\")]", "", StringComparison.Ordinal)),
                ("RouteGenTable", "false")).HintNames);
        Assert.Empty(GeneratorRunner.Run(GeneratorRunner.Compile(
            [("Library.cs", "using RouteGen; public class C { public static void M() => Http.HandleFunc(\"/x//y\", (w, r) => { }); }")],
            OutputKind.DynamicallyLinkedLibrary)).HintNames);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("Other;RouteGen.Generate", false)]
    [InlineData(" RouteGen.Generated ", false)]
    [InlineData("Other;RouteGen.Generated", true)]
    [InlineData("Other;RouteGen", true)]
    public void Only_where_the_compiler_lets_our_namespace_intercept(string namespaces, bool isIntercepted)
    {
        var options = GeneratorRunner.ParseOptions.WithFeatures([new("InterceptorsNamespaces", namespaces)]);
        var compilation = GeneratorRunner.Compile([("Program.cs", "RouteGen.Http.HandleFunc(\"/x\", (w, r) => { });")]);
        compilation = CSharpCompilation.Create(
            "App", [CSharpSyntaxTree.ParseText(compilation.SyntaxTrees[0].GetText(), options, "/src/app/Program.cs")],
            compilation.References, compilation.Options);
        var driver = CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: options);

        var result = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _).GetRunResult();

        Assert.Equal(isIntercepted, result.Results[0].GeneratedSources.Any(static source => source.HintName == LinesEmitter.HintName));
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Files_with_one_text_register_at_run_time()
    {
        const string Copy = "using RouteGen; file static class C { internal static void M() => Http.HandleFunc(\"/x\", (w, r) => { }); }";
        Assert.Empty(GeneratorRunner.Run(GeneratorRunner.Compile([("One.cs", Copy), ("Two.cs", Copy)])).HintNames);
    }

    [Fact]
    public void Conflicts_name_both_places()
    {
        var run = Run("""
            using RouteGen;
            Http.HandleFunc("/x//y", (w, r) => { });
            Http.HandleFunc("/{", (w, r) => { });
            Http.HandleFunc("/a", (w, r) => { });
            Http.HandleFunc("/b/{x}/c", (w, r) => { });
            Http.HandleFunc("/b/c/{x}", (w, r) => { });
            Http.HandleFunc("/d", (w, r) => { });
            Http.HandleFunc("/d", (w, r) => { });
            Http.HandleFunc("/e/{x}/c", (w, r) => { });
            static class Handlers
            {
                [HandleFunc("/a")] internal static void A(ResponseWriter w, Request r) { }
                [HandleFunc("/e/c/{_x}")] internal static void E(ResponseWriter w, Request r) { }
            }
            """);
        Assert.Equal(
            [
                "RG0001 Program.cs(3,17) \"/{\": The pattern '/{' is invalid: A wildcard must end in its own segment, with a brace: {id}.",
                "RG0002 Program.cs(2,17) \"/x//y\": The pattern '/x//y' can never match: it contains an empty segment (//), and the path "
                    + "of a request is cleaned before it is matched.",
                "RG0201 Program.cs(12,6) HandleFunc(\"/a\"): The pattern '/a' is already registered, as '/a' for 'lambda in Program' at "
                    + "Program.cs:4: both match GET /a | Program.cs(4,17) \"/a\"",
                "RG0202 Program.cs(13,6) HandleFunc(\"/e/c/{_x}\"): The pattern '/e/c/{_x}' and '/e/{x}/c', which is registered for "
                    + "'lambda in Program' at Program.cs:9, both match GET /e/c/c, and neither is more specific | Program.cs(9,17) "
                    + "\"/e/{x}/c\"",
                "RG0206 Program.cs(6,17) \"/b/c/{x}\": The pattern '/b/c/{x}' conflicts with '/b/{x}/c', which is registered for 'lambda "
                    + "in Program' at Program.cs:5: both match GET /b/c/c, and neither is more specific, so whichever of the two calls "
                    + "runs second throws | Program.cs(5,17) \"/b/{x}/c\"",
                "RG0206 Program.cs(8,17) \"/d\": The pattern '/d' conflicts with '/d', which is registered for 'lambda in Program' at "
                    + "Program.cs:7: both match GET /d, and neither is more specific, so whichever of the two calls runs second throws | "
                    + "Program.cs(7,17) \"/d\"",
            ],
            run.Problems);
        Assert.DoesNotContain(
            "Program.cs:8",
            run.Result.Results[0].GeneratedSources.Single(static source => source.HintName == LinesEmitter.HintName).SourceText.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_a_file_with_lines_writes_their_interceptors_again_and_no_table()
    {
        var compilation = CompileProgram(Shapes);
        var driver = GeneratorRunner.Driver().RunGenerators(compilation);

        var result = driver.RunGenerators(
            GeneratorRunner.WithFile(compilation, "Program.cs", Shapes.Replace("below\"u8", "BELOW\"u8", StringComparison.Ordinal)))
                .GetRunResult();

        PipelineSteps.AssertModified(result, TrackingNames.InterceptedLines);
        foreach (
            var name in new[]
                { TrackingNames.Routes, TrackingNames.Plan, TrackingNames.Table, TrackingNames.Sources, TrackingNames.RoutesJson,
                    TrackingNames.Conflicts })
            PipelineSteps.AssertUnchanged(result, name);
        Assert.Equal(1, PipelineSteps.CountOutputsRun(result));
    }

    private static IEnumerable<string> HandlersOf(GeneratorRun run, params string[] patterns)
    {
        var json = run.Result.Results[0].GeneratedSources.Single(
            static source => source.HintName == RoutesJsonEmitter.HintName).SourceText.ToString();
        return patterns.Select(pattern => Regex.Match(json, $"\"pattern\": \"{pattern}\".*\"handler\": \"([^\"]*)\"").Groups[1].Value);
    }

    private static GeneratorRun Run(string program) => GeneratorRunner.Run(CompileProgram(program));

    private static Compilation CompileProgram(string program) =>
        GeneratorRunner.WithFile(GeneratorRunner.Compile([("Program.cs", program)]), "EntryPoint.cs", "");
}
