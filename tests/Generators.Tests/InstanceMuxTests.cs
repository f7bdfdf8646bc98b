using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>Classes that are muxes: what is written for them, what it does, and what is refused.</summary>
public sealed class InstanceMuxTests
{
    private const string Api = """
        using System.Threading.Tasks;
        using RouteGen;

        namespace Shop
        {
            [ServeMux]
            [Prefix("/v1")]
            public sealed partial class Api(string name)
            {
                [Get("/items/{id}")] private ValueTask Item(ResponseWriter w, Request r) { w.Write(name + " " + r.PathValue("id") + " " + r.Pattern); return default; }
                [Get("/")] internal static void Root(ResponseWriter w, Request r) => w.Write("root");
            }

            static class Admin
            {
                [Delete("/items", Mux = typeof(Api))] internal static void Clear(ResponseWriter w, Request r) => w.Write("cleared");
                [HandleFunc("/admin")] internal static void Page(ResponseWriter w, Request r) { }
            }
        }
        """;

    [Fact]
    public void A_class_and_a_handler_that_is_sent_to_it() => Snapshot.Verify(GeneratorRunner.Run(Api));

    [Theory]
    [InlineData("GET", "/v1/items/7", "one 7 GET /v1/items/{id}")]
    [InlineData("GET", "/v1/other", "root")]
    [InlineData("DELETE", "/items", "cleared")]
    [InlineData("GET", "/admin", "404 page not found\n")]
    [InlineData("POST", "/v1/items/7", "Method Not Allowed\n")]
    public void An_instance_serves_with_what_its_constructor_was_given(string method, string path, string body)
    {
        var api = Load(Api, OutputKind.DynamicallyLinkedLibrary).GetType("Shop.Api", throwOnError: true)!;
        var writer = new RecordingWriter();
        var task = ((IHandler)Activator.CreateInstance(api, "one")!).ServeHttpAsync(writer, new Request(method, "http://example.com" + path));

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(body, writer.Body);
    }

    [Fact]
    public void A_mux_without_handlers_answers_404_and_one_in_no_namespace_is_fine()
    {
        var empty = Load("[RouteGen.ServeMux] public partial class @event { }", OutputKind.DynamicallyLinkedLibrary).GetType("event", throwOnError: true)!;
        var writer = new RecordingWriter();
        Assert.True(((IHandler)Activator.CreateInstance(empty)!).ServeHttpAsync(writer, new Request("GET", "http://example.com/")).IsCompletedSuccessfully);
        Assert.Equal(404, writer.StatusCode);
    }

    [Fact]
    public void Each_mux_has_its_own_conflicts() => Assert.Equal(
        ["RG0201 Program.cs(5,6) Get(\"/x\"): The pattern 'GET /x' is already registered, as 'GET /x' for 'A.One' at Program.cs:4: both match GET /x | Program.cs(4,6) Get(\"/x\")"],
        GeneratorRunner.Run("""
            using RouteGen;
            [ServeMux] internal partial class A
            {
                [Get("/x")] void One(ResponseWriter w, Request r) { }
                [Get("/x")] void Two(ResponseWriter w, Request r) { }
            }
            [ServeMux] internal partial class B { [Get("/x")] void One(ResponseWriter w, Request r) { } }
            static class C { [Get("/x")] internal static void One(ResponseWriter w, Request r) { } }
            """).Problems);

    [Theory]
    [InlineData("[ServeMux] class M { }", "RG0107 Program.cs(2,18) M: 'M' cannot be the mux: it is not partial")]
    [InlineData("[ServeMux] partial class M<T> { }", "RG0107 Program.cs(2,26) M: 'M' cannot be the mux: it is generic")]
    [InlineData("[ServeMux] static partial class M { }", "RG0107 Program.cs(2,33) M: 'M' cannot be the mux: it is static")]
    [InlineData("class O { [ServeMux] partial class M { } }", "RG0107 Program.cs(2,36) M: 'M' cannot be the mux: it is nested in another type")]
    [InlineData("[ServeMux] file partial class M { }", "RG0107 Program.cs(2,31) M: 'M' cannot be the mux: it is local to a file")]
    [InlineData(
        "class H { [Get(\"/\", Mux = typeof(H))] internal static void S(ResponseWriter w, Request r) { } }",
        "RG0107 Program.cs(2,12) Get(\"/\", Mux = typeof(H)): 'H' cannot be the mux: it lacks [ServeMux]")]
    [InlineData(
        "[ServeMux] partial class M { [Get(\"/\", Mux = typeof(N))] void S(ResponseWriter w, Request r) { } } [ServeMux] partial class N { }",
        "RG0107 Program.cs(2,31) Get(\"/\", Mux = typeof(N)): 'N' cannot be the mux: it has no instance of 'M'")]
    [InlineData(
        "[Prefix(\"v1/\")] static class H { [Get(\"/x\")] internal static void S(ResponseWriter w, Request r) { } }",
        "RG0002 Program.cs(2,39) \"/x\": The pattern 'GET v1//x' can never match: The path is not clean: it holds an empty segment (//), so no request would match it.")]
    public void What_cannot_be_is_refused(string source, string problem) =>
        Assert.Equal([problem], GeneratorRunner.Run("using RouteGen;\n" + source).Problems);

    [Fact]
    public void Prefixes_of_classes_around_come_first() => Assert.Contains(
        "Wildcard(\"PUT example.com/a/{_b}/c/d\"",
        GeneratorRunner.Run("""
            using RouteGen;
            [Prefix("/a/{_b}")] static class Outer
            {
                [Prefix("/c")] internal static class Inner { [Put("example.com/d")] internal static void S(ResponseWriter w, Request r) { } }
            }
            """).Result.Results[0].GeneratedSources[0].SourceText.ToString(),
        StringComparison.Ordinal);

    private static Assembly Load(string source, OutputKind kind)
    {
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", source)], kind));
        using var image = new MemoryStream();
        Assert.True(run.Compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }
}
