using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>The responses of a mux itself pass the middleware that all its handlers have in front, so that there is no way round it.</summary>
public sealed class OwnResponsesTests
{
    private const string Usings = "using System.Threading.Tasks; using RouteGen;\n";

    private const string OfAssembly = "[assembly: Use<Shop.Mark<Shop.All>>]\n";

    private const string Marks = """
        namespace Shop
        {
            public struct Mark<T> : IMiddleware
            {
                public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    w.Header.Add("Marks", typeof(T).Name);
                    await next.ServeHttpAsync(w, r);
                }
            }

            public struct All; public struct Around; public struct Own; public struct Inner; public struct Route;

            [Use<Mark<Around>>]
            public static partial class Outside
            {
                [ServeMux, Use<Mark<Own>>, Use(nameof(Count))]
                public partial class Site
                {
                    internal int Requests;
                    private ValueTask Count<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler { Requests++; return next.ServeHttpAsync(w, r); }
                    [Get("/one"), Use<Mark<Route>>] private void One(ResponseWriter w, Request r) => w.WriteHeader(200);
                    [Get("/tree/")] private void Tree(ResponseWriter w, Request r) => w.WriteHeader(200);
                    [Mount("/in/")] private readonly Sub _sub = new();
                    [Mount("/bare/")] private readonly Bare _bare = new();
                }
            }

            [ServeMux, Use<Mark<Inner>>] public partial class Sub { [Get("/two")] private void Two(ResponseWriter w, Request r) => w.WriteHeader(200); }
            [ServeMux] public partial class Bare { [Get("/two")] private void Two(ResponseWriter w, Request r) => w.WriteHeader(200); }

            public static class Startup
            {
                public static readonly Outside.Site Site = new();

                [Get("/default")] internal static void Default(ResponseWriter w, Request r) => w.WriteHeader(200);

                public static string Ask(IHandler mux, string method, string path)
                {
                    var answer = new ResponseRecorder();
                    mux.ServeHttpAsync(answer, new Request(method, "http://example.com" + path)).GetAwaiter().GetResult();
                    return answer.StatusCode + " " + string.Join(",", answer.Header.Values("Marks"));
                }

                public static string AskSite(string method, string path) => Ask(Site, method, path) + " " + Site.Requests;
                public static string AskSub(string method, string path) => Ask(new Sub(), method, path);
                public static string AskDefault(string method, string path) => Ask(Http.DefaultServeMux, method, path);
                public static string AskHandler(string method, string path) => Ask(Site.Mux.Handler(new Request(method, "http://example.com" + path)).Handler, method, path) + " " + Site.Requests;
                public static void SetNotFound() => Site.Mux.NotFound = Handler.From((w, r) => w.WriteHeader(410));
            }
        }
        """;

    [Theory]
    [InlineData("AskSite", "GET", "/one", "200 All,Around,Own,Route 1")]
    [InlineData("AskSite", "GET", "/none", "404 All,Around,Own 1")]
    [InlineData("AskSite", "PUT", "/one", "405 All,Around,Own 1")]
    [InlineData("AskSite", "GET", "/tree", "301 All,Around,Own 1")]
    [InlineData("AskSite", "GET", "/a/../one", "301 All,Around,Own 1")]
    [InlineData("AskSite", "GET", "/in/two", "200 All,Around,Own,Inner 1")]
    [InlineData("AskSite", "GET", "/in/none", "404 All,Around,Own,Inner 1")]
    [InlineData("AskSite", "PUT", "/in/two", "405 All,Around,Own,Inner 1")]
    [InlineData("AskSite", "GET", "/bare/none", "404 All,Around,Own 1")]
    [InlineData("AskHandler", "GET", "/none", "404 All,Around,Own 1")]
    [InlineData("AskSub", "GET", "/none", "404 All,Inner")]
    [InlineData("AskDefault", "GET", "/default", "200 All")]
    [InlineData("AskDefault", "GET", "/none", "404 All")]
    [InlineData("AskDefault", "PUT", "/default", "405 All")]
    [InlineData("AskDefault", "GET", "/a/../default", "301 All")]
    public void Responses_of_the_mux_pass_what_all_its_handlers_pass(string ask, string method, string path, string expected) =>
        Assert.Equal(expected, Asked(OfAssembly, ask, method, path));

    [Theory]
    [InlineData("AskSite", "/none", "404 Around,Own 1")]
    [InlineData("AskSite", "/in/none", "404 Around,Own,Inner 1")]
    [InlineData("AskSub", "/none", "404 Inner")]
    [InlineData("AskDefault", "/none", "404 ")]
    public void Without_middleware_of_the_assembly_it_is_that_of_the_class(string ask, string path, string expected) =>
        Assert.Equal(expected, Asked("", ask, "GET", path));

    [Fact]
    public void The_handler_that_a_program_sets_for_404_is_behind_it_too()
    {
        using var program = new LineProgram(Usings + OfAssembly + Marks);
        program.CallIn("Shop.Startup", "SetNotFound");
        Assert.Equal("410 All,Around,Own 1", program.CallIn("Shop.Startup", "AskSite", "GET", "/none"));
    }

    [Fact]
    public void A_mux_without_middleware_has_none_in_its_table()
    {
        var tables = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", Usings + Marks)], OutputKind.DynamicallyLinkedLibrary)).Texts;
        Assert.Equal(2, tables.Count(static text => text.Contains(" middleware: handler => ", StringComparison.Ordinal)));
    }

    private static object? Asked(string head, string ask, string method, string path)
    {
        using var program = new LineProgram(Usings + head + Marks);
        Assert.Empty(program.Run.Problems);
        return program.CallIn("Shop.Startup", ask, method, path);
    }
}
