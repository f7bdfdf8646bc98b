using System.Text.Json;
using RouteGen.Tasks;

namespace RouteGen.Tests;

/// <summary>The way of <c>routes.json</c>: from attributes to a constant, out of the compiled assembly, and against a baseline.</summary>
public sealed class RoutesJsonTests
{
    private const string Source = """
        using RouteGen;
        using System.Threading.Tasks;

        static class Handlers
        {
            [HandleFunc("GET example.com/items/{id}"), Use<Log>] internal static void Item(ResponseWriter w, Request r) => w.Write(r.PathValue("id"));
            [HandleFunc("/ping")] internal static void Ping(ResponseWriter w, Request r) { }
            [Post("/käse/")] internal static void Add(ResponseWriter w, Request r) { }
        }

        struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    [Fact]
    public void The_compiled_assembly_holds_a_line_for_each_route_in_order()
    {
        using var json = JsonDocument.Parse(TextOf(Source));

        var routes = json.RootElement.GetProperty("routes").EnumerateArray()
            .Select(static route => string.Join(" | ", route.EnumerateObject().Select(static property => property.Value.ToString())));
        Assert.Equal(
            [
                "/ping |  |  | /ping | DefaultServeMux | Handlers.Ping | [] | app/Program.cs:7",
                "GET example.com/items/{id} | GET | example.com | /items/{id} | DefaultServeMux | Handlers.Item | [\"Log\"] | "
                    + "app/Program.cs:6",
                "POST /käse/ | POST |  | /käse/ | DefaultServeMux | Handlers.Add | [] | app/Program.cs:8",
            ],
            routes);
    }

    [Fact]
    public void An_assembly_without_routes_has_no_text()
    {
        using var image = Emit("static class Nothing;");
        Assert.Null(RoutesConstant.Read(image));
    }

    [Fact]
    public void Two_thousand_routes_compile()
    {
        var methods = Enumerable.Range(0, 2000)
            .Select(static index => $"[Get(\"/r{index}\")] internal static void M{index}(ResponseWriter w, Request r) {{ }}");
        var compilation = GeneratorRunner.Compile(
            [("Program.cs", "using RouteGen; static class Many { " + string.Join('\n', methods) + " }")]);
        GeneratorRunner.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        using var image = new MemoryStream();
        Assert.True(output.Emit(image).Success);
        image.Position = 0;
        Assert.Equal(2000, RoutesConstant.Read(image)!.Split("\"pattern\"").Length - 1);
    }

    [Fact]
    public void A_handler_that_moves_is_no_drift()
    {
        var before = RoutesText.WithoutPlaces(TextOf(Source));
        var after = RoutesText.WithoutPlaces(TextOf("\n\n" + Source).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(before, after);
        Assert.DoesNotContain("source", before, StringComparison.Ordinal);
        Assert.Equal(3, JsonDocument.Parse(before).RootElement.GetProperty("routes").GetArrayLength());
    }

    [Fact]
    public void A_difference_names_what_went_and_what_came()
    {
        var before = RoutesText.WithoutPlaces(TextOf(Source));
        var after = RoutesText.WithoutPlaces(TextOf(Source.Replace("(\"/ping\")", "(\"/pong\")", StringComparison.Ordinal)));

        Assert.Equal(
            """
              - { "pattern": "/ping", "method": "", "host": "", "path": "/ping", "mux": "DefaultServeMux", "handler": "Handlers.Ping", "middleware": [] }
              + { "pattern": "/pong", "method": "", "host": "", "path": "/pong", "mux": "DefaultServeMux", "handler": "Handlers.Ping", "middleware": [] }
            """,
            RoutesText.Difference(before, after));
        Assert.Equal(3, RoutesText.Difference("", before).Split('\n').Length);
        Assert.Contains("written differently", RoutesText.Difference(before, before + "\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_looks_like_a_place_stays()
    {
        const string odd = "    { \"pattern\": \"/, \\\"source\\\": /\", \"source\": \"Program.cs:1\" }";
        Assert.Equal("    { \"pattern\": \"/, \\\"source\\\": /\" }", RoutesText.WithoutPlaces(odd));
    }

    private static string TextOf(string source)
    {
        using var image = Emit(source);
        return RoutesConstant.Read(image)!;
    }

    private static MemoryStream Emit(string source)
    {
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", source)]), ("ProjectDir", "/src/"));
        var image = new MemoryStream();
        Assert.True(run.Compilation.Emit(image).Success);
        image.Position = 0;
        return image;
    }
}
