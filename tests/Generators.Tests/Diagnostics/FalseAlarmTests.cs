using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>Code that is right is not reported.</summary>
public sealed class FalseAlarmTests
{
    private const string Log = """
        struct Log : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
        """;

    [Theory]
    [InlineData(
        "static class H { [Get(\"/a/{id}\")] internal static void M(ResponseWriter w, Request r) => w.Write(r.Id()); } static class X { "
            + "internal static string Id(this Request r) => r.PathValue(\"id\"); }")]
    [InlineData("static class H { [Get(\"/a/{id}\")] internal static void M(ResponseWriter w, Request r) => "
        + "w.Write(r.Clone().PathValue(\"id\")); }")]
    [InlineData("static class H { [Get(\"/a/{id}\"), Use<Log>] internal static void M(ResponseWriter w, Request r) { } }")]
    [InlineData("[Use<Log>] static class H { [Get(\"/a/{id}\")] internal static void M(ResponseWriter w, Request r) { } }")]
    [InlineData(
        "[ServeMux] partial class H { [Get(\"/a/{id}\"), Use(nameof(G))] void M(ResponseWriter w, Request r) { } ValueTask "
            + "G<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }")]
    public void RG0104_where_the_value_may_be_read_elsewhere(string source) => Silent(source);

    [Theory]
    [InlineData("HandlerFunc f = (w, r) => w.Write(r.PathValue(\"other\"));")]
    [InlineData("System.Func<Request, string> f = r => r.PathValue(\"other\");")]
    [InlineData("HandlerFunc f = delegate (ResponseWriter w, Request r) { w.Write(r.PathValue(\"other\")); };")]
    [InlineData("void F(Request r) => w.Write(r.PathValue(\"other\"));")]
    [InlineData("HandlerFunc f = (w, r) => { System.Action g = () => w.Write(r.PathValue(\"other\")); };")]
    [InlineData("System.Action f = () => { var r = new Request(\"GET\", \"/\"); w.Write(r.PathValue(\"other\")); };")]
    [InlineData("void F(object o) { if (o is Request r) w.Write(r.PathValue(\"other\")); }")]
    [InlineData("System.Action f = () => { foreach (var r in new Request[1]) w.Write(r.PathValue(\"other\")); };")]
    public void RG0105_for_a_request_of_another_function(string inside) =>
        Silent(
            "static class H { [Get(\"/a/{id}\")] internal static void M(ResponseWriter w, Request r) { w.Write(r.PathValue(\"id\")); "
                + inside + " } }", "CS8321");

    [Fact]
    public void RG0104_still_stands_where_only_an_inner_function_s_request_is_read() => Assert.Equal(["RG0104"], Run(
        "static class H { [Get(\"/a/{id}\")] internal static void M(ResponseWriter w, Request r) { HandlerFunc f = (w, r) => "
            + "w.Write(r.PathValue(\"id\")); } }").Result.Diagnostics.Select(static one => one.Id));

    [Fact]
    public void RG0203_where_lines_alone_cover_a_pattern() => Silent("""
        static class H
        {
            [HandleFunc("/a/")] internal static void M(ResponseWriter w, Request r) => Map();
            private static void Map() { Http.HandleFunc("/a/{$}", (w, r) => { }); Http.HandleFunc("/a/{rest...}", (w, r) => { }); }
        }
        """, "RG0201", "RG0206");

    [Fact]
    public void RG0101_for_what_a_class_that_extends_the_mux_overrides() => Silent("""
        [ServeMux] public abstract partial class Api
        {
            [Get("/a")] protected abstract void A(ResponseWriter w, Request r);
            [Get("/b")] protected virtual Task B(ResponseWriter w, Request r) => Task.CompletedTask;
            [Get("/c")] public override string ToString() => "";
        }
        public class More : Api { protected override void A(ResponseWriter w, Request r) { } }
        """.Replace("[Get(\"/c\")] ", "", StringComparison.Ordinal));

    [Fact]
    public void RG0107_for_the_Program_of_top_level_statements()
    {
        var program = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("""
            using RouteGen;
            Http.HandleFunc("/a", (w, r) => { });
            [ServeMux] partial class Program
            {
                [Get("/b")] void B(ResponseWriter w, Request r) { }
                [ServeMux] partial class Inner { [Get("/c")] void C(ResponseWriter w, Request r) { } }
            }
            """, GeneratorRunner.ParseOptions, "/src/app/Program.cs");
        var compilation = GeneratorRunner.Compile([]).RemoveAllSyntaxTrees().AddSyntaxTrees(program);
        GeneratorRunner.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out var problems);
        Assert.DoesNotContain(problems.Concat(output.GetDiagnostics()), static one => one.Severity >= DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("protected")]
    [InlineData("internal")]
    [InlineData("public")]
    [InlineData("protected internal")]
    [InlineData("private protected")]
    public void RG0109_for_middleware_of_a_base_class(string access) => Silent($$"""
        public class Base { {{access}} ValueTask Guard<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
        public class Between : Base { }
        [ServeMux] public partial class Api : Between { [Get("/a"), Use(nameof(Guard))] void A(ResponseWriter w, Request r) { } }
        """);

    [Fact]
    public void RG0109_stands_for_a_private_one_of_a_base_class() => Assert.Contains("RG0109", Run("""
        public class Base { private ValueTask Guard<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
        [ServeMux] public partial class Api : Base { [Get("/a"), Use("Guard")] void A(ResponseWriter w, Request r) { } }
        """).Result.Diagnostics.Select(static one => one.Id));

    private static GeneratorRun Run(string source) =>
        GeneratorRunner.Run(
            "using System.Threading.Tasks; using RouteGen;\n#pragma warning disable CS0169, CS8321, CS0219, IDE0051\n" + source + "\n"
                + Log);

    private static void Silent(string source, params string[] besides) =>
        Assert.Empty(Run(source).Result.Diagnostics.Where(one => !besides.Contains(one.Id)));
}
