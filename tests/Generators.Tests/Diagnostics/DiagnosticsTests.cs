using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// What is reported, where, and that the rest is still generated. A case is a program and the lines that are reported for it.
/// </summary>
public sealed class DiagnosticsTests
{
    private const string Usings = "using System.Threading.Tasks; using RouteGen;\n";
    private const string NoPath = "A pattern needs a path, which begins with a slash; a host alone matches nothing.";

    [Theory]
    [InlineData("", "A pattern cannot be empty; \\\"/\\\" matches every path.")]
    [InlineData("example.com", NoPath + " Write \\\"example.com/\\\".")]
    [InlineData("noslash", NoPath + " Write \\\"/noslash\\\".")]
    [InlineData("PUT noslash", NoPath + " Write \\\"/noslash\\\".")]
    [InlineData("{id}/a", "A host cannot contain wildcards; a path must begin with a slash. Write \\\"/{id}/a\\\".")]
    [InlineData("käse", "The part before the first slash is not a host. Write \\\"/käse\\\".")]
    [InlineData("{id", "A host cannot contain wildcards; a path must begin with a slash.")]
    [InlineData("GE(T /x", "The text before the blank is not a method.")]
    [InlineData("GET,POST /x", "A pattern has one method: register it once for each method, or without a method for all of them.")]
    [InlineData("/{id", "A wildcard must end in its own segment, with a brace: {id}.")]
    [InlineData("/a{id}", "A wildcard must be a whole segment, such as /{id}/.")]
    [InlineData("/a\\n", "A pattern cannot contain control characters.")]
    [InlineData("/\\uD800", "A pattern cannot contain a lone surrogate.")]
    public void Invalid_pattern(string pattern, string reason) => Reports(
        $$"""
        static class Handlers
        {
            [HandleFunc("{{pattern}}")] internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        $"RG0001 Program.cs(4,17) \"{pattern}\": The pattern '{pattern}' is invalid: "
            + $"{reason.Replace("\\\"", "\"", StringComparison.Ordinal)}");

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
    [InlineData("/a//b", "it contains an empty segment (//)")]
    [InlineData("//", "it contains an empty segment (//)")]
    [InlineData("/a/../b", "it contains a segment \".\" or \"..\"")]
    [InlineData("example.com/./", "it contains a segment \".\" or \"..\"")]
    public void Unclean_pattern(string pattern, string reason) => Reports(
        $$"""
        static class Handlers
        {
            [HandleFunc("{{pattern}}")] internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        $"RG0002 Program.cs(4,17) \"{pattern}\": The pattern '{pattern}' can never match: {reason}, and the path of a request is "
        + "cleaned before it is matched.");

    [Theory]
    [InlineData("internal static void Serve(ResponseWriter w) { }", WrongParameters)]
    [InlineData("internal static void Serve(Request r, ResponseWriter w) { }", WrongParameters)]
    [InlineData("internal static void Serve(ResponseWriter w, in Request r) { }", WrongParameters)]
    [InlineData("internal static void Serve(object w, object r) { }", WrongParameters)]
    [InlineData(
        "internal static void Serve(ResponseWriter w, Request r, int x = 0) { }",
        "its parameters are not just (ResponseWriter, Request); read other values from the request, as with r.PathValue(\"id\")")]
    [InlineData("internal static string Serve(ResponseWriter w, Request r) => \"\";", WrongReturn)]
    [InlineData("internal static Task<int> Serve(ResponseWriter w, Request r) => null!;", WrongTask)]
    [InlineData("internal static ref Task Serve(ResponseWriter w, Request r) => throw null!;", WrongReturn)]
    [InlineData(
        "internal static async void Serve(ResponseWriter w, Request r) => await Task.Yield();",
        "it is async void, so it cannot be awaited; write 'async Task'")]
    [InlineData("internal static void Serve<T>(ResponseWriter w, Request r) { }", "it is generic; remove the type parameters")]
    [InlineData(
        "[System.Diagnostics.Conditional(\"X\")] internal static void Serve(ResponseWriter w, Request r) { }",
        "it cannot be converted to a delegate")]
    public void Wrong_signature(string method, string problem) => Reports(
        $$"""
        static class Handlers
        {
            [HandleFunc("/x")]
            {{method}}
        }
        """,
        $"RG0101 Program.cs(5,{method.IndexOf("Serve", StringComparison.Ordinal) + 5}) Serve: 'Handlers.Serve' cannot handle requests: "
            + $"{problem}");

    [Fact]
    public void The_other_declaration_of_a_partial_method_is_async_void() => Reports(
        """
        static partial class Handlers
        {
            [HandleFunc("/x")] internal static partial void Serve(ResponseWriter w, Request r);
            internal static async partial void Serve(ResponseWriter w, Request r) => await Task.Yield();
        }
        """,
        "RG0101 Program.cs(4,53) Serve: 'Handlers.Serve' cannot handle requests: it is async void, so it cannot be awaited; write "
            + "'async Task'");

    [Fact]
    public void A_second_method_is_not_taken_for_a_segment() => Reports(
        """
        static class Handlers
        {
            [Get("GET /x")] internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        "RG0001 Program.cs(4,10) \"GET /x\": The pattern 'GET GET /x' is invalid: The text after the method is not a host: a pattern has "
            + "one method, and [Get] and similar attributes add it.");

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
        "RG0101 Program.cs(4,45) Serve: 'Box.Serve' cannot handle requests: it is in a generic type; move it to a class "
            + "without type parameters",
        "RG0101 Program.cs(8,45) Serve: 'IServe.Serve' cannot handle requests: it is abstract; write the attribute on a static "
            + "method with a body, in a class");

    private const string WrongParameters = "its parameters are not (ResponseWriter, Request); write (ResponseWriter w, Request r)";
    private const string WrongReturn = "it returns neither void, Task nor ValueTask; return void, and write the response with w.Write";
    private const string WrongTask = "it returns neither void, Task nor ValueTask; return Task, and write the response with w.Write";
    private const string NoMethod =
        "it is a lambda, which the table cannot name; make it a method, or pass it to Http.HandleFunc without the attribute";
    private const string NotOrdinary = "it is not an ordinary method";

    [Theory]
    [InlineData("static HandlerFunc F = [Get(\"/x\")] (w, r) => { };", "RG0101", "Get(\"/x\")", "lambda in C", NoMethod)]
    [InlineData(
        "static HandlerFunc F = [Get(\"/x\")] static (ResponseWriter w, Request r) => { };", "RG0101", "Get(\"/x\")", "lambda in C",
        NoMethod)]
    [InlineData(
        "static HandlerFunc F = [Get(\"/x\"), Post(\"/x\")] [HandleFunc(\"/y\")] (w, r) => { };", "RG0101", "Get(\"/x\")", "lambda in C",
        NoMethod)]
    [InlineData("static System.Func<int, int> F = [Get(\"/x/{id}\")] (int x) => x;", "RG0101", "Get(\"/x/{id}\")", "lambda in C", NoMethod)]
    [InlineData(
        "static void M() { HandlerFunc f = [Get(\"/x\")] (w, r) => r.PathValue(\"id\"); f(null!, null!); }", "RG0101", "Get(\"/x\")",
        "lambda in C", NoMethod)]
    [InlineData(
        "static void M() { [Get(\"/x\")] int F() => 1; F(); }", "RG0103", "F", "C.F",
        "it is a local function; make it a method of a static class")]
    [InlineData("static int P { [Get(\"/x\")] get => 1; }", "RG0101", "get", "C.get_P", NotOrdinary)]
    [InlineData("int this[int i] { [Get(\"/x\")] get => 1; }", "RG0101", "get", "C.get_Item", NotOrdinary)]
    [InlineData("event System.Action E { [Get(\"/x\")] add { } remove { } }", "RG0101", "add", "C.add_E", NotOrdinary)]
    [InlineData("[Get(\"/x\")] public static C operator +(C a, C b) => a;", "RG0101", "+", "C.op_Addition", NotOrdinary)]
    [InlineData("[Get(\"/x\")] public static implicit operator int(C a) => 1;", "RG0101", "int", "C.op_Implicit", NotOrdinary)]
    [InlineData("[Get(\"/x\")] ~C() { }", "RG0101", "C", "C.Finalize", NotOrdinary)]
    [InlineData("[Get(\"/x\")] void I.Do() { }", "RG0101", "Do", "C.I.Do", NotOrdinary)]
    [InlineData("[Get(\"/x\")] C() { }", "", "", "", "")]
    [InlineData("[Get(\"/x\")] static C() { }", "", "", "", "")]
    public void What_is_no_method_by_its_kind_is_one_error_and_no_constructor_where_the_compiler_says_so(
        string member, string id, string place, string name, string why)
    {
        foreach (var type in new[] { "class C : I", "[ServeMux] partial class C : I" })
        {
            var text = Usings + "interface I { void Do() { } }\n" + type + " { " + member + " }";
            var found = GeneratorRunner.Driver().RunGenerators(GeneratorRunner.Compile([("Program.cs", text)])).GetRunResult().Diagnostics;
            var expected = id.Length == 0 ? ""
                : id + " " + place + ": "
                + (id == "RG0103" ? "The generated table cannot reach '" + name + "': " : "'" + name + "' cannot handle requests: ") + why;
            Assert.Equal(expected, string.Join('\n', found.Select(one =>
                one.Id + " " + text.Substring(one.Location.SourceSpan.Start, one.Location.SourceSpan.Length) + ": "
                    + one.GetMessage(System.Globalization.CultureInfo.InvariantCulture))));
        }
    }

    [Theory]
    [InlineData("internal static void Do(ResponseWriter w, Request r) { }")]
    [InlineData("public void Do(ResponseWriter w, Request r) { }")]
    [InlineData("private void Do() { }")]
    public void A_method_of_an_extension_block_is_one_error(string method)
    {
        var tree = CSharpSyntaxTree.ParseText(
            "using RouteGen;\nstatic class Words { extension(string s) { [Get(\"/x\")] " + method + " } }",
            GeneratorRunner.ParseOptions.WithLanguageVersion(LanguageVersion.Preview), "/src/app/Program.cs");
        var program = CSharpCompilation.Create(
            "App", [tree], GeneratedTable.References,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        var problem = Assert.Single(GeneratorRunner.Driver().RunGenerators(program).GetRunResult().Diagnostics);
        Assert.Equal(
            "RG0101: 'Words.Do' cannot handle requests: it is in an extension block; make it a method of the class",
            problem.Id + ": " + problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Handlers_that_are_not_static() => Reports(
        """
        class Handlers
        {
            [HandleFunc("/x")] internal void Serve(ResponseWriter w, Request r) { }
        }
        """,
        "RG0102 Program.cs(4,38) Serve: 'Handlers.Serve' cannot handle requests: it is not static, and its class is not a mux; "
            + "make it static, or write '[ServeMux] partial class Handlers'");

    [Fact]
    public void A_method_that_has_no_slash_in_its_pattern() => Reports(
        """
        [Prefix("/v1")] static class Handlers
        {
            [Get("noslash")] internal static void Serve(ResponseWriter w, Request r) => Http.HandleFunc("late", Serve);
        }
        """,
        "RG0001 Program.cs(4,10) \"noslash\": The pattern 'GET noslash' is invalid: A pattern needs a path, which begins with a slash; a "
            + "host alone matches nothing. Write \"/noslash\".",
        "RG0001 Program.cs(4,97) \"late\": The pattern 'late' is invalid: A pattern needs a path, which begins with a slash; a "
            + "host alone matches nothing. Write \"/late\".");

    [Fact]
    public void An_open_handler_is_one_problem() => Reports(
        """
        abstract class Base
        {
            [Get("/a")] internal abstract void A(ResponseWriter w, Request r);
            [Get("/b")] internal virtual void B(ResponseWriter w, Request r) { }
        }
        """,
        "RG0101 Program.cs(4,40) A: 'Base.A' cannot handle requests: it is abstract, and its class is not a mux; make it a static method "
            + "with a body, or write '[ServeMux] abstract partial class Base'",
        "RG0101 Program.cs(5,39) B: 'Base.B' cannot handle requests: it is virtual, and its class is not a mux; make it a static method "
            + "with a body, or write '[ServeMux] abstract partial class Base'");

    [Fact]
    public void The_class_of_an_open_handler_may_become_a_mux() => Reports(
        """
        [ServeMux] abstract partial class Base
        {
            [Get("/a")] internal abstract void A(ResponseWriter w, Request r);
            [Get("/b")] internal virtual void B(ResponseWriter w, Request r) { }
        }
        """);

    [Theory]
    [InlineData("class X { }", "X", "it is a class without [ServeMux]; write '[ServeMux] partial class X'")]
    [InlineData("abstract class X { }", "X", "it is a class without [ServeMux]; write '[ServeMux] partial class X'")]
    [InlineData("interface X { }", "X", "it is an interface; name a class with [ServeMux]")]
    [InlineData("struct X { }", "X", "it is a struct; name a class with [ServeMux]")]
    [InlineData("record struct X { }", "X", "it is a record struct; name a class with [ServeMux]")]
    [InlineData("record X { }", "X", "it is a record; name a class with [ServeMux]")]
    [InlineData("enum X { }", "X", "it is an enum; name a class with [ServeMux]")]
    [InlineData("delegate void X();", "X", "it is a delegate; name a class with [ServeMux]")]
    [InlineData("static class X { }", "X", "it is a static class, of which there is no instance; name a class with [ServeMux]")]
    [InlineData(
        "", "string", "it is a class of another project, and without [ServeMux]; name a class with [ServeMux] of this project")]
    [InlineData("", "ServeMux", "a ServeMux has no table of its own; name a class of yours, '[ServeMux] partial class'")]
    public void What_is_named_as_a_mux_is_another_kind(string declaration, string name, string why) => Reports(
        declaration + "\nstatic class H { [Get(\"/\", Mux = typeof(" + name
            + "))] internal static void S(ResponseWriter w, Request r) { } }",
        $"RG0107 Program.cs(3,19) Get(\"/\", Mux = typeof({name})): '{(name == "string" ? "String" : name)}' cannot be the mux: {why}");

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
        "RG0103 Program.cs(10,40) Local: The generated table cannot reach 'Outer.Local': it is a local function; make it a method of a "
            + "static class",
        "RG0103 Program.cs(16,43) Serve: The generated table cannot reach 'OfFile.Serve': its type 'OfFile' is local to a file; "
            + "remove 'file'",
        "RG0103 Program.cs(4,36) Private: The generated table cannot reach 'Outer.Private': it is neither internal nor public",
        "RG0103 Program.cs(5,46) Protected: The generated table cannot reach 'Outer.Protected': it is neither internal nor public",
        "RG0103 Program.cs(6,54) Both: The generated table cannot reach 'Outer.Both': it is neither internal nor public",
        "RG0103 Program.cs(7,72) Nested: The generated table cannot reach 'Inner.Nested': its type 'Inner' is neither internal nor public");

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
        "RG0201 Program.cs(5,6) HandleFunc(\"/x\"): The pattern '/x' is already registered, as '/x' for 'Handlers.Zoo' at Program.cs:4: "
            + "both match GET /x | Program.cs(4,6) HandleFunc(\"/x\")",
        "RG0201 Program.cs(7,6) HandleFunc(\"/y\"): The pattern '/y' is already registered, as '/y' for 'Handlers.Twice' at Program.cs:6: "
            + "both match GET /y | Program.cs(6,6) HandleFunc(\"/y\")");

    [Fact]
    public void Patterns_that_differ_in_host_method_or_meaning_stand_together() => Reports(
        """
        static class Handlers
        {
            [HandleFunc("/x")]
            [HandleFunc("/x/{$}")]
            [HandleFunc("/x/y")]
            [HandleFunc("example.com/x")]
            [Get("/x/y/z")]
            [Head("/x/y/z")]
            [Post("/x/y/z")]
            [HandleFunc("/x/y/z")]
            internal static void Serve(ResponseWriter w, Request r) { }
        }
        """);

    [Fact]
    public void Patterns_that_differ_by_slash_or_case_are_a_warning() => Reports(
        """
        static class Handlers
        {
            [HandleFunc("/x")]
            [HandleFunc("/x/")]
            [HandleFunc("/X")]
            [HandleFunc("/z/{_a}/y")]
            [HandleFunc("/z/{_b}/Y")]
            internal static void Serve(ResponseWriter w, Request r) { }
        }
        """,
        "RG0204 Program.cs(5,6) HandleFunc(\"/x/\"): The pattern '/x/' differs only by a trailing slash from '/x', which is registered "
            + "for 'Handlers.Serve' at Program.cs:4, so GET /x is not redirected | Program.cs(4,6) HandleFunc(\"/x\")",
        "RG0205 Program.cs(6,6) HandleFunc(\"/X\"): The pattern '/X' differs only by case from '/x', which is registered for "
            + "'Handlers.Serve' at Program.cs:4; paths are case-sensitive | Program.cs(4,6) HandleFunc(\"/x\")",
        "RG0205 Program.cs(8,6) HandleFunc(\"/z/{_b}/Y\"): The pattern '/z/{_b}/Y' differs only by case from '/z/{_a}/y', which is "
            + "registered for 'Handlers.Serve' at Program.cs:7; paths are case-sensitive | Program.cs(7,6) HandleFunc(\"/z/{_a}/y\")");

    [Fact]
    public void Ambiguous_and_unreachable_patterns_name_both_places_and_a_request() => Reports(
        """
        static class Handlers
        {
            [Get("/{_id}")] internal static void One(ResponseWriter w, Request r) { }
            [HandleFunc("/all")] internal static void All(ResponseWriter w, Request r) { }
            [HandleFunc("/b/")] internal static void Below(ResponseWriter w, Request r) { }
            [HandleFunc("/b/{$}")] internal static void Slash(ResponseWriter w, Request r) { }
            [HandleFunc("/b/{_x}")] internal static void Segment(ResponseWriter w, Request r) { }
            [HandleFunc("/b/{_x}/")] internal static void More(ResponseWriter w, Request r) { }
            [HandleFunc("/c/{_x}")] internal static void Two(ResponseWriter w, Request r) { }
            [HandleFunc("/c/{_y}")] internal static void Three(ResponseWriter w, Request r) { }
        }
        """,
        "RG0201 Program.cs(11,6) HandleFunc(\"/c/{_y}\"): The pattern '/c/{_y}' is already registered, as '/c/{_x}' for 'Handlers.Two' at "
            + "Program.cs:10: both match GET /c/x | Program.cs(10,6) HandleFunc(\"/c/{_x}\")",
        "RG0202 Program.cs(5,6) HandleFunc(\"/all\"): The pattern '/all' and 'GET /{_id}', which is registered for 'Handlers.One' at "
            + "Program.cs:4, both match GET /all, and neither is more specific | Program.cs(4,6) Get(\"/{_id}\")",
        "RG0203 Program.cs(6,6) HandleFunc(\"/b/\"): The pattern '/b/' serves no request: more specific patterns match every request that "
            + "it matches; for example, GET /b/x/ goes to '/b/{_x}/', which is registered for 'Handlers.More' at Program.cs:9 "
            + "| Program.cs(9,6) HandleFunc(\"/b/{_x}/\")",
        "RG0204 Program.cs(9,6) HandleFunc(\"/b/{_x}/\"): The pattern '/b/{_x}/' differs only by a trailing slash from '/b/{_x}', which "
            + "is registered for 'Handlers.Segment' at Program.cs:8, so GET /b/x is not redirected | Program.cs(8,6) "
            + "HandleFunc(\"/b/{_x}\")");

    [Fact]
    public void Wildcards_that_are_not_read_and_values_that_are_not_there() => Reports(
        """
        static class Handlers
        {
            const string Name = "b";
            [Get("/a/{a}/{b}/{_c}")] [Get("/b/{b}")]
            internal static void Reads(ResponseWriter w, Request r) { w.Write(r.PathValue(Name)); w.Write(r.PathValue("d")); }
            [Get("/c/{rest...}")] internal static void HandsOn(ResponseWriter w, Request r) => Helper(r);
            [Get("/d/{x}")] internal static void ByHand(ResponseWriter w, Request r) => w.Write(r.Path);
            [Get("/e/{x}")] internal static void Sets(ResponseWriter w, Request r) { r.SetPathValue("y", "1"); w.Write(r.PathValue("y") + r.PathValue("x")); }
            [Get("/f/{x}")] internal static void Computes(ResponseWriter w, Request r) { w.Write(r.PathValue(w.ToString()!)); }
            [Get("/g/{x}")] [Post("/g/{y}")] internal static void Both(ResponseWriter w, Request r) { w.Write(r.PathValue("x") + r.PathValue("y")); }
            static void Helper(Request r) { }
        }
        """,
        "RG0104 Program.cs(5,10) \"/a/{a}/{b}/{_c}\": 'Handlers.Reads' never reads the value of '{a}' in the pattern 'GET /a/{a}/{b}/{_c}'",
        "RG0105 Program.cs(6,111) \"d\": 'Handlers.Reads' reads the path value 'd', which is always empty: its patterns have no '{d}'; "
            + "read \"a\", add '/{d}' to a pattern, or read a query parameter with r.Query.Get(\"d\")");

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
        var table = run.Result.Results[0].GeneratedSources.Single(
            static source => source.HintName == "ServeMux.g.cs").SourceText.ToString();
        Assert.Contains("Exact(\"/good\"", table, StringComparison.Ordinal);
        Assert.DoesNotContain("Bad", table, StringComparison.Ordinal);
        Assert.DoesNotContain("/a//b", table, StringComparison.Ordinal);
    }

    private static void Reports(string source, params string[] problems) =>
        Assert.Equal(string.Join('\n', problems), string.Join('\n', GeneratorRunner.Run(Usings + source).Problems));
}
