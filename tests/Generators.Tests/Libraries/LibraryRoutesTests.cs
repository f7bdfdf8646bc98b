using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>The routes of referenced libraries: what a library lists, and the table that a program makes of it.</summary>
public sealed class LibraryRoutesTests
{
    private const string Health = """
        using System.Threading.Tasks;
        using RouteGen;

        namespace Shop
        {
            [Prefix("/health")]
            internal static class Health
            {
                [Get("/live")] internal static void Live(ResponseWriter w, Request r) => w.Write("live " + r.Pattern);
                [Get("/of/{name}"), Use<Mark>] internal static ValueTask Of(ResponseWriter w, Request r) { w.Write(r.PathValue("name")); return default; }
            }

            public static class Version
            {
                [HandleFunc("/version")] internal static void Serve(ResponseWriter w, Request r) => w.Write("1");

                public static class All { [HandleFunc("/versions/")] internal static void Serve(ResponseWriter w, Request r) => w.Write("all"); }
            }

            public static class Versions { [HandleFunc("/compare")] internal static void Compare(ResponseWriter w, Request r) { } }

            internal sealed class Mark : IMiddleware
            {
                public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    w.Write("(");
                    await next.ServeHttpAsync(w, r);
                    w.Write(")");
                }
            }
        }
        """;

    private const string Orders = """
        using RouteGen;
        namespace Shop.Orders
        {
            public static class @event { [Post("shop.test/orders/")] internal static void @new(ResponseWriter w, Request r) => w.Write(typeof(Shop.Version).Name); }
        }
        """;

    private const string App = """
        using RouteGen;
        static class Handlers { [HandleFunc("/")] internal static void Root(ResponseWriter w, Request r) => w.Write("root"); }
        """;

    private static readonly Library s_health = Libraries.Compile("Shop.Health", Health);

    private static readonly Library s_orders = Libraries.Compile("Shop.Orders", Orders, s_health);

    [Fact]
    public void A_library_lists_its_routes_and_has_no_table() => Snapshot.Verify(s_health.Run);

    [Fact]
    public void A_program_serves_the_routes_of_all_its_libraries()
    {
        var run = GeneratorRunner.Run(Libraries.Program(App, s_orders, s_health));

        Assert.Empty(run.Problems);
        var table = Libraries.TableOf(run, s_health, s_orders)!;
        Assert.Equal("live GET /health/live", Libraries.Serve(table, "GET", "/health/live"));
        Assert.Equal("(7)", Libraries.Serve(table, "GET", "/health/of/7"));
        Assert.Equal("1", Libraries.Serve(table, "GET", "/version"));
        Assert.Equal("all", Libraries.Serve(table, "PUT", "/versions/x"));
        Assert.Equal("root", Libraries.Serve(table, "POST", "/orders/"));
        Assert.Equal("Version", Libraries.Serve(table, "POST", "/orders/1", "shop.test"));
    }

    // A hole otherwise: whoever puts Auth in front of the assembly means every route that the program serves.
    [Fact]
    public void The_middleware_of_the_program_is_in_front_of_the_handlers_of_its_libraries()
    {
        var run = GeneratorRunner.Run(
            Libraries.Program(Covered + App.Replace("using RouteGen;", "", StringComparison.Ordinal), s_orders, s_health));

        Assert.Empty(run.Problems);
        var table = Libraries.TableOf(run, s_health, s_orders)!;
        Assert.Equal("[root]", Libraries.Serve(table, "GET", "/"));
        Assert.Equal("[live GET /health/live]", Libraries.Serve(table, "GET", "/health/live"));
        Assert.Equal("[(7)]", Libraries.Serve(table, "GET", "/health/of/7"));
        Assert.Equal("[all]", Libraries.Serve(table, "PUT", "/versions/x"));
        Assert.Equal("[Version]", Libraries.Serve(table, "POST", "/orders/1", "shop.test"));
        var json = run.Texts.Single(static text => text.Contains("class RoutesJson", StringComparison.Ordinal));
        Assert.Contains("\"middleware\": [\"Outer\", \"Shop.Mark\"]", json, StringComparison.Ordinal);
    }

    // Without the error the routes of the libraries would have nothing in front of them, and the program no message.
    [Theory]
    [InlineData("")]
    [InlineData("static class Handlers { [Get(\"/\")] internal static void Root(ResponseWriter w, Request r) { } }")]
    public void Middleware_of_the_program_that_generated_code_cannot_reach_is_an_error_even_without_handlers_of_its_own(string handlers) =>
        Assert.Equal(
            ["RG0103 Program.cs(3,12) Use<Outer>: The generated table cannot reach 'Outer': its type 'Outer' is local to a "
                + "file; remove 'file'"],
            GeneratorRunner.Run(
                Libraries.Program(
                    Covered.Replace("sealed class Outer", "file sealed class Outer", StringComparison.Ordinal) + handlers, s_orders,
                    s_health)).Problems);

    private const string Covered = """
        using System.Threading.Tasks;
        using RouteGen;
        [assembly: Use<Outer>]
        sealed class Outer : IMiddleware
        {
            public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
            {
                w.Write("[");
                await next.ServeHttpAsync(w, r);
                w.Write("]");
            }
        }

        """;

    [Fact]
    public void The_order_of_references_shows_nowhere() => Assert.Equal(
        GeneratorRunner.Run(Libraries.Program(App, s_health, s_orders)).Texts,
        GeneratorRunner.Run(Libraries.Program(App, s_orders, s_health)).Texts);

    [Fact]
    public void An_entry_says_which_library_it_is_from() => Assert.Equal(
        [
            "/ -> Handlers.Root at Program.cs:2",
            "/compare -> Shop.Versions.Compare at Shop.Health.cs:20 in Shop.Health",
            "/version -> Shop.Version.Serve at Shop.Health.cs:15 in Shop.Health",
            "/versions/ -> Shop.Version.All.Serve at Shop.Health.cs:17 in Shop.Health",
            "GET /health/live -> Shop.Health.Live at Shop.Health.cs:9 in Shop.Health",
            "GET /health/of/{name} -> Shop.Health.Of at Shop.Health.cs:10 in Shop.Health",
            "POST shop.test/orders/ -> Shop.Orders.event.new at Shop.Orders.cs:4 in Shop.Orders",
        ],
        RoutesOf(App, s_health, s_orders));

    [Fact]
    public void Without_the_reference_the_routes_are_gone() => Assert.Equal(["/ -> Handlers.Root at Program.cs:2"], RoutesOf(App));

    [Fact]
    public void A_program_without_handlers_of_its_own_has_those_of_its_libraries()
    {
        Assert.Equal(6, RoutesOf("", s_health, s_orders).Length);
        Assert.Empty(RoutesOf(""));
    }

    [Theory]
    [InlineData("ExcludeRoutes(typeof(Shop.Version))", "/compare|GET /health/live|GET /health/of/{name}")]
    [InlineData("ExcludeRoutes(typeof(Shop.Version.All))", "/compare|/version|GET /health/live|GET /health/of/{name}")]
    [InlineData("ExcludeRoutes(\"Shop.Health\")", "")]
    [InlineData(
        "LibraryPrefix(\"Shop.Health\", \"/a/{b}\")",
        "/a/{b}/compare|/a/{b}/version|/a/{b}/versions/|GET /a/{b}/health/live|GET /a/{b}/health/of/{name}")]
    [InlineData(
        "LibraryPrefix(typeof(Shop.Version), \"/a\"), ExcludeRoutes(typeof(Shop.Versions))",
        "/a/version|/a/versions/|GET /a/health/live|GET /a/health/of/{name}")]
    public void A_program_leaves_routes_out_and_begins_them_with_a_prefix(string attributes, string patterns)
    {
        var run = GeneratorRunner.Run(Libraries.Program($"using RouteGen;\n[assembly: {attributes}]", s_health));

        Assert.Empty(run.Problems);
        Assert.Equal(patterns, string.Join('|', Libraries.RoutesOf(run, s_health).Select(static route => route.Split(" -> ")[0])));
    }

    [Fact]
    public void A_prefix_stands_behind_method_and_host() => Assert.Equal(
        ["POST shop.test/a/orders/ -> Shop.Orders.event.new at Shop.Orders.cs:4 in Shop.Orders"],
        RoutesOf(
            "[assembly: RouteGen.LibraryPrefix(\"Shop.Orders\", \"/a\")] [assembly: RouteGen.ExcludeRoutes(\"Shop.Health\")]", s_health,
            s_orders));

    [Fact]
    public void A_program_that_opts_out_has_no_table()
    {
        var program = Libraries.Program(App.Replace("\"/\"", "\"/version\"", StringComparison.Ordinal), s_health);

        Assert.Empty(GeneratorRunner.Run(program, ("RouteGenTable", "false")).HintNames);
    }

    [Fact]
    public void A_library_that_opts_out_lists_nothing()
    {
        var library = GeneratorRunner.Compile([("Health.cs", Health)], OutputKind.DynamicallyLinkedLibrary);

        Assert.Empty(GeneratorRunner.Run(library, ("RouteGenTable", "false")).HintNames);
    }

    [Fact]
    public void Routes_json_has_the_routes_of_libraries()
    {
        var text = GeneratorRunner.Run(Libraries.Program(App, s_health)).Texts.Single(
            static text => text.Contains("class RoutesJson", StringComparison.Ordinal));

        Assert.Contains(
            """
            "pattern": "GET /health/of/{name}", "method": "GET", "host": "", "path": "/health/of/{name}", "mux": "DefaultServeMux", "handler": "Shop.Health.Of", "middleware": ["Shop.Mark"], "source": "Shop.Health.cs:10 in Shop.Health"
            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_is_open_beside_the_program_is_read_as_its_assembly_is()
    {
        // What an editor does: the library is no file, but a compilation.
        var program = GeneratorRunner.Compile([("Program.cs", App)]).AddReferences(s_health.Run.Compilation.ToMetadataReference());

        Assert.Equal(GeneratorRunner.Run(Libraries.Program(App, s_health)).Texts, GeneratorRunner.Run(program).Texts);
    }

    private static string[] RoutesOf(string source, params Library[] libraries) =>
        [.. Libraries.RoutesOf(GeneratorRunner.Run(Libraries.Program(source, libraries)), libraries)];
}
