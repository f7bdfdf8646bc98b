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
        var task = ((IHandler)Activator.CreateInstance(api, "one")!)
            .ServeHttpAsync(writer, new Request(method, "http://example.com" + path));

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(body, writer.Body);
    }

    [Fact]
    public void A_mux_without_handlers_answers_404_and_one_in_no_namespace_is_fine()
    {
        var empty = Load("[RouteGen.ServeMux] public partial class @event { }", OutputKind.DynamicallyLinkedLibrary)
            .GetType("event", throwOnError: true)!;
        var writer = new RecordingWriter();
        Assert.True(
            ((IHandler)Activator.CreateInstance(empty)!)
                .ServeHttpAsync(writer, new Request("GET", "http://example.com/")).IsCompletedSuccessfully);
        Assert.Equal(404, writer.StatusCode);
    }

    [Fact]
    public void A_mux_is_nested_in_partial_types_of_any_kind()
    {
        using var program = new LineProgram("""
            using RouteGen;
            namespace Shop.@namespace
            {
                internal static partial class A
                {
                    internal readonly partial record struct @struct
                    {
                        internal partial interface I { [ServeMux, Prefix("/v1")] internal partial class Api { [Get("/x")] private static void X(ResponseWriter w, Request r) => w.Write(r.Pattern); } }
                    }
                }
                internal partial record R(int X) { internal partial class C { [ServeMux] private partial class Api { [Get("/y", Mux = typeof(Api))] void Y(ResponseWriter w, Request r) { } } } }
            }
            static class Startup { [Mount("/a/")] internal static Shop.@namespace.A.@struct.I.Api Api { get; } = new(); }
            """);
        Assert.Contains("Shop.namespace.A.struct.I.Api.ServeMux.g.cs", program.Run.HintNames);
        Assert.Contains("Shop.namespace.R.C.Api.ServeMux.Sources.g.cs", program.Run.HintNames);
        Assert.Equal("200 GET /a/v1/x GET /a/v1/x", program.Ask("GET", "/a/v1/x"));
    }

    [Fact]
    public void The_instance_s_mux_is_a_property_from_the_constructor_on()
    {
        var api = (IServeMux)Activator.CreateInstance(Load("""
            using RouteGen;
            [ServeMux] public partial class Api
            {
                public Api() => Mux.NotFound = Handler.From((w, r) => w.Write("nothing"));
                [Get("/x")] private void X(ResponseWriter w, Request r) => w.Write("x");
            }
            """, OutputKind.DynamicallyLinkedLibrary).GetType("Api", throwOnError: true)!)!;
        Assert.Same(api.Mux, api.GetType().GetProperty("Mux")!.GetValue(api));
        api.Mux.HandleFunc("/late", (w, r) => w.Write("late"));
        api.Mux.MethodNotAllowed = Handler.From((w, r) => w.Write("other"));
        api.Mux.Use(next => Handler.From(async (w, r) =>
        {
            w.Write("in front of ");
            await next.ServeHttpAsync(w, r);
        }));
        foreach (
            var (
                method, path, body) in new[]
                    { ("GET", "/x", "x"), ("POST", "/x", "other"), ("GET", "/late", "late"), ("GET", "/none", "nothing") })
        {
            var writer = new RecordingWriter();
            Assert.True(api.ServeHttpAsync(writer, new Request(method, "http://example.com" + path)).IsCompletedSuccessfully);
            Assert.Equal("in front of " + body, writer.Body);
        }
    }

    [Theory]
    [InlineData("[ServeMux] public partial class Api { public int Mux; }")]
    [InlineData("[ServeMux] public partial class Api { private static void Mux<T>(T t) { } }")]
    [InlineData("[ServeMux] public partial class Api { private class Mux; }")]
    [InlineData("[ServeMux] public partial class Api(int Mux = 0) { int X => Mux; public Api() : this(3) { } }")]
    [InlineData("public class Base { protected int Mux => 1; } [ServeMux] public partial class Api : Base;")]
    public void A_member_of_that_name_stays_its_author_s(string source)
    {
        var run = GeneratorRunner.Run(
            GeneratorRunner.Compile([("Program.cs", "using RouteGen;\n" + source)], OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(run.Texts, static text => text.Contains("public global::RouteGen.ServeMux Mux", StringComparison.Ordinal));
        Assert.Contains(
            run.Texts, static text => text.Contains("global::RouteGen.ServeMux global::RouteGen.IServeMux.Mux", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mux_that_is_named_Mux_has_none() => GeneratorRunner.Run("[RouteGen.ServeMux] public partial class Mux;");

    [Fact]
    public void Each_mux_has_its_own_conflicts() => Assert.Equal(
        ["RG0201 Program.cs(5,6) Get(\"/x\"): The pattern 'GET /x' is already registered, as 'GET /x' for 'A.One' at Program.cs:4: both "
            + "match GET /x | Program.cs(4,6) Get(\"/x\")"],
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
    [InlineData("[ServeMux] class M { }", "RG0107 Program.cs(2,18) M: 'M' cannot be the mux: it is not partial; write 'partial class M'")]
    [InlineData(
        "[ServeMux] partial class M<T> { }",
        "RG0107 Program.cs(2,26) M: 'M' cannot be the mux: it is generic; pass what differs to its constructor")]
    [InlineData(
        "[ServeMux] partial class B { } class C : B { } [ServeMux] partial class M : C { }",
        "RG0107 Program.cs(2,73) M: 'M' cannot be the mux: its base class 'B' also has [ServeMux]")]
    [InlineData(
        "[ServeMux] static partial class M { }",
        "RG0107 Program.cs(2,33) M: 'M' cannot be the mux: it is static; remove the modifier, because the mux is an object")]
    [InlineData(
        "class O { [ServeMux] partial class M { } }",
        "RG0107 Program.cs(2,36) M: 'M' cannot be the mux: it is nested in 'O', which is not partial")]
    [InlineData(
        "partial class O<T> { [ServeMux] partial class M { } }",
        "RG0107 Program.cs(2,47) M: 'M' cannot be the mux: it is nested in the generic type 'O'")]
    [InlineData(
        "file partial class O { [ServeMux] partial class M { } }",
        "RG0107 Program.cs(2,49) M: 'M' cannot be the mux: its type 'O' is local to a file; remove 'file'")]
    [InlineData(
        "[ServeMux] file partial class M { }",
        "RG0107 Program.cs(2,31) M: 'M' cannot be the mux: it is local to a file; remove 'file'")]
    [InlineData(
        "class H { [Get(\"/\", Mux = typeof(H))] internal static void S(ResponseWriter w, Request r) { } }",
        "RG0107 Program.cs(2,12) Get(\"/\", Mux = typeof(H)): 'H' cannot be the mux: it is a class without [ServeMux]; write "
            + "'[ServeMux] partial class H'")]
    [InlineData(
        "[ServeMux] partial class M { [Get(\"/\", Mux = typeof(N))] void S(ResponseWriter w, Request r) { } } [ServeMux] partial class N "
            + "{ }",
        "RG0107 Program.cs(2,31) Get(\"/\", Mux = typeof(N)): 'N' cannot be the mux: it has no instance of 'M'")]
    [InlineData(
        "[Prefix(\"/v1/\")] static class H { [Get(\"/x\")] internal static void S(ResponseWriter w, Request r) { } [Get(\"/y\")] internal "
            + "static void T(ResponseWriter w, Request r) { } }",
        "RG0003 Program.cs(2,9) \"/v1/\": The prefix '/v1/' is invalid: it ends with a slash, and the patterns in the class begin with "
        + "one")]
    public void What_cannot_be_is_refused(string source, string problem) =>
        Assert.Equal([problem], GeneratorRunner.Run("using RouteGen;\n" + source).Problems);

    [Theory]
    [InlineData(
        "v1", "it must begin with a slash, as in '/v1', or with a host (a domain, NAME:PORT or localhost), as in 'example.com/v1'")]
    [InlineData(
        "v1/a",
        "it must begin with a slash, as in '/v1/a', or with a host (a domain, NAME:PORT or localhost), as in 'example.com/v1'")]
    [InlineData(
        "v1.0/a",
        "it must begin with a slash, as in '/v1.0/a', or with a host (a domain, NAME:PORT or localhost), as in 'example.com/v1'")]
    [InlineData(
        "1.2.3.256/a",
        "it must begin with a slash, as in '/1.2.3.256/a', or with a host (a domain, NAME:PORT or localhost), as in 'example.com/v1'")]
    [InlineData("example.com", "a host must be followed by a path, such as 'example.com/v1'")]
    public void A_prefix_that_would_be_a_host_is_refused(string prefix, string why) => Assert.Equal(
        [$"RG0003 Program.cs(2,9) \"{prefix}\": The prefix '{prefix}' is invalid: {why}"],
        GeneratorRunner.Run(
            "using RouteGen;\n[Prefix(\"" + prefix
                + "\")] static class H { [Get(\"/x\")] internal static void S(ResponseWriter w, Request r) { } }").Problems);

    [Fact]
    public void A_prefix_with_a_host_stands_alone() => Assert.Equal(
        [
            "RG0001 Program.cs(5,10) \"h.com/y\": The pattern 'GET h.com/y' is invalid: It names a host, and so does the prefix of its "
                + "class.",
            "RG0003 Program.cs(6,13) \"localhost/a\": The prefix 'localhost/a' is invalid: a containing class has a prefix, and a host "
                + "must be at the beginning of a pattern",
            "RG0004 Program.cs(9,52) \"/x\": The pattern 'GET localhost:8080/b/x' probably does not match what was intended: hosts are "
                + "compared without their port",
        ],
        GeneratorRunner.Run("""
            using RouteGen;
            [Prefix("example.com/v1")] static class H
            {
                [Get("/x")] internal static void X(ResponseWriter w, Request r) { }
                [Get("h.com/y")] internal static void Y(ResponseWriter w, Request r) { }
                [Prefix("localhost/a")] internal static class I;
            }
            [Prefix("10.0.0.1/v1")] static class K { [Get("/x")] internal static void X(ResponseWriter w, Request r) { } }
            [Prefix("localhost:8080/b")] static class J { [Get("/x")] internal static void X(ResponseWriter w, Request r) { } }
            """).Problems);

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

    [Fact]
    public void Muxes_whose_names_differ_by_case_alone_have_files_of_their_own()
    {
        var run = GeneratorRunner.Run("""
            using RouteGen;
            [ServeMux] public partial class Api { [Get("/a")] static void A(ResponseWriter w, Request r) { } }
            [ServeMux] public partial class API { [Get("/b")] static void B(ResponseWriter w, Request r) { } }
            """);
        Assert.Null(run.Result.Results[0].Exception);
        Assert.Contains("API-0.ServeMux.g.cs", run.HintNames);
        Assert.Contains("Api-1.ServeMux.g.cs", run.HintNames);
    }
}
