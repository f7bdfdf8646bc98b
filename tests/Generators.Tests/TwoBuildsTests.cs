// The generator is built twice from the same sources, against two compilers. What it makes of attributes must not depend on which of both the
// user's compiler loads; only the lines that register handlers are the newer one's alone.
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

public sealed class TwoBuildsTests
{
    private const string Source = """
        using System.Threading.Tasks;
        using RouteGen;

        [assembly: Use<Log>]

        [Prefix("/v1")]
        static class Items
        {
            [Get("/items/{id}"), Delete("/items/{id}")] internal static void Item(ResponseWriter w, Request r) => w.Write(r.PathValue("id"));
            [HandleFunc("example.com/items/"), Use<Log>] internal static Task Below(ResponseWriter w, Request r) => Task.CompletedTask;
            [Post("/items/{id}/parts/{rest...}")] internal static ValueTask Parts(ResponseWriter w, Request r) => default;
            [HandleFunc("/ping")] internal static void Ping(ResponseWriter w, Request r) { }
            [HandleFunc("/ping")] internal static void Twice(ResponseWriter w, Request r) { }
            [Get("/käse//x")] internal static void Unclean(ResponseWriter w, Request r) { }
            [Get("/instance")] internal void Instance(ResponseWriter w, Request r) { }
        }

        [ServeMux]
        partial class Api
        {
            [Get("/of-api/{$}")] internal ValueTask Own(ResponseWriter w, Request r) => default;
            [HandleFunc("/static/", Mux = typeof(Api))] internal static void Static(ResponseWriter w, Request r) { }
        }

        struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    [Theory]
    [InlineData(OutputKind.ConsoleApplication, 8)]
    [InlineData(OutputKind.DynamicallyLinkedLibrary, 6)]
    public void Both_builds_make_the_same_of_attributes(OutputKind kind, int fileCount)
    {
        var program = GeneratorRunner.Compile([("Program.cs", Source)], kind);
        var older = Make(OlderGenerator(), program);

        Assert.Equal(fileCount, older.Files.Length);
        Assert.NotEmpty(older.Problems);
        var newer = Make(new RouteGenerator(), program);
        Assert.Equal(older.Files, newer.Files);
        Assert.Equal(older.Problems, newer.Problems);
    }

    private static (string[] Files, string[] Problems) Make(IIncrementalGenerator generator, CSharpCompilation program)
    {
        var result = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: GeneratorRunner.ParseOptions).RunGenerators(program).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return ([.. result.GeneratedSources.Select(static source => source.HintName + "\n" + source.SourceText)], [.. result.Diagnostics.Select(static problem => problem.ToString())]);
    }

    // In a context of its own, since both assemblies have one name. The compiler that it was built against is not there: it runs on this process's.
    private static IIncrementalGenerator OlderGenerator()
    {
        var assembly = new AssemblyLoadContext("older").LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "roslyn4.8", "RouteGen.Generators.dll"));
        Assert.Equal(new Version(4, 8, 0, 0), assembly.GetReferencedAssemblies().Single(static name => name.Name == "Microsoft.CodeAnalysis").Version);
        return (IIncrementalGenerator)Activator.CreateInstance(assembly.GetType("RouteGen.Generators.RouteGenerator", throwOnError: true)!)!;
    }
}
