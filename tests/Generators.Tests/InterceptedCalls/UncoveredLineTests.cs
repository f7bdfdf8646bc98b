using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// RG0210 for calls with a constant pattern: whatever the reason is that they are not intercepted, the assembly's middleware does not cover
/// them.
/// </summary>
public sealed class UncoveredLineTests
{
    private const string Log = """
        using RouteGen; using System.Threading.Tasks;
        [assembly: Use<Log>]
        public struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    private const string Calls = """
        using RouteGen;
        public static class Startup
        {
            public static void Run() => Http.HandleFunc("/x", static (w, r) => { });
            public static void RunMore(IHandler handler) => Http.DefaultServeMux.Handle("/y", handler);
        }
        """;

    private const string NotIntercepted = "calls are not intercepted in this project";

    [Fact]
    public void A_call_in_a_library_is_not_covered() => Assert.Equal(
        ["\"/x\" 'HandleFunc': " + NotIntercepted, "\"/y\" 'Handle': " + NotIntercepted],
        Reported(GeneratorRunner.Compile(Files(Calls), OutputKind.DynamicallyLinkedLibrary)));

    [Fact]
    public void A_call_in_a_project_without_a_table_is_not_covered() => Assert.Equal(
        ["\"/x\" 'HandleFunc': " + NotIntercepted, "\"/y\" 'Handle': " + NotIntercepted],
        Reported(GeneratorRunner.Compile(Files(Calls)), ("RouteGenTable", "false")));

    [Fact]
    public void A_call_is_not_covered_where_the_compiler_does_not_let_us_intercept()
    {
        var program = GeneratorRunner.Compile(Files(Calls));
        var trees = program.SyntaxTrees.Select(
            static tree => CSharpSyntaxTree.ParseText(tree.ToString(), CSharpParseOptions.Default, tree.FilePath));
        Assert.Equal(
            ["\"/x\" 'HandleFunc': " + NotIntercepted, "\"/y\" 'Handle': " + NotIntercepted],
            Reported(
                CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: CSharpParseOptions.Default),
                program.RemoveAllSyntaxTrees().AddSyntaxTrees(trees)));
    }

    [Fact]
    public void Calls_in_two_files_of_one_text_are_not_covered()
    {
        const string why = "a copy of its file contains the same call, so neither is intercepted";
        var calls = Calls.Replace("public static class", "file static class", StringComparison.Ordinal);
        Assert.Equal(
            ["\"/x\" 'HandleFunc': " + why, "\"/x\" 'HandleFunc': " + why, "\"/y\" 'Handle': " + why, "\"/y\" 'Handle': " + why],
            Reported(GeneratorRunner.Compile(Files(calls).Append(("Copy.cs", calls)))));
    }

    [Theory]
    [InlineData(
        "var mux = Http.DefaultServeMux; mux.HandleFunc(\"/x\", static (w, r) => { });",
        "\"/x\" 'HandleFunc': the default mux is in a variable; call Http.HandleFunc")]
    [InlineData("Field.Handle(\"/x\", handler);", "\"/x\" 'Handle': the default mux is in a variable; call Http.Handle")]
    [InlineData("Property?.Handle(\"/x\", handler);", "\"/x\" 'Handle': the default mux is in a variable; call Http.Handle")]
    [InlineData("Initialized.Handle(\"/x\", handler);", "\"/x\" 'Handle': the default mux is in a variable; call Http.Handle")]
    [InlineData(
        "Add add = Http.HandleFunc; add(\"/x\", static (w, r) => { });", "HandleFunc 'HandleFunc': the call is through a delegate")]
    [InlineData(
        "Add add = Http.DefaultServeMux.HandleFunc; add(\"/x\", static (w, r) => { });",
        "HandleFunc 'HandleFunc': the call is through a delegate")]
    [InlineData(
        "var add = (Add)HandleFunc; add(\"/x\", static (w, r) => { });", "HandleFunc 'HandleFunc': the call is through a delegate")]
    [InlineData(
        "string[] paths = [\"/x\"]; Http.DefaultServeMux?.Handle(paths[0], handler);",
        "paths[0] 'Handle': the pattern is not a constant; write a constant, or use an attribute")]
    public void A_call_that_reaches_the_default_mux_by_another_way_is_not_covered(string statements, string expected) =>
        Assert.Equal([expected], ReportedIn(statements));

    [Theory]
    [InlineData("Http.DefaultServeMux?.HandleFunc(\"/x\", static (w, r) => { });")]
    [InlineData("new ServeMux().Handle(\"/x\", handler);")]
    [InlineData("Another.Handle(\"/x\", handler);")]
    [InlineData("Add add = new ServeMux().HandleFunc; add(\"/x\", static (w, r) => { });")]
    [InlineData("_ = nameof(Http.HandleFunc);")]
    [InlineData("Own.Handle(\"/x\"); Add add = Own.HandleFunc; add(\"/x\", static (w, r) => { });")]
    public void A_call_that_is_intercepted_or_of_another_mux_is_no_problem(string statements) => Assert.Empty(ReportedIn(statements));

    private static string[] ReportedIn(string statements) => Reported(GeneratorRunner.Compile(Files($$"""
        using RouteGen; using static RouteGen.Http;
        public delegate void Add(string pattern, HandlerFunc handler, string file = "", int line = 0);
        public static class Own { public static void Handle(string pattern) { } public static void HandleFunc(string pattern, HandlerFunc handler, string file, int line) { } }
        public static class Startup
        {
            private static readonly ServeMux Field = ServeMux.Default;
            private static readonly ServeMux Another = new();
            private static ServeMux Property => DefaultServeMux;
            private static ServeMux Initialized { get; } = RouteGen.Http.DefaultServeMux;
            public static ServeMux[] All => [Field, Another, Property, Initialized];
            public static void Run(IHandler handler) { {{statements}} }
        }
        """)));

    [Fact]
    public void Calls_that_are_intercepted_or_have_no_middleware_to_miss_are_no_problem()
    {
        Assert.Empty(Reported(GeneratorRunner.Compile(Files(Calls))));
        Assert.Empty(Reported(GeneratorRunner.Compile([("Calls.cs", Calls)], OutputKind.DynamicallyLinkedLibrary)));
    }

    private static IEnumerable<(string, string)> Files(string calls) => [("Log.cs", Log), ("Calls.cs", calls)];

    private static string[] Reported(Compilation program, params (string Name, string Value)[] properties) =>
        Reported(GeneratorRunner.Driver(properties), program);

    private static string[] Reported(GeneratorDriver driver, Compilation program)
    {
        Assert.Empty(program.GetDiagnostics().Where(static one => one.Severity >= DiagnosticSeverity.Warning));
        return
        [
            .. driver.RunGenerators(program).GetRunResult().Diagnostics.Select(one =>
            {
                Assert.Equal("RG0210", one.Id);
                var text = program.SyntaxTrees.Single(tree => tree.FilePath == one.Location.GetLineSpan().Path).GetText()
                    .ToString(one.Location.SourceSpan);
                var message = one.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
                return text + " '" + message.Split('\'')[1] + "': " + message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            }).Order(StringComparer.Ordinal),
        ];
    }
}
