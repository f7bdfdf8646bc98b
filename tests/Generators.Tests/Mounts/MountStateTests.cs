namespace RouteGen.Tests;

/// <summary>
/// What a mounted mux has of its own while the program runs: its object, and where it is mounted, which others do not share.
/// </summary>
public sealed class MountStateTests
{
    private const string Beside = """
        using System.Threading.Tasks;
        using RouteGen;
        [assembly: Use<Auth>]
        public sealed class Auth : IMiddleware
        {
            public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
            {
                w.Write("(");
                await next.ServeHttpAsync(w, r);
                w.Write(")");
            }
        }
        [ServeMux] partial class LibApi
        {
            [Get("/x")] private static void X(ResponseWriter w, Request r) => w.Write(r.Pattern);
            [Get("/y/")] private static void Y(ResponseWriter w, Request r) => w.Write(r.Pattern);
        }
        [ServeMux] partial class LibSite { [Mount("/in/")] private readonly LibApi _api = new(); }
        [ServeMux] partial class AppMux
        {
            [Get("/own/{name}")] private static void Own(ResponseWriter w, Request r) => w.Write(r.Pattern + r.PathValue("name"));
            [Get("/again")] private static async Task Again(ResponseWriter w, Request r)
            {
                r.Url = Url.Parse("/app/own/b");
                await ServeMux.Default.ServeHttpAsync(w, r);
            }
        }
        static class Startup
        {
            [Mount("/app/")] internal static readonly AppMux A = new();
            [Mount("/site/")] internal static readonly LibSite Site = new();
            internal static void Change()
            {
                ((IServeMux)A).Mux.Handle("/lib/", Http.StripPrefix("/lib", new LibApi()));
                ((IServeMux)A).Mux.Handle("/libsite/", Http.StripPrefix("/libsite", new LibSite()));
            }
        }
        """;

    [Theory]
    [InlineData("GET", "/app/lib/x", "200 ((GET /x)) /app/lib/")]
    [InlineData("HEAD", "/app/lib/y", "200 (()) /app/lib/ Location: /y/")]
    [InlineData("GET", "/app/libsite/in/x", "200 ((GET /in/x)) /app/libsite/")]
    [InlineData("GET", "/app/again", "200 ((GET /app/own/{name}b)) GET /app/own/{name}")]
    [InlineData("GET", "/site/in/x", "200 (GET /site/in/x) GET /site/in/x")]
    [InlineData("GET", "/app/own/a", "200 (GET /app/own/{name}a) GET /app/own/{name}")]
    public void A_mux_that_a_mounted_one_calls_is_not_mounted_there(string method, string path, string answer)
    {
        using var program = new LineProgram(Beside);
        program.Call("Change");
        Assert.Equal(answer, program.AskFully(method, path));
    }

    [Fact]
    public void A_property_that_makes_a_mux_each_time_is_read_once()
    {
        using var program = new LineProgram("""
            using RouteGen;
            [ServeMux] partial class Items
            {
                private int _count;
                [Get("/add")] private void Add(ResponseWriter w, Request r) => w.Write("" + ++_count);
                [Get("/count")] private void Count(ResponseWriter w, Request r) => w.Write("" + _count);
            }
            [ServeMux] partial class Shop { [Mount("/v2/")] private Items Items => new(); }
            static class Startup
            {
                [Mount("/v1/")] internal static Items Items => new();
                [Mount("/")] internal static readonly Shop Shop = new();
            }
            """);
        foreach (var version in new[] { "/v1", "/v2" })
        {
            Assert.StartsWith("200 1 ", program.AskFully("GET", version + "/add"), StringComparison.Ordinal);
            Assert.StartsWith("200 1 ", program.AskFully("GET", version + "/count"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void In_front_of_a_mount_the_values_are_those_of_the_pattern()
    {
        using var program = new LineProgram("""
            using System.Threading.Tasks;
            using RouteGen;
            public sealed class After : IMiddleware
            {
                public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    await next.ServeHttpAsync(w, r);
                    w.Write(r.Pattern + r.PathValue("id") + r.Path);
                }
            }
            [ServeMux] partial class Inner;
            [Use<After>] static class Startup
            {
                [Mount("/in/")] internal static readonly Inner Inner = new();
                internal static void Change() => ((IServeMux)Inner).Mux.HandleFunc("/late/{id}", (w, r) => w.Write("late "));
            }
            """);
        program.Call("Change");
        Assert.Equal("200 late /in/late/{id}a/b/in/late/a/b /in/late/{id}", program.AskFully("GET", "/in/late/a%2Fb"));
    }
}
