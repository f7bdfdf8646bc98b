using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>Middleware that is composed when the program is compiled.</summary>
public sealed class MiddlewareTests
{
    private const string Program = """
        using System.Threading.Tasks;
        using RouteGen;
        [assembly: Use<Shop.Mark<Shop.A>>]

        namespace Shop
        {
            public class A { } public class B { } public class C { } public class D { }

            public sealed class Mark<T> : IMiddleware
            {
                public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    w.Write(typeof(T).Name + "(");
                    await next.ServeHttpAsync(w, r);
                    w.Write(")");
                }
            }

            public sealed class Refuse : IMiddleware
            {
                public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    w.Write("no " + r.Pattern);
                    return default;
                }
            }

            [ServeMux]
            [Use<Mark<B>>]
            public sealed partial class Api
            {
                [Get("/both")]
                [Use<Mark<C>>, Use<Mark<D>>]
                private void Both(ResponseWriter w, Request r) => w.Write("both");

                [Get("/refused")]
                [Use<Refuse>]
                private void Refused(ResponseWriter w, Request r) => w.Write("never");
            }
        }
        """;

    [Fact]
    public void The_chain_is_visible_in_the_table_from_the_outside_in()
    {
        var table = GeneratorRunner.Run(Program).Result.Results[0].GeneratedSources[0].SourceText.ToString();
        Assert.Contains(
            "new global::RouteGen.Middleware<global::Shop.Mark<global::Shop.A>, "
                + "global::RouteGen.Middleware<global::Shop.Mark<global::Shop.B>, "
            + "global::RouteGen.Middleware<global::Shop.Mark<global::Shop.C>, "
                + "global::RouteGen.Middleware<global::Shop.Mark<global::Shop.D>, global::RouteGen.Endpoint>>>>"
            + "(new(new(new(new(global::RouteGen.Handler.From(new global::RouteGen.HandlerFunc(mux.Both)))))))",
            table,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/both", "A(B(C(D(both))))")]
    [InlineData("/refused", "A(B(no GET /refused))")]
    [InlineData("/none", "A(B(404 page not found\n))")]
    public void The_chain_runs_from_the_outside_in(string path, string body)
    {
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", Program)], OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(run.Compilation.Emit(image).Success);
        var api = (IHandler)Activator.CreateInstance(Assembly.Load(image.ToArray()).GetType("Shop.Api", throwOnError: true)!)!;
        var writer = new RecordingWriter();

        Assert.True(api.ServeHttpAsync(writer, new Request("GET", "http://example.com" + path)).IsCompletedSuccessfully);
        Assert.Equal(body, writer.Body);
    }

    private const string Members = """
        using System.Threading.Tasks;
        using RouteGen;

        public struct Static : IMiddleware
        {
            public static async ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
            {
                w.Write("static("); await next.ServeHttpAsync(w, r); w.Write(")");
            }
        }

        [ServeMux, Use(nameof(Api.Count))]
        public partial class Api(string user)
        {
            internal int Requests;

            private ValueTask Count<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler { Requests++; return next.ServeHttpAsync(w, r); }

            private ValueTask @event<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
            {
                if (r.Header.Get("User") == user) return next.ServeHttpAsync(w, r);
                w.WriteHeader(403);
                return default;
            }

            [Get("/both"), Use<Static>, Use(nameof(@event))] private void Both(ResponseWriter w, Request r) => w.Write("both " + Requests);
            [Get("/one")] private static void One(ResponseWriter w, Request r) { }
        }

        [ServeMux]
        [Use(nameof(Site.Mark))]
        public partial class Site
        {
            [Mount("/api/")] private readonly Api _api = new("me");
            public async ValueTask Mark<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler { w.Write(r.Path + "("); await next.ServeHttpAsync(w, r); w.Write(")"); }
        }
        """;

    [Theory]
    [InlineData("me", "200 /api/both(static(both 1)) GET /api/both")]
    [InlineData("you", "403 /api/both(static()) GET /api/both")]
    public void A_member_of_the_mux_stands_in_front(string user, string expected)
    {
        var site = Load(Members, "Site");
        var writer = new RecordingWriter();
        var request = new Request("GET", "http://example.com/api/both");
        request.Header.Set("User", user);
        Assert.True(site.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
        // The status was written before the handler in front had its say.
        Assert.Equal(expected[4..], writer.Body + " " + request.Pattern);
    }

    [Fact]
    public async Task A_member_keeps_its_state_among_concurrent_requests_and_may_leave_out_the_rest()
    {
        var api = LoadAssembly("""
            using System.Threading;
            using System.Threading.Tasks;
            using RouteGen;

            [ServeMux, Use(nameof(Count)), Use(nameof(Limit))]
            public partial class Counted
            {
                private int _count;
                private int _served;
                private int _refused;

                public string Text => _count + " " + _served + " " + _refused;

                private async ValueTask Count<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    var number = Interlocked.Increment(ref _count);
                    await Task.Yield();
                    w.Header.Set("Number", number.ToString());
                    await next.ServeHttpAsync(w, r);
                }

                private ValueTask Limit<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler
                {
                    if (int.Parse(w.Header.Get("Number")) % 2 == 0) return next.ServeHttpAsync(w, r);
                    Interlocked.Increment(ref _refused);
                    w.WriteHeader(503);
                    return default;
                }

                [Get("/x")] private void X(ResponseWriter w, Request r) { Interlocked.Increment(ref _served); w.Write("x"); }
            }
            """).GetType("Counted", throwOnError: true)!;
        var counted = (IHandler)Activator.CreateInstance(api)!;
        var writers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            var writer = new RecordingWriter();
            await counted.ServeHttpAsync(writer, new Request("GET", "http://example.com/x"));
            return writer;
        })));

        Assert.Equal("200 100 100", api.GetProperty("Text")!.GetValue(counted));
        Assert.Equal(200, writers.Select(static writer => writer.Header.Get("Number")).Distinct().Count());
        Assert.Equal(100, writers.Count(static writer => writer.Body == "x"));
        Assert.Equal(100, writers.Count(static writer => writer.Body.Length == 0));
    }

    [Fact]
    public void A_member_in_front_allocates_nothing()
    {
        var api = (IServeMux)Activator.CreateInstance(LoadAssembly(Members).GetType("Api", throwOnError: true)!, "me")!;
        var request = new Request("GET", "http://example.com/one");
        var handler = api.Mux.Handler(request).Handler;
        var writer = new RecordingWriter();
        for (var count = 0; count < 100; count++) Assert.True(handler.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 100; count++) handler.ServeHttpAsync(writer, request);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_member_has_a_struct_in_the_table()
    {
        var table = GeneratorRunner.Run(
            GeneratorRunner.Compile([("Program.cs", Members)], OutputKind.DynamicallyLinkedLibrary)).Texts.First();
        Assert.Contains(
            "new UseCount<global::RouteGen.Middleware<global::Static, Useevent<global::RouteGen.Endpoint>>>(mux, new(new(mux, "
                + "new(global::RouteGen.Handler.From(new global::RouteGen.HandlerFunc(mux.Both))))))",
            table,
            StringComparison.Ordinal);
        Assert.Contains("=> _mux.@event(w, r, _next);", table, StringComparison.Ordinal);
    }

    private const string Next = "<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => default;";

    [Theory]
    [InlineData(
        "[ServeMux] partial class A { [Get(\"/\"), Use(\"M\")] void S(ResponseWriter w, Request r) { } }",
        "RG0109 Program.cs(1,90) Use(\"M\"): 'M' cannot be middleware: 'A' has no such method")]
    [InlineData(
        "[ServeMux] partial class A { [Use(\"M\")] void S(ResponseWriter w, Request r) { } void M(ResponseWriter w, Request r) { } }",
        "RG0109 Program.cs(1,80) Use(\"M\"): 'M' cannot be middleware: its signature is not ValueTask M<TNext>(ResponseWriter w, Request "
            + "r, TNext next) where TNext : struct, IHandler")]
    [InlineData(
        "[ServeMux, Use(\"M\")] partial class A { static ValueTask M" + Next + " }",
        "RG0109 Program.cs(1,61) Use(\"M\"): 'M' cannot be middleware: it is static; remove the modifier, or write a type that implements "
            + "IMiddleware and use [Use<T>]")]
    [InlineData(
        "[ServeMux, Use(\"M\")] partial class A { ValueTask M" + Next + " void M() { } }",
        "RG0109 Program.cs(1,61) Use(\"M\"): 'M' cannot be middleware: 'A' has several methods of that name")]
    [InlineData(
        "[ServeMux, Use(null!)] partial class A { }",
        "RG0109 Program.cs(1,61) Use(null!): '' cannot be middleware: 'A' has no such method")]
    [InlineData(
        "static class H { [Get(\"/\"), Use(\"S\")] internal static void S(ResponseWriter w, Request r) { } }",
        "RG0109 Program.cs(1,78) Use(\"S\"): 'S' cannot be middleware: the attribute is not on a class with [ServeMux] or one of its "
            + "methods; use [Use<T>] instead")]
    [InlineData(
        "[ServeMux, Use(\"M\")] partial class A { ValueTask M" + Next
            + " [Get(\"/\", Mux = typeof(B))] internal static void S(ResponseWriter w, Request r) { } } [ServeMux] partial class B { }",
        "RG0109 Program.cs(1,193) Get(\"/\", Mux = typeof(B)): 'A.M' cannot be middleware: 'A.S' belongs to another mux")]
    public void A_member_that_cannot_be_middleware_is_refused(string source, string problem) =>
        Assert.Equal([problem], GeneratorRunner.Run("using System.Threading.Tasks; using RouteGen;    " + source).Problems);

    private static Assembly LoadAssembly(string source)
    {
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", source)], OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(run.Compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }

    private static IHandler Load(string source, string type) =>
        (IHandler)Activator.CreateInstance(LoadAssembly(source).GetType(type, throwOnError: true)!)!;

    [Fact]
    public void A_middleware_that_generated_code_cannot_reach_is_refused() => Assert.Equal(
        ["RG0103 Program.cs(4,45) S: The generated table cannot reach 'M': its type 'M' is neither internal nor public"],
        GeneratorRunner.Run("""
            using System.Threading.Tasks; using RouteGen;
            static class H
            {
                [Get("/"), Use<M>] internal static void S(ResponseWriter w, Request r) { }
                private sealed class M : IMiddleware
                {
                    public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => default;
                }
            }
            """).Problems);

    [Theory]
    [InlineData("", "RG0103 Program.cs(4,38) A: The generated table cannot reach 'M': its type 'M' is neither internal nor public")]
    [InlineData(
        "void Serve(ResponseWriter w, Request r) { }",
        "RG0103 Program.cs(4,38) A: The generated table cannot reach 'M': its type 'M' is neither internal nor public")]
    [InlineData(
        "[Get(\"/\")] void Serve(ResponseWriter w, Request r) { }",
        "RG0103 Program.cs(4,58) Serve: The generated table cannot reach 'M': its type 'M' is neither internal nor public")]
    public void The_same_on_a_mux_is_refused_once_whether_or_not_it_has_routes(string member, string problem) => Assert.Equal(
        [problem],
        GeneratorRunner.Run($$"""
            using System.Threading.Tasks; using RouteGen;
            static partial class Outer
            {
                [ServeMux, Use<M>] partial class A { {{member}} }
                private sealed class M : IMiddleware
                {
                    public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => default;
                }
            }
            """).Problems);
}
