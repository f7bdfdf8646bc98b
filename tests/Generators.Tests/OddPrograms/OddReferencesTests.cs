using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>References that make names ambiguous, or reachable under an alias alone.</summary>
public sealed class OddReferencesTests
{
    private const string Log = """
        namespace Mid
        {
            public struct Log : RouteGen.IMiddleware
            {
                public static System.Threading.Tasks.ValueTask InvokeAsync<TNext>(RouteGen.ResponseWriter w, RouteGen.Request r, TNext next) where TNext : struct, RouteGen.IHandler
                {
                    w.Write("NAME ");
                    return next.ServeHttpAsync(w, r);
                }
            }

            public class Of<T> { }
        }
        """;

    [Fact]
    public void Middleware_under_an_alias_is_that_of_the_alias()
    {
        var library = CompileAlone("Far", Log.Replace("NAME", "far", StringComparison.Ordinal));
        var program = GeneratorRunner.Compile([("Program.cs", """
            extern alias L;
            using RouteGen;
            static class Handlers
            {
                [Get("/far"), Use<L::Mid.Log>] internal static void Far(ResponseWriter w, Request r) => w.Write(r.Path);
                [Get("/near"), Use<Mid.Log>] internal static void Near(ResponseWriter w, Request r) => w.Write(r.Path);
            }
            """), ("Log.cs", Log.Replace("NAME", "near", StringComparison.Ordinal))]).AddReferences(library.Reference.WithAliases(["L"]));
        var run = GeneratorRunner.Run(program);

        Assert.Contains(
            run.Texts, static text =>
                text.Contains("extern alias L;", StringComparison.Ordinal) && text.Contains("L::Mid.Log", StringComparison.Ordinal));
        var table = Libraries.TableOf(run, library)!;
        Assert.Equal("far /far", Libraries.Serve(table, "GET", "/far"));
        Assert.Equal("near /near", Libraries.Serve(table, "GET", "/near"));
        Assert.Equal(
            "Mid.Log",
            GeneratorRunner.Run(program).Texts.Select(
                static text => text.Contains("\"middleware\": [\"Mid.Log\"]", StringComparison.Ordinal) ? "Mid.Log" : "").Max());
    }

    [Fact]
    public void So_is_middleware_of_an_intercepted_call()
    {
        var library = CompileAlone("Far", Log.Replace("NAME", "far", StringComparison.Ordinal));
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", """
            extern alias L;
            using RouteGen;
            [assembly: Use<L::Mid.Log>]
            static class Startup { internal static void Map() => Http.HandleFunc("/far", (w, r) => w.Write(r.Path)); }
            """)]).AddReferences(library.Reference.WithAliases(["L"])));
        Assert.Contains(LinesEmitter.HintName, run.HintNames);
    }

    [Fact]
    public void Obsolete_middleware_of_an_intercepted_call_compiles() => Assert.Contains(LinesEmitter.HintName, GeneratorRunner.Run("""
        using System; using System.Threading.Tasks; using RouteGen;
        [Obsolete("gone", true)]
        struct Old : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
        [Obsolete]
        static class Startup
        {
            [Use<Old>] private static void Serve(ResponseWriter w, Request r) { }
            internal static void Map() => Http.HandleFunc("/x", Serve);
        }
        """).HintNames);

    [Theory]
    [InlineData("global,L", "Mid.Of<int>")]
    [InlineData("L", "L::Mid.Of<L::Mid.Log[]>")]
    [InlineData("L,M", "M::Mid.Of<Mid.Of<L::Mid.Log>>")]
    public void A_type_argument_under_an_alias_is_found(string aliases, string type)
    {
        var library = CompileAlone("Far", Log);
        var own = aliases.StartsWith("global", StringComparison.Ordinal) ? "" : "namespace Mid { public class Of<T> { } }";
        var externs = string.Concat(
            aliases.Split(',').Where(static alias => alias != "global").Select(static alias => $"extern alias {alias}; "));
        GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", $$"""
            {{externs}}using System.Threading.Tasks; using RouteGen;
            static class Handlers { [Get("/x"), Use<Wide<{{type}}>>] internal static void X(ResponseWriter w, Request r) { } }
            struct Wide<T> : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
            """), ("Own.cs", own)]).AddReferences(library.Reference.WithAliases(aliases.Split(','))));
    }

    [Fact]
    public void A_namespace_beside_a_referenced_type_of_its_name()
    {
        var library = CompileAlone("Other", "public class Foo { }");
        var program = GeneratorRunner.Compile([("Program.cs", """
            using RouteGen;
            namespace Foo
            {
                [ServeMux] public partial class Api { [Get("/")] void Root(ResponseWriter w, Request r) { } }
                static class Handlers { [Get("/x")] internal static void X(ResponseWriter w, Request r) { } [Mount("/api/")] internal static readonly Api Api = new(); }
            }
            """)]).AddReferences(library.Reference);
        GeneratorRunner.Run(program);
    }

    [Theory]
    [InlineData("Hidden")]
    [InlineData("Hidden[]")]
    [InlineData("Hidden[][,]")]
    [InlineData("System.Collections.Generic.List<Hidden[]>")]
    [InlineData("(int, Hidden)")]
    [InlineData("Gen<Hidden>.In")]
    [InlineData("int*[]")]
    public void Middleware_of_a_type_that_generated_code_cannot_name_is_refused(string type)
    {
        var run = Generate($$"""
            using System.Threading.Tasks; using RouteGen;
            static class Handlers
            {
                private class Hidden { }
                internal class Gen<T> { internal class In { } }
                [Get("/x"), Use<Wide<{{type}}>>] internal static unsafe void X(ResponseWriter w, Request r) { }
            }
            struct Wide<T> : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
            """);
        Assert.Equal(["RG0103"], run.Diagnostics.Select(static one => one.Id));
    }

    [Theory]
    [InlineData("ValueTask IHandler.ServeHttpAsync(ResponseWriter w, Request r) => default;")]
    [InlineData("public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => default;")]
    [InlineData("public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => default;", "IServeMux")]
    [InlineData("public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => default;", "IMore")]
    [InlineData("ServeMux IServeMux.Mux => null!;", "IServeMux")]
    public void A_mux_that_serves_itself_is_refused(string member, string face = "IHandler")
    {
        var run = Generate(
            "using System.Threading.Tasks; using RouteGen; interface IMore : IHandler { } "
                + $"[ServeMux] partial class Api : {face} {{ {member} }}");
        Assert.Equal(["RG0107"], run.Diagnostics.Select(static one => one.Id));
    }

    [Fact]
    public void Generated_types_and_members_say_so()
    {
        var run = GeneratorRunner.Run("""
            using RouteGen;
            [ServeMux] public partial class Api { [Get("/a")] void A(ResponseWriter w, Request r) { } }
            static class Handlers { [Get("/x")] internal static void X(ResponseWriter w, Request r) => Http.HandleFunc("/late", X); }
            """);
        var types = run.Compilation.SyntaxTrees.Where(static tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax>()
                .Select(type => run.Compilation.GetSemanticModel(tree).GetDeclaredSymbol(type)!))
            .Where(static type => type.Name is not ("Api" or "InterceptsLocationAttribute"))
            .ToArray();
        Assert.NotEmpty(types);
        var members = run.Compilation.GetTypeByMetadataName("Api")!.GetMembers()
            .Where(static member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: not "A" } or IPropertySymbol);
        Assert.All([.. types, .. members], static symbol => Assert.Superset(
            new HashSet<string>(["GeneratedCodeAttribute", "ExcludeFromCodeCoverageAttribute"]),
            symbol.GetAttributes().Select(static attribute => attribute.AttributeClass!.Name).ToHashSet()));
    }

    private static GeneratorDriverRunResult Generate(string source) => GeneratorRunner.Driver()
        .RunGenerators(
            GeneratorRunner.Compile([("Program.cs", source)])
                .WithOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true))).GetRunResult();

    private static (PortableExecutableReference Reference, byte[] Image) Emitted(string name, string source)
    {
        using var image = new MemoryStream();
        var emitted = GeneratorRunner.Compile([(name + ".cs", source)], OutputKind.DynamicallyLinkedLibrary).WithAssemblyName(name)
            .Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return (MetadataReference.CreateFromImage(image.ToArray()), image.ToArray());
    }

    private static Library CompileAlone(string name, string source) => new(null!, Emitted(name, source).Image);
}
