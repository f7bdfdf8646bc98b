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
            "new global::RouteGen.Middleware<global::Shop.Mark<global::Shop.A>, global::RouteGen.Middleware<global::Shop.Mark<global::Shop.B>, "
            + "global::RouteGen.Middleware<global::Shop.Mark<global::Shop.C>, global::RouteGen.Middleware<global::Shop.Mark<global::Shop.D>, global::RouteGen.Endpoint>>>>"
            + "(new(new(new(new(global::RouteGen.Handler.From(new global::RouteGen.HandlerFunc(mux.Both)))))))",
            table,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/both", "A(B(C(D(both))))")]
    [InlineData("/refused", "A(B(no GET /refused))")]
    [InlineData("/none", "404 page not found\n")]
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

    [Fact]
    public void A_middleware_that_generated_code_cannot_reach_is_refused() => Assert.Equal(
        ["RG0103 Program.cs(4,45) S: The generated table cannot reach 'M': its type 'M' is not at least internal"],
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
}
