namespace RouteGen.Tests;

/// <summary>Muxes that are mounted in others when the program is compiled: what is written, and what requests are answered.</summary>
public sealed class MountTests
{
    private const string Program = """
        using System.Threading.Tasks;
        using RouteGen;
        [assembly: Use<Shop.Mark<Shop.All>>]

        namespace Shop
        {
            public class All { } public class Outer { } public class Inner { } public class Own { } public class Late { }

            public sealed class Mark<T> : IMiddleware
            {
                public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    w.Write(typeof(T).Name + r.Path + "(");
                    await next.ServeHttpAsync(w, r);
                    w.Write(")");
                }
            }

            [ServeMux, Prefix("/v1"), Use<Mark<Inner>>]
            public sealed partial class Api(string name)
            {
                [Get("/items/{id}"), Use<Mark<Own>>] private void Item(ResponseWriter w, Request r) => w.Write(name + " " + r.PathValue("id") + " " + r.Pattern);
                [Get("/files/{path...}")] private static async Task Files(ResponseWriter w, Request r) { await Task.Yield(); w.Write(r.PathValue("path")); }
            }

            [ServeMux, Use<Mark<Outer>>]
            public sealed partial class Site
            {
                [Mount("/api/")] private readonly Api _api = new("site");
                [Get("/api/about")] private void About(ResponseWriter w, Request r) => w.Write("about");
            }

            static class Program
            {
                [Mount("shop.example/s/")] internal static Site Site { get; } = new();
                [Mount("/api/"), Mount("/")] internal static readonly Api @event = new("default");
            }
        }
        """;

    private static readonly Lazy<LineProgram> s_program = new(static () => new LineProgram(Program));

    // What a program may do while it runs.
    private const string Changed = """
        using System.Threading.Tasks;
        using RouteGen;
        [ServeMux] partial class Inner
        {
            [Get("/{x}")] private static void One(ResponseWriter w, Request r) => w.Write(r.PathValue("x") + r.Path);
        }
        [ServeMux] partial class Middle { [Mount("/in/")] internal readonly Inner Inner = new(); }
        static class Startup
        {
            [Mount("/mid/")] internal static readonly Middle Middle = new();
            private static ServeMux Mux(IServeMux mux) => mux.Mux;
            internal static void Change()
            {
                Mux(Middle.Inner).HandleFunc("/late/{y}/", (w, r) => w.Write("late " + r.PathValue("y") + " " + r.Path + " " + r.Pattern));
                Mux(Middle.Inner).NotFound = Handler.From((w, r) => Http.Error(w, "nothing at " + r.Path, 404));
            }
            internal static void Use() => Mux(Middle.Inner).Use(next => Handler.From(async (w, r) => { w.Write("(" + r.Path); await next.ServeHttpAsync(w, r); w.Write(")"); }));
        }
        """;

    [Fact]
    public void A_mux_in_a_mux_in_the_default_one() => Snapshot.Verify(GeneratorRunner.Run(Program));

    [Theory]
    [InlineData(
        "GET", "http://a/api/v1/items/7",
        "200 All/api/v1/items/7(Inner/v1/items/7(Own/v1/items/7(default 7 GET /api/v1/items/{id}))) GET /api/v1/items/{id}")]
    [InlineData(
        "GET", "http://a/%61pi/v1/items/a%2Fb",
        "200 All/api/v1/items/a/b(Inner/v1/items/a/b(Own/v1/items/a/b(default a/b GET /api/v1/items/{id}))) GET /api/v1/items/{id}")]
    [InlineData(
        "HEAD", "http://a/v1/items/7",
        "200 All/v1/items/7(Inner/v1/items/7(Own/v1/items/7(default 7 GET /v1/items/{id}))) GET /v1/items/{id}")]
    [InlineData(
        "GET", "http://shop.example/s/api/v1/items/7",
        "200 All/s/api/v1/items/7(Outer/api/v1/items/7(Inner/v1/items/7(Own/v1/items/7(site 7 GET shop.example/s/api/v1/items/{id})))) "
            + "GET shop.example/s/api/v1/items/{id}")]
    [InlineData("GET", "http://shop.example/s/api/about", "200 All/s/api/about(Outer/api/about(about)) GET shop.example/s/api/about")]
    [InlineData("GET", "http://a/api/v1/files/b/c", "200 All/api/v1/files/b/c(Inner/v1/files/b/c(b/c)) GET /api/v1/files/{path...}")]
    [InlineData("GET", "http://a/api/v1", "200 All/api/v1(Inner/v1(404 page not found\n)) ")]
    [InlineData("POST", "http://a/api/v1/items/7", "200 All/api/v1/items/7(Inner/v1/items/7(Method Not Allowed\n))  Allow: GET, HEAD")]
    [InlineData(
        "POST", "http://shop.example/s/api/v1/items/7",
        "200 All/s/api/v1/items/7(Outer/api/v1/items/7(Inner/v1/items/7(Method Not Allowed\n)))  Allow: GET, HEAD")]
    [InlineData("POST", "http://a/api", "200 All/api() /api/ Location: /api/")]
    [InlineData("POST", "http://a/api//v1?q", "200 All/api//v1() /api/ Location: /api/v1?q")]
    public void Routes_of_mounted_muxes_are_served_by_the_outer_table(string method, string url, string answer)
    {
        Assert.Equal(answer, s_program.Value.AskFully(method, url));
    }

    [Fact]
    public void What_the_inner_mux_is_given_at_run_time_is_served_below_the_mount()
    {
        using var program = new LineProgram(Changed);
        Assert.Equal("200 x/x GET /mid/in/{x}", program.AskFully("GET", "/mid/in/x"));
        Assert.Equal("404 404 page not found\n ", program.AskFully("GET", "/mid/in/late/7/"));

        program.Call("Change");
        Assert.Equal("200 late 7 /late/7/z /mid/in/late/{y}/ /mid/in/late/{y}/", program.AskFully("GET", "/mid/in/late/7/z"));
        Assert.Equal("301  /mid/in/late/7/ Location: /mid/in/late/7/", program.AskFully("POST", "/mid/in/late/7"));
        Assert.Equal("404 nothing at /a/b\n ", program.AskFully("POST", "/mid/in/a/b"));
        Assert.Equal("200 x/x GET /mid/in/{x}", program.AskFully("GET", "/mid/in/x"));

        program.Call("Use");
        Assert.Equal("200 (/xx/x) GET /mid/in/{x}", program.AskFully("GET", "/mid/in/x"));
    }

    [Fact]
    public void The_assembly_s_middleware_runs_once_whoever_routes()
    {
        using var program = new LineProgram(
            Program
                + " static class Startup { internal static void Change() => ((IServeMux)Shop.Program.@event).Mux.HandleFunc(\"/late\", "
                + "Http.NotFound); }");
        program.Call("Change");
        Assert.Equal(
            "200 All/api/v1/items/7(Inner/v1/items/7(Own/v1/items/7(default 7 GET /api/v1/items/{id}))) GET /api/v1/items/{id}",
            program.AskFully("GET", "/api/v1/items/7"));
    }

    [Fact]
    public void A_member_that_is_null_is_named_when_serving_starts_and_by_the_first_request()
    {
        using var program = new LineProgram("""
            using RouteGen;
            [ServeMux] partial class Inner { [Get("/x")] void X(ResponseWriter w, Request r) => w.Write("x"); }
            [ServeMux] partial class Outer { [Mount("/in/")] internal Inner? Member { get; set; } }
            static class Startup
            {
                [Mount("shop.example/out/")] internal static readonly Outer Outer = new();
                internal static void Start() { using var listener = Listener.Listen("127.0.0.1:0"); new Server().Start(listener); }
                internal static void Set() => Outer.Member = new();
            }
            """);
        const string Message = "'Outer.Member' is null; the mux that is mounted at \"/in/\" must be set before serving starts.";
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => program.Call("Start")).Message);
        Assert.Equal(
            Message, Assert.Throws<InvalidOperationException>(() => program.AskFully("GET", "http://shop.example/out/in/x")).Message);

        program.Call("Set");
        Assert.Equal("200 x GET shop.example/out/in/x", program.AskFully("GET", "http://shop.example/out/in/x"));
    }

    [Fact]
    public void Routes_json_lists_the_entries_of_the_outer_table()
    {
        var text = string.Concat(
            GeneratorRunner.Run(Program).Texts.Where(static text => text.Contains("class RoutesJson", StringComparison.Ordinal)));
        Assert.Contains(
            "{ \"pattern\": \"GET shop.example/s/api/v1/items/{id}\", \"method\": \"GET\", \"host\": \"shop.example\", "
            + "\"path\": \"/s/api/v1/items/{id}\", \"mux\": \"DefaultServeMux\", \"handler\": \"Shop.Api.Item\", "
            + "\"middleware\": [\"Shop.Mark<Shop.All>\", \"Shop.Mark<Shop.Outer>\", \"Shop.Mark<Shop.Inner>\", \"Shop.Mark<Shop.Own>\"], "
            + "\"source\": \"Program.cs:22\" }",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "\"pattern\": \"shop.example/s/api/\", \"method\": \"\", \"host\": \"shop.example\", \"path\": \"/s/api/\", \"mux\": "
                + "\"DefaultServeMux\", \"handler\": \"Shop.Api\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mux_that_has_a_pattern_for_everything_leaves_no_rest()
    {
        using var program = new LineProgram("""
            using RouteGen;
            [ServeMux] partial class Inner { [HandleFunc("/")] void All(ResponseWriter w, Request r) => w.Write(r.Path); }
            [ServeMux] partial class Middle { [Mount("/")] readonly Inner _inner = new(); [Get("/x")] void X(ResponseWriter w, Request r) => w.Write("x"); }
            static class Startup { [Mount("/a/")] internal static readonly Middle Middle = new(); }
            """);
        Assert.Empty(program.Run.Problems);
        Assert.Equal("200 /b/c /a/", program.AskFully("PUT", "/a/b/c"));
        Assert.Equal("200 / /a/", program.AskFully("GET", "/a/"));
        Assert.Equal("200 x GET /a/x", program.AskFully("GET", "/a/x"));
    }

    [Fact]
    public void A_mux_that_many_ways_lead_to_is_expanded_up_to_a_bound_and_the_mount_reported()
    {
        // Each of twenty muxes is mounted twice in the next: a million ways.
        var place = new LocationInfo("Program.cs", 0, 0, 0, 0, 0, 0);
        var muxes = Enumerable.Range(0, 21).Select(static index => new MuxModel("", "M" + index)).ToArray();
        var mounts = Enumerable.Range(1, 20).SelectMany(index => new[] { "/a", "/b" }.Select(path =>
            new Mount(
                new MountModel(muxes[index], muxes[index - 1], "", path, "mux.F", "M.F" + path, EquatableArray<MiddlewareModel>.Empty, 0),
                place)));
        var route = new RouteModel("GET /x", "mux.X", "M0.X", HandlerShape.Void, Mux: muxes[0]);
        var expanded = MountExpander.Expand(new([new(route, place)]), new([.. mounts]));
        Assert.Equal(DiagnosticIds.NotMountable, Assert.Single(expanded.Problems).Id);
        Assert.InRange(expanded.Registrations.Count, 1, MountExpander.RouteCountMax + 100);
        Assert.Equal(4, expanded.Registrations.Count(registration => registration.Route.Mux == muxes[1]));
        Assert.All(
            muxes, mux =>
                Assert.InRange(
                    expanded.Registrations.Count(registration => registration.Route.Mux == mux), 1, MuxPlanner.EntryCountMax + 2));
    }
}
