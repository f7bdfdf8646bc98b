using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>What cannot be mounted, and what is in conflict by a mount.</summary>
public sealed class MountDiagnosticsTests
{
    private const string Start = """
        using RouteGen;
        [ServeMux] partial class M { [Get("/x")] void X(ResponseWriter w, Request r) { } }

        """;

    [Theory]
    [InlineData(
        "static class C { [Mount(\"/a\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) \"/a\": The pattern '/a' is invalid: The path of a mount must end in a slash, because the mux serves all "
            + "paths below it: write [Mount(\"/a/\")].")]
    [InlineData(
        "static class C { [Mount(\"inner\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) \"inner\": The pattern 'inner' is invalid: The path of a mount begins and ends with a slash: write "
            + "[Mount(\"/inner/\")].")]
    [InlineData(
        "static class C { [Mount(\"example.com\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) \"example.com\": The pattern 'example.com' is invalid: The path of a mount begins and ends with a slash: "
            + "write [Mount(\"example.com/\")].")]
    [InlineData(
        "static class C { [Mount(\"a b\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) \"a b\": The pattern 'a b' is invalid: The path of a mount begins and ends with a slash: write "
            + "[Mount(\"/a b/\")].")]
    [InlineData(
        "static class C { [Mount(\"{id}\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) \"{id}\": The pattern '{id}' is invalid: A host cannot contain wildcards; a path must begin with a "
            + "slash.")]
    [InlineData(
        "static class C { [Mount(\"/a\")] internal static readonly M F = new(), G = new(); }",
        "RG0001 Program.cs(3,25) \"/a\": The pattern '/a' is invalid: The path of a mount must end in a slash, because the mux serves all "
            + "paths below it: write [Mount(\"/a/\")].")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] internal static M F = new(), G = new(); }",
        "RG0108 Program.cs(3,51) F: 'C.F' cannot be mounted: it is neither a member of a class with [ServeMux] nor static and readonly")]
    [InlineData(
        "static class C { [Mount(\"/a/\"), Mount(\"/b/\")] internal static readonly M F = new(), G = new(); }",
        "RG0108 Program.cs(3,85) G: 'C.G' cannot be mounted: it shares its declaration, and so its path, with 'F'; declare it on its own")]
    [InlineData(
        "static class C { [Mount(\"GET /a/\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) \"GET /a/\": The pattern 'GET /a/' is invalid: A mount has no method, because it serves all methods.")]
    [InlineData(
        "[Prefix(\"/{p}\")] static class C { [Mount(\"/a/\")] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,42) \"/a/\": The pattern '/{p}/a/' is invalid: The path of a mount, including the prefixes of its containing "
            + "classes, cannot have wildcards.")]
    [InlineData(
        "static class C { [Mount(\"/a//\")] internal static readonly M F = new(); }",
        "RG0002 Program.cs(3,25) \"/a//\": The pattern '/a//' can never match: it contains an empty segment (//), and the path of a "
            + "request is cleaned before it is matched.")]
    [InlineData(
        "static class C { [Mount(null!)] internal static readonly M F = new(); }",
        "RG0001 Program.cs(3,25) null!: The pattern '' is invalid: It is null.")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] internal static M F = new(); }",
        "RG0108 Program.cs(3,51) F: 'C.F' cannot be mounted: it is neither a member of a class with [ServeMux] nor static and readonly")]
    [InlineData(
        "class C { [Mount(\"/a/\")] internal readonly M F = new(); }",
        "RG0108 Program.cs(3,46) F: 'C.F' cannot be mounted: it is neither a member of a class with [ServeMux] nor static and readonly")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] static readonly M F = new(); }",
        "RG0108 Program.cs(3,51) F: 'C.F' cannot be mounted: it is neither internal nor public")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] internal static M P { get; set; } = new(); }",
        "RG0108 Program.cs(3,51) P: 'C.P' cannot be mounted: it is neither a member of a class with [ServeMux] nor static and readonly")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] internal static M P { set { } } }",
        "RG0108 Program.cs(3,51) P: 'C.P' cannot be mounted: it cannot be read")]
    [InlineData(
        "static class C<T> { [Mount(\"/a/\")] internal static readonly M F = new(); }",
        "RG0108 Program.cs(3,63) F: 'C<T>.F' cannot be mounted: it is in a generic type")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] internal static readonly ServeMux F = new(); }",
        "RG0108 Program.cs(3,67) F: 'C.F' cannot be mounted: its type 'ServeMux' lacks [ServeMux]; register handlers of other types at run "
            + "time with Http.Handle")]
    [InlineData(
        "static class C { [Mount(\"/a/\")] internal static readonly string[] F = []; }",
        "RG0108 Program.cs(3,67) F: 'C.F' cannot be mounted: its type 'string[]' lacks [ServeMux]; register handlers of other types at run "
            + "time with Http.Handle")]
    [InlineData(
        "[ServeMux] partial class N { [Mount(\"h.io/a/\")] M F = new(); [Get(\"g.io/a/y\")] void Y(ResponseWriter w, Request r) { } } "
            + "static class C { [Mount(\"h.io/\")] internal static readonly N F = new(); }",
        "RG0108 Program.cs(3,140) Mount(\"h.io/\"): 'C.F' cannot be mounted: its route 'GET g.io/a/y' at Program.cs:3 has a different host "
            + "than the mount")]
    [InlineData(
        "[ServeMux] partial class N { [Mount(\"/n/\")] N? F { get; } }",
        "RG0207 Program.cs(3,31) Mount(\"/n/\"): 'N' is mounted in itself, so its table would be infinite: N -> N")]
    public void What_cannot_be_is_refused(string source, string problem) =>
        Assert.Equal([problem], GeneratorRunner.Run(Start + source).Problems);

    [Fact]
    public void A_cycle_names_its_way() => Assert.Equal(
        [
            "RG0207 Program.cs(3,31) Mount(\"/b/\"): 'A' is mounted in itself, so its table would be infinite: A -> B -> A",
            "RG0207 Program.cs(4,31) Mount(\"/a/\"): 'B' is mounted in itself, so its table would be infinite: B -> A -> B",
        ],
        GeneratorRunner.Run(Start + """
            [ServeMux] partial class A { [Mount("/b/")] B F = new(); }
            [ServeMux] partial class B { [Mount("/a/")] A F = new(); [Mount("/m/")] M M = new(); }
            static class C { [Mount("/")] internal static readonly A F = new(); }
            """).Problems);

    [Fact]
    public void A_mux_of_another_project_is_refused()
    {
        var library = Libraries.Compile("Lib", "namespace Lib; [RouteGen.ServeMux] public partial class Api { }");
        Assert.Equal(
            ["RG0108 Program.cs(1,75) F: 'C.F' cannot be mounted: its type 'Api' is in another project, whose build generates its table; "
                + "register it at run time with Http.Handle and Http.StripPrefix"],
            GeneratorRunner.Run(
                Libraries.Program(
                    "static class C { [RouteGen.Mount(\"/a/\")] internal static readonly Lib.Api F = new(); }", library)).Problems);
    }

    [Fact]
    public void A_library_has_no_default_mux_to_mount_in() => Assert.Equal(
        ["RG0108 Program.cs(3,60) F: 'C.F' cannot be mounted: the table of DefaultServeMux belongs to the program, and this project is a "
            + "library"],
        GeneratorRunner.Run(GeneratorRunner.Compile(
            [("Program.cs", Start + "static class C { [Mount(\"/a/\")] internal static readonly M F = new(); }")],
            OutputKind.DynamicallyLinkedLibrary)).Problems);

    [Theory]
    [InlineData(
        "[Get(\"/a/x\")] internal static void S(ResponseWriter w, Request r) { }",
        "RG0201 Program.cs(5,6) Get(\"/a/x\"): The pattern 'GET /a/x' is already registered, as 'GET /a/x' for 'M.X' at Program.cs:2, "
            + "mounted at Program.cs:4: "
            + "both match GET /a/x | Program.cs(4,6) Mount(\"/a/\") | Program.cs(2,31) Get(\"/x\")")]
    [InlineData(
        "[HandleFunc(\"/a/\")] internal static void S(ResponseWriter w, Request r) { }",
        "RG0201 Program.cs(5,6) HandleFunc(\"/a/\"): The pattern '/a/' is already registered, as '/a/' for 'M' at Program.cs:4: both "
            + "match GET /a/ | Program.cs(4,6) Mount(\"/a/\")")]
    [InlineData(
        "[Get(\"/{_x}/c\")] internal static void S(ResponseWriter w, Request r) { }",
        "RG0202 Program.cs(5,6) Get(\"/{_x}/c\"): The pattern 'GET /{_x}/c' and '/a/', which is registered for 'M' at Program.cs:4, both "
            + "match GET /a/c, and neither is more specific | Program.cs(4,6) Mount(\"/a/\")")]
    [InlineData(
        "[Mount(\"/A/\")] internal static readonly M G = new();",
        "RG0205 Program.cs(5,6) Mount(\"/A/\"): The pattern 'GET /A/x' for 'M.X' at Program.cs:2, mounted at Program.cs:5 differs only by "
            + "case from 'GET /a/x', which is registered for 'M.X' at Program.cs:2, mounted at Program.cs:4; "
            + "paths are case-sensitive | Program.cs(4,6) Mount(\"/a/\") | Program.cs(2,31) Get(\"/x\") | Program.cs(2,31) Get(\"/x\")")]
    public void A_conflict_names_the_inner_attribute_and_the_mount(string other, string problem) => Assert.Equal(
        [problem],
        GeneratorRunner.Run(
            Start + "static class C {\n    [Mount(\"/a/\")] internal static readonly M F = new();\n    " + other + "\n}").Problems);

    [Fact]
    public void Two_mounts_at_one_path_are_in_conflict() => Assert.Equal(
        ["RG0201 Program.cs(3,78) Mount(\"/a/\"): The pattern '/a/' is already registered, as '/a/' for 'M' at Program.cs:3: both match "
            + "GET /a/; two muxes are mounted at '/a/', so mount one of them at another path, such as [Mount(\"/a/n/\")]"
            + " | Program.cs(3,19) Mount(\"/a/\")"],
        GeneratorRunner.Run(
            Start
                + "static class C { [Mount(\"/a/\")] internal static readonly M F = new();       [Mount(\"/a/\")] internal static "
                + "readonly N G = new(); } [ServeMux] partial class N { }").Problems);

    [Fact]
    public void Two_mounts_at_the_root_are_in_conflict() => Assert.Contains(
        "two muxes are mounted at '/', so mount one of them at another path, such as [Mount(\"/n/\")]",
        Assert.Single(GeneratorRunner.Run(
            Start + "static class C { [Mount(\"/\")] internal static readonly M F = new(); [Mount(\"/\")] internal static readonly N G = "
                + "new(); } [ServeMux] partial class N { }").Problems),
        StringComparison.Ordinal);

    [Fact]
    public void What_is_wrong_in_the_inner_mux_is_said_once() => Assert.Equal(
        ["RG0201 Program.cs(5,6) Get(\"/y\"): The pattern 'GET /y' is already registered, as 'GET /y' for 'N.One' at Program.cs:4: both "
            + "match GET /y | Program.cs(4,6) Get(\"/y\")"],
        GeneratorRunner.Run("""
            using RouteGen;
            [ServeMux] partial class N
            {
                [Get("/y")] void One(ResponseWriter w, Request r) { }
                [Get("/y")] void Two(ResponseWriter w, Request r) { }
            }
            [ServeMux] partial class O { [Mount("/n/")] readonly N _n = new(); }
            static class C { [Mount("/o/")] internal static readonly O F = new(); }
            """).Problems);
}
