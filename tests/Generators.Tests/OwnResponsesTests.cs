using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>
/// The responses of a mux itself pass the middleware that all its handlers have in front, so that there is no way round it.
/// </summary>
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

            public struct All; public struct Around; public struct Own; public struct Inner; public struct Deepest; public struct Route; public struct Late;

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
                    [Mount("/changed/")] internal readonly Sub Changed = new();
                }
            }

            [ServeMux, Use<Mark<Inner>>]
            public partial class Sub
            {
                [Get("/two")] private void Two(ResponseWriter w, Request r) => w.WriteHeader(200);
                [Get("/tree/")] private void Tree(ResponseWriter w, Request r) => w.WriteHeader(200);
                [Get("/of/{id}/tree/{$}")] private void OfId(ResponseWriter w, Request r) => w.WriteHeader(200);
                [Mount("/deep/")] private readonly Deep _deep = new();
            }

            [ServeMux, Use<Mark<Deepest>>] public partial class Deep { [Get("/tree/")] private void Tree(ResponseWriter w, Request r) => w.WriteHeader(200); }
            [ServeMux] public partial class Bare { [Get("/two")] private void Two(ResponseWriter w, Request r) => w.WriteHeader(200); }

            public static class Startup
            {
                public static readonly Outside.Site Site = new();

                [Get("/default")] internal static void Default(ResponseWriter w, Request r) => w.WriteHeader(200);

                public static string Ask(IHandler mux, string method, string path)
                {
                    var answer = new ResponseRecorder();
                    mux.ServeHttpAsync(answer, new Request(method, "http://example.com" + path)).GetAwaiter().GetResult();
                    return answer.StatusCode + " " + string.Join(",", answer.Header.Values("Marks")) + (answer.StatusCode == 301 ? " " + answer.Header.Get("Location") : "");
                }

                public static string AskSite(string method, string path) => Ask(Site, method, path) + " " + Site.Requests;
                public static string AskSub(string method, string path) => Ask(new Sub(), method, path);
                public static string AskDefault(string method, string path) => Ask(Http.DefaultServeMux, method, path);
                public static string AskHandler(string method, string path) => Ask(Site.Mux.Handler(new Request(method, "http://example.com" + path)).Handler, method, path) + " " + Site.Requests;
                public static void ChangeMounted() => Site.Changed.Mux.Use(next => Handler.FromValueTask((w, r) => { w.Header.Add("Marks", "Late"); return next.ServeHttpAsync(w, r); }));
                public static void SetNotFound() => Site.Mux.NotFound = Handler.From((w, r) => w.WriteHeader(410));
            }
        }
        """;

    [Theory]
    [InlineData("AskSite", "GET", "/one", "200 All,Around,Own,Route 1")]
    [InlineData("AskSite", "GET", "/none", "404 All,Around,Own 1")]
    [InlineData("AskSite", "PUT", "/one", "405 All,Around,Own 1")]
    [InlineData("AskSite", "GET", "/tree", "301 All,Around,Own /tree/ 1")]
    [InlineData("AskSite", "GET", "/a/../one", "301 All,Around,Own /one 1")]
    [InlineData("AskSite", "GET", "/in", "301 All,Around,Own /in/ 1")]
    [InlineData("AskSite", "GET", "/in/tree", "301 All,Around,Own,Inner /in/tree/ 1")]
    [InlineData("AskSite", "GET", "/in/of/7/tree?a=b", "301 All,Around,Own,Inner /in/of/7/tree/?a=b 1")]
    [InlineData("AskSite", "GET", "/in/of/%2F/tree", "301 All,Around,Own,Inner /in/of/%2F/tree/ 1")]
    [InlineData("AskSite", "GET", "/in/deep", "301 All,Around,Own,Inner /in/deep/ 1")]
    [InlineData("AskSite", "GET", "/in/deep/tree", "301 All,Around,Own,Inner,Deepest /in/deep/tree/ 1")]
    [InlineData("AskSite", "PUT", "/in/tree", "405 All,Around,Own,Inner 1")]
    [InlineData("AskHandler", "GET", "/in/tree", "301 All,Around,Own,Inner /in/tree/ 1")]
    [InlineData("AskSub", "GET", "/tree", "301 All,Inner /tree/")]
    [InlineData("AskSub", "GET", "/deep/tree", "301 All,Inner,Deepest /deep/tree/")]
    [InlineData("AskSite", "GET", "/in/two", "200 All,Around,Own,Inner 1")]
    [InlineData("AskSite", "GET", "/in/none", "404 All,Around,Own,Inner 1")]
    [InlineData("AskSite", "PUT", "/in/two", "405 All,Around,Own,Inner 1")]
    [InlineData("AskSite", "GET", "/bare/none", "404 All,Around,Own 1")]
    [InlineData("AskHandler", "GET", "/none", "404 All,Around,Own 1")]
    [InlineData("AskSub", "GET", "/none", "404 All,Inner")]
    [InlineData("AskDefault", "GET", "/default", "200 All")]
    [InlineData("AskDefault", "GET", "/none", "404 All")]
    [InlineData("AskDefault", "PUT", "/default", "405 All")]
    [InlineData("AskDefault", "GET", "/a/../default", "301 All /default")]
    public void Responses_of_the_mux_pass_what_all_its_handlers_pass(string ask, string method, string path, string expected) =>
        Assert.Equal(expected, Asked(OfAssembly, ask, method, path));

    [Theory]
    [InlineData("AskSite", "/none", "404 Around,Own 1")]
    [InlineData("AskSite", "/in/none", "404 Around,Own,Inner 1")]
    [InlineData("AskSite", "/in/deep/tree", "301 Around,Own,Inner,Deepest /in/deep/tree/ 1")]
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

    [Theory]
    [InlineData("/changed/tree", "301 All,Around,Own,Late,Inner /changed/tree/ 1")]
    [InlineData("/changed/none", "404 All,Around,Own,Late,Inner 1")]
    [InlineData("/changed/deep/tree", "301 All,Around,Own,Late,Inner,Deepest /changed/deep/tree/ 1")]
    public void Middleware_that_a_mounted_mux_was_given_at_run_time_is_in_front_of_it_too(string path, string expected)
    {
        using var program = new LineProgram(Usings + OfAssembly + Marks);
        program.CallIn("Shop.Startup", "ChangeMounted");
        Assert.Equal(expected, program.CallIn("Shop.Startup", "AskSite", "GET", path));
    }

    [Fact]
    public void A_mux_without_middleware_has_none_in_its_table()
    {
        var tables = GeneratorRunner.Run(
            GeneratorRunner.Compile([("Program.cs", Usings + Marks)], OutputKind.DynamicallyLinkedLibrary)).Texts;
        Assert.Equal(3, tables.Count(static text => text.Contains(" middleware: handler => ", StringComparison.Ordinal)));
    }

    private static object? Asked(string head, string ask, string method, string path)
    {
        using var program = new LineProgram(Usings + head + Marks);
        Assert.Empty(program.Run.Problems);
        return program.CallIn("Shop.Startup", ask, method, path);
    }
}
