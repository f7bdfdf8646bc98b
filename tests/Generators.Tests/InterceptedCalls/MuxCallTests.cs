using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>RG0211: a call registers a mux of the same project that could be mounted.</summary>
public sealed class MuxCallTests
{
    private const string Log = """
        [assembly: Use<Log>]
        public struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler { w.Write("log "); return next.ServeHttpAsync(w, r); }
        }

        """;

    private const string Stripped = "mount it with [Mount(\"/x/\")] instead of Http.StripPrefix";
    private const string Whole = "mount it with [Mount(\"/x/\")], and remove '/x' from its patterns";

    [Theory]
    [InlineData("Http.Handle(\"/x/\", Http.StripPrefix(\"/x\", new Inner()));", "Inner", Stripped)]
    [InlineData("Http.Handle(\"/x/\", Http.StripPrefix(\"/x/\", new Inner()));", "Inner", Stripped)]
    [InlineData("var inner = new Inner(); Http.Handle(\"/x/\", Http.StripPrefix(handler: inner, prefix: \"/x\"));", "Inner", Stripped)]
    [InlineData("Http.DefaultServeMux.Handle(\"/x/\", Http.StripPrefix(\"/x\", new Inner()));", "Inner", Stripped)]
    [InlineData("Http.Handle(handler: new Whole(), pattern: Path);", "Whole", Whole)]
    [InlineData("try { Http.DefaultServeMux.Handle(\"/x/\", Field); } finally { }", "Whole", Whole)]
    [InlineData("Http.Handle(\"/\", new Whole());", "Whole", "mount it with [Mount(\"/\")]")]
    [InlineData(
        "Http.Handle(\"/y/\", new Whole());", "Whole",
        "no request reaches them, because the mux gets the whole path and none of its patterns matches a path below '/y/'; mount it with "
            + "[Mount(\"/y/\")], which removes '/y'")]
    public void A_mount_could_replace_the_call(string statements, string name, string advice) => Assert.Equal(
        [$"The routes of '{name}' are not in the table, so the build does not find their conflicts: {advice}"],
        Problems(statements).Select(static problem => problem[problem.IndexOf("The routes", StringComparison.Ordinal)..]));

    [Theory]
    [InlineData("if (args.Length != 0) Http.Handle(\"/x/\", new Whole());")]
    [InlineData("foreach (var arg in args) { Http.Handle(\"/x/\", new Whole()); }")]
    [InlineData("System.Action late = () => Http.Handle(\"/x/\", new Whole()); late();")]
    [InlineData("late(); void late() => Http.Handle(\"/x/\", new Whole());")]
    [InlineData("_ = args.Length == 0 ? 1 : 2; switch (args.Length) { case 0: Http.Handle(\"/x/\", new Whole()); break; }")]
    [InlineData("Http.Handle(\"/x\", new Whole());")]
    [InlineData("Http.Handle(\"GET /x/\", new Whole());")]
    [InlineData("Http.Handle(\"/{p}/\", new Whole());")]
    [InlineData("Http.Handle(\"/x/\", new Mixed()); Http.Handle(\"/x\", new Mixed());")]
    [InlineData("Http.Handle(\"/x/\", new Wild());")]
    [InlineData("Http.Handle(\"/x/\", new Empty());")]
    [InlineData("Http.Handle(\"/x/\", Http.StripPrefix(\"/y\", new Inner()));")]
    [InlineData("Http.Handle(\"/x/\", Own.StripPrefix(\"/x\", new Inner()));")]
    [InlineData("Http.Handle(\"/x/\", Http.StripPrefix(\"/x\", Http.FileServer(\"a\")));")]
    [InlineData("new ServeMux().Handle(\"/x/\", new Whole());")]
    [InlineData("Own.Handle(\"/x/\", new Whole());")]
    public void Any_other_call_is_no_problem(string statements) => Assert.Empty(Problems(statements));

    [Fact]
    public void A_project_without_a_table_has_no_mounts() => Assert.Empty(
        GeneratorRunner.Run(Compile("Http.Handle(\"/x/\", new Whole());"), ("RouteGenTable", "false")).Problems);

    // Documented in README, RG0211 and UseAttribute<T>.
    [Fact]
    public void Middleware_of_the_assembly_runs_twice_behind_a_call_and_once_behind_a_mount()
    {
        using var program = new LineProgram("using System.Threading.Tasks; using RouteGen;\n" + Log + """
            [ServeMux] public partial class Api { [Get("/a")] void A(ResponseWriter w, Request r) => w.Write("served"); }
            public static class Startup
            {
                [Mount("/mounted/")] internal static readonly Api Mounted = new();
                public static void Run()
                {
                    Http.Handle("/stripped/", Http.StripPrefix("/stripped", new Api()));
                    Http.Handle("/a", new Api());
                }
            }
            """);
        Assert.Contains(
            "; until then, the assembly's middleware runs twice for each request", Assert.Single(program.Run.Problems),
            StringComparison.Ordinal);
        program.Call("Run");
        Assert.Equal("200 log log served /stripped/", program.Ask("GET", "/stripped/a"));
        Assert.Equal("200 log served GET /mounted/a", program.Ask("GET", "/mounted/a"));
        Assert.Equal("200 log served GET /a", program.Ask("GET", "/a"));
    }

    private static IEnumerable<string> Problems(string statements) => GeneratorRunner.Run(Compile(statements)).Problems;

    private static CSharpCompilation Compile(string statements) => GeneratorRunner.Compile([("Program.cs", $$"""
        using RouteGen;
        [ServeMux] public partial class Inner { [Get("/a")] void A(ResponseWriter w, Request r) { } }
        [ServeMux, Prefix("/x")] public partial class Whole { [Get("/a")] void A(ResponseWriter w, Request r) { } }
        [ServeMux] public partial class Mixed { [Get("/x"), Get("/x/a")] void A(ResponseWriter w, Request r) { } }
        [ServeMux] public partial class Wild { [Get("/{_p}/a")] void A(ResponseWriter w, Request r) { } }
        [ServeMux] public partial class Empty { }
        public static class Own
        {
            public static IHandler StripPrefix(string prefix, object handler) => Http.NotFoundHandler();
            public static void Handle(string pattern, object handler) { }
        }
        public static class Startup
        {
            private const string Path = "/x/";
            private static readonly Whole Field = new();
            public static object All => Field;
            public static void Run(string[] args) { {{statements}} }
        }
        """)]);
}
