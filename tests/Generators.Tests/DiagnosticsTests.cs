using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>What is reported, where, and that the rest is still generated. A case is a program and the lines that are reported for it.</summary>
public sealed class DiagnosticsTests
{
    private const string Usings = "using System.Threading.Tasks; using RouteGen;\n";

    [Theory]
    [InlineData("", "A pattern cannot be empty; \\\"/\\\" matches every path.")]
    [InlineData("example.com", "A pattern needs a path, which begins with a slash; a host alone matches nothing.")]
    [InlineData("GET /x", "Methods in patterns are not supported yet; a host holds no blank.")]
    [InlineData("/{id}", "Wildcards are not supported yet, so a pattern cannot hold { or }.")]
    [InlineData("/a\\n", "A pattern cannot hold control characters.")]
    [InlineData("/\\uD800", "A pattern cannot hold half a surrogate pair.")]
    public void Invalid_pattern(string pattern, string reason) => Reports(
        $$"""
        static class Handlers
        {
            [HandleFunc("{{pattern}}")] internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        $"RG0001 Program.cs(4,17) \"{pattern}\": The pattern '{pattern}' is invalid: {reason.Replace("\\\"", "\"", StringComparison.Ordinal)}");

    [Fact]
    public void Null_is_no_pattern() => Reports(
        """
        static class Handlers
        {
            [HandleFunc(pattern: null!)] internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        "RG0001 Program.cs(4,17) pattern: null!: The pattern '' is invalid: It is null.");

    [Theory]
    [InlineData("/a//b", "it holds an empty segment (//), so no request would match it.")]
    [InlineData("//", "it holds an empty segment (//), so no request would match it.")]
    [InlineData("/a/../b", "it holds a segment \".\" or \"..\", so no request would match it.")]
    [InlineData("example.com/./", "it holds a segment \".\" or \"..\", so no request would match it.")]
    public void Unclean_pattern(string pattern, string reason) => Reports(
        $$"""
        static class Handlers
        {
            [HandleFunc("{{pattern}}")] internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        $"RG0002 Program.cs(4,17) \"{pattern}\": The pattern '{pattern}' can never match: The path is not clean: {reason}");

    [Theory]
    [InlineData("internal static void Serve(ResponseWriter w) { }", "its parameters are not (ResponseWriter, Request)")]
    [InlineData("internal static void Serve(Request r, ResponseWriter w) { }", "its parameters are not (ResponseWriter, Request)")]
    [InlineData("internal static void Serve(ResponseWriter w, in Request r) { }", "its parameters are not (ResponseWriter, Request)")]
    [InlineData("internal static void Serve(object w, object r) { }", "its parameters are not (ResponseWriter, Request)")]
    [InlineData("internal static void Serve(ResponseWriter w, Request r, int x = 0) { }", "its parameters are not (ResponseWriter, Request)")]
    [InlineData("internal static string Serve(ResponseWriter w, Request r) => \"\";", "it returns neither void, Task nor ValueTask")]
    [InlineData("internal static Task<int> Serve(ResponseWriter w, Request r) => null!;", "it returns neither void, Task nor ValueTask")]
    [InlineData("internal static ref Task Serve(ResponseWriter w, Request r) => throw null!;", "it returns neither void, Task nor ValueTask")]
    [InlineData("internal static async void Serve(ResponseWriter w, Request r) => await Task.Yield();", "it is async and returns void, so nobody would know when it has answered; return Task")]
    [InlineData("internal static void Serve<T>(ResponseWriter w, Request r) { }", "it is generic")]
    [InlineData("[System.Diagnostics.Conditional(\"X\")] internal static void Serve(ResponseWriter w, Request r) { }", "no delegate can be made of it")]
    public void Wrong_signature(string method, string problem) => Reports(
        $$"""
        static class Handlers
        {
            [HandleFunc("/x")]
            {{method}}
        }
        """,
        $"RG0101 Program.cs(5,{method.IndexOf("Serve", StringComparison.Ordinal) + 5}) Serve: 'Handlers.Serve' cannot handle requests: {problem}");

    [Fact]
    public void Handlers_in_generic_types_and_what_is_no_ordinary_method() => Reports(
        """
        static class Box<T>
        {
            [HandleFunc("/a")] internal static void Serve(ResponseWriter w, Request r) { }
        }
        interface IServe
        {
            [HandleFunc("/b")] static abstract void Serve(ResponseWriter w, Request r);
        }
        class Number
        {
            [HandleFunc("/c")] public static int operator +(Number left, Number right) => 0;
        }
        """,
        "RG0101 Program.cs(12,51) +: 'Number.op_Addition' cannot handle requests: it is not an ordinary method",
        "RG0101 Program.cs(4,45) Serve: 'Box.Serve' cannot handle requests: it is in a generic type",
        "RG0101 Program.cs(8,45) Serve: 'IServe.Serve' cannot handle requests: it is not an ordinary method");

    [Fact]
    public void Handlers_that_are_not_static() => Reports(
        """
        class Handlers
        {
            [HandleFunc("/x")] internal void Serve(ResponseWriter w, Request r) { }
        }
        """,
        "RG0102 Program.cs(4,38) Serve: 'Handlers.Serve' cannot handle requests: it is not static");

    [Fact]
    public void Handlers_that_generated_code_cannot_reach() => Reports(
        """
        class Outer
        {
            [HandleFunc("/a")] static void Private(ResponseWriter w, Request r) { }
            [HandleFunc("/b")] protected static void Protected(ResponseWriter w, Request r) { }
            [HandleFunc("/c")] private protected static void Both(ResponseWriter w, Request r) { }
            private static class Inner { [HandleFunc("/d")] public static void Nested(ResponseWriter w, Request r) { } }
            static void Body()
            {
                [HandleFunc("/e")] static void Local(ResponseWriter w, Request r) { }
                Local(null!, null!);
            }
        }
        file static class OfFile
        {
            [HandleFunc("/f")] public static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        "RG0103 Program.cs(10,40) Local: The generated table cannot reach 'Outer.Local': it is a local function; make it a method of a static class",
        "RG0103 Program.cs(16,43) Serve: The generated table cannot reach 'OfFile.Serve': its type 'OfFile' is local to a file",
        "RG0103 Program.cs(4,36) Private: The generated table cannot reach 'Outer.Private': it is not at least internal",
        "RG0103 Program.cs(5,46) Protected: The generated table cannot reach 'Outer.Protected': it is not at least internal",
        "RG0103 Program.cs(6,54) Both: The generated table cannot reach 'Outer.Both': it is not at least internal",
        "RG0103 Program.cs(7,72) Nested: The generated table cannot reach 'Inner.Nested': its type 'Inner' is not at least internal");

    [Fact]
    public void Duplicates_name_both_places() => Reports(
        """
        static class Handlers
        {
            [HandleFunc("/x")] internal static void Zoo(ResponseWriter w, Request r) { }
            [HandleFunc("/x")] internal static void Ape(ResponseWriter w, Request r) { }
            [HandleFunc("/y")]
            [HandleFunc("/y")] internal static void Twice(ResponseWriter w, Request r) { }
        }
        """,
        "RG0201 Program.cs(5,6) HandleFunc(\"/x\"): The pattern '/x' is already registered, for 'Handlers.Zoo' at Program.cs:4 | Program.cs(4,6) HandleFunc(\"/x\")",
        "RG0201 Program.cs(7,6) HandleFunc(\"/y\"): The pattern '/y' is already registered, for 'Handlers.Twice' at Program.cs:6 | Program.cs(6,6) HandleFunc(\"/y\")");

    [Fact]
    public void Patterns_that_differ_in_host_slash_or_case_are_no_duplicates() => Reports(
        """
        static class Handlers
        {
            [HandleFunc("/x")]
            [HandleFunc("/x/")]
            [HandleFunc("/X")]
            [HandleFunc("example.com/x")]
            [HandleFunc("Example.com/x")]
            internal static void Serve(ResponseWriter w, Request r) { }
        }
        """);

    [Fact]
    public void A_partial_method_is_read_once() => Reports(
        """
        static partial class Handlers
        {
            [HandleFunc("/a")] internal static partial void Serve(ResponseWriter w, Request r);
            [HandleFunc("/b")] internal static partial void Serve(ResponseWriter w, Request r) { }
        }
        """);

    [Fact]
    public void Problems_are_reported_in_a_library_too()
    {
        var source = Usings + "public class Handlers { [HandleFunc(\"/x\")] public void Serve(ResponseWriter w, Request r) { } }";
        var run = GeneratorRunner.Run(GeneratorRunner.Compile([("Program.cs", source)], OutputKind.DynamicallyLinkedLibrary));

        Assert.StartsWith("RG0102", Assert.Single(run.Problems), StringComparison.Ordinal);
        Assert.Empty(run.HintNames);
    }

    [Fact]
    public void A_handler_with_an_error_is_left_out_and_the_rest_is_generated()
    {
        var run = GeneratorRunner.Run(Usings + """
            static class Handlers
            {
                [HandleFunc("/good")]
                [HandleFunc("/a//b")] internal static void Good(ResponseWriter w, Request r) { }
                [HandleFunc("/bad")] internal static void Bad(Request r) { }
            }
            """);

        Assert.Equal(2, run.Problems.Count());
        var table = run.Result.Results[0].GeneratedSources.Single(static source => source.HintName == "ServeMux.g.cs").SourceText.ToString();
        Assert.Contains("new(\"/good\"", table, StringComparison.Ordinal);
        Assert.DoesNotContain("Bad", table, StringComparison.Ordinal);
        Assert.DoesNotContain("/a//b", table, StringComparison.Ordinal);
    }

    private static void Reports(string source, params string[] problems) =>
        Assert.Equal(problems, GeneratorRunner.Run(Usings + source).Problems);
}
