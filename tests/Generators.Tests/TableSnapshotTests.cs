using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>What the generated files look like: one snapshot per shape of output.</summary>
public sealed class TableSnapshotTests
{
    [Fact]
    public void One_exact_route() => Snapshot.Verify(GeneratorRunner.Run("""
        using RouteGen;

        static class Handlers
        {
            [HandleFunc("/ping")]
            internal static void Ping(ResponseWriter w, Request r) => w.Write("pong"u8);
        }
        """));

    [Fact]
    public void Every_kind_of_handler_pattern_and_host() => Snapshot.Verify(GeneratorRunner.Run(GeneratorRunner.Compile(
    [
        ("Pages.cs", """
        using System.Threading.Tasks;
        using RouteGen;

        namespace Shop.@event
        {
            public partial class Pages
            {
                protected internal struct Inner
                {
                    [HandleFunc("/")]
                    [HandleFunc("/static/")]
                    [HandleFunc("example.com/static/")]
                    public static void @default(ResponseWriter w, Request r) { }
                }

                [HandleFunc("/orders")]
                internal static async Task Orders(ResponseWriter w, Request r) => await Task.Yield();

                internal static ValueTask Orders(ResponseWriter w, Request r, int overloaded) => default;

                [HandleFunc("api.example.com/orders/all")]
                internal static ValueTask All(ResponseWriter? writer, Request? request) => default;
            }
        }
        """),
        ("Names.cs", """
        using RouteGen;

        static class Names
        {
            [HandleFunc("/quote\"and\\backslash")]
            [HandleFunc("/käse/\u05E9/\u202Eevil/\U0001F9C0/")]
            [HandleFunc("/a-prefix-of-more-than-sixty-four-bytes/which-the-mask-of-slashes-cannot-see/")]
            internal static void Serve(ResponseWriter w, Request r) { }
        }
        """),
    ])));

    [Fact]
    public void Methods_wildcards_and_short_forms() => Snapshot.Verify(GeneratorRunner.Run("""
        using RouteGen;

        static class Items
        {
            [Get("/items")] internal static void List(ResponseWriter w, Request r) { }
            [Post("/items")] internal static void Add(ResponseWriter w, Request r) { }
            [HandleFunc("/items/{$}")] internal static void Slash(ResponseWriter w, Request r) { }
            [Get("/items/{id}")] internal static void Show(ResponseWriter w, Request r) => w.Write(r.PathValue("id"));
            [Delete("/items/{id}")] internal static void Remove(ResponseWriter w, Request r) => w.Write(r.PathValue("id"));
            [Get("/items/{id}/parts/{part...}")] internal static void Part(ResponseWriter w, Request r) => w.Write(r.PathValue("id") + r.PathValue("part"));
            [Get("/static/{file...}")] internal static void Static(ResponseWriter w, Request r) => w.Write(r.PathValue("file"));
            [Put("api.example.com/{_any}/{$}")] internal static void Any(ResponseWriter w, Request r) { }
        }
        """));

    [Fact]
    public void The_order_of_files_shows_nowhere()
    {
        var files = Enumerable.Range(0, 6).Select(static index => ($"F{index}.cs", $$"""
            using RouteGen;
            static class F{{index}}
            {
                [HandleFunc("/p{{index}}/")]
                [HandleFunc("/e{{index % 4}}")]
                internal static void Serve(ResponseWriter w, Request r) { }
            }
            """)).ToArray();

        var forward = GeneratorRunner.Run(GeneratorRunner.Compile(files));
        var backward = GeneratorRunner.Run(GeneratorRunner.Compile(files.Reverse()));

        Assert.Equal(2, forward.Problems.Count());
        Assert.Equal(forward.Problems, backward.Problems);
        Assert.Equal(Texts(forward), Texts(backward));
    }

    [Fact]
    public void No_handler_no_file() => Assert.Empty(GeneratorRunner.Run("static class Nothing;").HintNames);

    [Fact]
    public void A_library_gets_no_table() => Assert.Equal(
        [ManifestEmitter.SourcesHintName, ManifestEmitter.HintName],
        GeneratorRunner.Run(GeneratorRunner.Compile([("A.cs", Ping)], OutputKind.DynamicallyLinkedLibrary)).HintNames.Order(
            StringComparer.Ordinal));

    [Theory]
    [InlineData("true", 5)]
    [InlineData("", 5)]
    [InlineData("false", 0)]
    [InlineData("False", 0)]
    public void The_property_RouteGenTable_opts_out(string value, int fileCount) =>
        Assert.Equal(fileCount, GeneratorRunner.Run(GeneratorRunner.Compile([("A.cs", Ping)]), ("RouteGenTable", value)).HintNames.Count());

    private const string Ping = """
        static class Handlers
        {
            [RouteGen.HandleFunc("/ping")]
            internal static void Ping(RouteGen.ResponseWriter w, RouteGen.Request r) { }
        }
        """;

    private static IEnumerable<string> Texts(GeneratorRun run) =>
        run.Result.Results[0].GeneratedSources.Select(static source => source.SourceText.ToString());
}
