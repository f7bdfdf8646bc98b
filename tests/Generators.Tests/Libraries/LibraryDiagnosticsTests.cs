using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>
/// What is wrong between assemblies: conflicts with both places, manifests that cannot be read, attributes that do nothing.
/// </summary>
public sealed class LibraryDiagnosticsTests
{
    private static readonly Library s_one = Libraries.Compile("One", Handler("One", "[Get(\"/items/{id}\")]"));

    private static readonly Library s_two = Libraries.Compile("Two", Handler("Two", "[HandleFunc(\"/{kind}/new\")]"));

    private static readonly Library s_slashes = Libraries.Compile(
        "Slashes", Handler("Slashes", "[Get(\"/items/{id}/\")] [Get(\"/x\")] [Get(\"/x/\")]"));

    [Theory]
    [InlineData(
        "[Get(\"/items/{x}\")]",
        "RG0201 Program.cs(4,6) Get(\"/items/{x}\"): The pattern 'GET /items/{x}' is already registered, as 'GET /items/{id}' for "
            + "'One.Serve' at One.cs:4 in One: both match GET /items/x")]
    [InlineData(
        "[Get(\"/{y}/new\")]",
        "RG0202 Program.cs(4,6) Get(\"/{y}/new\"): The pattern 'GET /{y}/new' and 'GET /items/{id}', which is registered for 'One.Serve' "
            + "at One.cs:4 in One, both match GET /items/new, and neither is more specific")]
    [InlineData(
        "[Get(\"/items/{x}/\")]",
        "RG0204 Program.cs(4,6) Get(\"/items/{x}/\"): The pattern 'GET /items/{x}/' differs only by a trailing slash from 'GET "
            + "/items/{id}', which is registered for 'One.Serve' at One.cs:4 in One, so GET /items/x is not redirected")]
    public void A_conflict_with_a_library_names_both_places(string attribute, string problem) =>
        Assert.Equal([problem], Problems(Handler("Handlers", attribute), s_one));

    [Fact]
    public void A_conflict_between_libraries_names_both_places_in_words() => Assert.Equal(
        ["RG0202 -: The pattern '/{kind}/new' for 'Two.Serve' at Two.cs:4 in Two and 'GET /items/{id}', which is registered for "
            + "'One.Serve' at One.cs:4 in One, both match GET /items/new, and neither is more specific"],
        Problems("", s_one, s_two));

    [Fact]
    public void A_pattern_of_a_library_that_the_program_covers_is_reported_where_the_program_does()
    {
        var library = Libraries.Compile("Lib", Handler("Lib", "[HandleFunc(\"/a/\")]"));
        var problems = Problems(
            Handler("Handlers", "[HandleFunc(\"/a/{$}\")] [HandleFunc(\"/a/{x}\")] [HandleFunc(\"/a/{x}/\")]"), library);

        Assert.Contains(
            "RG0203 Program.cs(4,52) HandleFunc(\"/a/{x}/\"): The pattern '/a/' for 'Lib.Serve' at Lib.cs:4 in Lib serves no request: "
                + "more specific patterns match every request that it matches; for example, "
            + "GET /a/x/ goes to '/a/{x}/', which is registered for 'Handlers.Serve' at Program.cs:4",
            problems);
    }

    [Fact]
    public void What_is_odd_within_a_library_was_said_when_it_was_built()
    {
        Assert.StartsWith("RG0204 Slashes.cs(4,40) Get(\"/x/\"): ", Assert.Single(s_slashes.Run.Problems), StringComparison.Ordinal);
        Assert.Equal(
            ["RG0204 -: The pattern 'GET /items/{id}/' for 'Slashes.Serve' at Slashes.cs:4 in Slashes differs only by a trailing slash "
                + "from 'GET /items/{id}', which is registered for 'One.Serve' at One.cs:4 in One, so GET /items/x is not redirected"],
            Problems("", s_one, s_slashes));
    }

    [Fact]
    public void A_conflict_that_an_attribute_solves_is_none()
    {
        Assert.Empty(Problems("[assembly: RouteGen.ExcludeRoutes(typeof(Two))]", s_one, s_two));
        Assert.Empty(Problems("[assembly: RouteGen.LibraryPrefix(\"Two\", \"/two\")]", s_one, s_two));
    }

    [Theory]
    [InlineData(
        "ExcludeRoutes(\"Three\")", "ExcludeRoutes(\"Three\")", "no referenced library 'Three' has routes; libraries with routes: 'One'")]
    [InlineData(
        "ExcludeRoutes(typeof(string))", "ExcludeRoutes(typeof(string))",
        "no referenced library 'System.Private.CoreLib' has routes; libraries with routes: 'One'")]
    [InlineData("ExcludeRoutes(typeof(int[]))", "ExcludeRoutes(typeof(int[]))", "it does not name a library")]
    [InlineData("ExcludeRoutes((string)null!)", "ExcludeRoutes((string)null!)", "it does not name a library")]
    [InlineData(
        "ExcludeRoutes(typeof(One.Nothing))", "ExcludeRoutes(typeof(One.Nothing))", "the library lists no handlers of 'One.Nothing'")]
    [InlineData(
        "LibraryPrefix(\"One\", \"/a\"), LibraryPrefix(typeof(One), \"/b\")", "LibraryPrefix(typeof(One), \"/b\")",
        "the library 'One' already has the prefix '/a'")]
    public void An_attribute_that_does_nothing_is_reported(string attributes, string reported, string why) => Assert.Equal(
        [$"RG0303 Program.cs(2,{12 + attributes.IndexOf(reported, StringComparison.Ordinal)}) {reported}: The attribute has no effect: "
            + $"{why}"],
        Problems($"using RouteGen;\n[assembly: {attributes}]", s_one));

    [Fact]
    public void In_a_library_the_attributes_do_nothing() => Assert.Equal(
        ["RG0303 Lib.cs(1,12) RouteGen.ExcludeRoutes(\"One\"): The attribute has no effect: this project is a library and has no table"],
        Libraries.Compile("Lib", "[assembly: RouteGen.ExcludeRoutes(\"One\")]", s_one).Run.Problems);

    [Theory]
    [InlineData("a", "RG0003", "'a' is invalid: it must begin with a slash and must not end with one")]
    [InlineData("", "RG0003", "'' is invalid: it must begin with a slash and must not end with one")]
    [InlineData("/a/", "RG0003", "'/a/' is invalid: it must begin with a slash and must not end with one")]
    [InlineData("/{a", "RG0001", "'GET /{a/items/{id}' is invalid: A wildcard must end in its own segment, with a brace: {id}.")]
    [InlineData(
        "/a//b", "RG0002",
        "'GET /a//b/items/{id}' can never match: it contains an empty segment (//), and the path of a request is cleaned before it is "
            + "matched.")]
    public void A_prefix_that_is_none_is_reported(string prefix, string id, string problem) => Assert.Equal(
        [$"{id} Program.cs(1,12) RouteGen.LibraryPrefix(\"One\", \"{prefix}\"): The {(id == "RG0003" ? "prefix" : "pattern")} {problem}"],
        Problems($"[assembly: RouteGen.LibraryPrefix(\"One\", \"{prefix}\")]", s_one));

    [Theory]
    [InlineData(
        "2, typeof(E)", "", "its manifest has version 2, and this build reads version 1; build both with the same version of RouteGen")]
    [InlineData("1, null!", "", "its manifest is malformed")]
    [InlineData("1, typeof(int[])", "", "its manifest is malformed")]
    [InlineData("1, typeof(string)", "", "its manifest is malformed")]
    [InlineData("1, typeof(H)", "", "its entries are not accessible")]
    [InlineData("1, typeof(E)", "[LibraryRoute(\"x\", \"h\", \"s\")] public static IHandler R() => null!;", "its entry 'R' is malformed")]
    [InlineData("1, typeof(E)", "[LibraryRoute(\"/x\", null!, \"s\")] public static IHandler R() => null!;", "its entry 'R' is malformed")]
    [InlineData(
        "1, typeof(E)", "[LibraryRoute(\"/x\", \"h\", \"s\", null!)] public static IHandler R() => null!;", "its entry 'R' is malformed")]
    [InlineData(
        "1, typeof(E)", "[LibraryRoute(\"/x\", \"h\", \"s\", \"m\", null!)] public static IHandler R() => null!;",
        "its entry 'R' is malformed")]
    [InlineData("1, typeof(E)", "[LibraryRoute(\"/x\", \"h\", \"s\")] public IHandler R() => null!;", "its entry 'R' is malformed")]
    [InlineData(
        "1, typeof(E)", "[LibraryRoute(\"/x\", \"h\", \"s\")] public static IHandler R<T>() => null!;", "its entry 'R' is malformed")]
    [InlineData(
        "1, typeof(E)", "[LibraryRoute(\"/x\", \"h\", \"s\")] public static IHandler R(int x = 0) => null!;", "its entry 'R' is malformed")]
    [InlineData("1, typeof(E)", "[LibraryRoute(\"/x\", \"h\", \"s\")] public static object R() => null!;", "its entry 'R' is malformed")]
    public void A_manifest_that_cannot_be_read_is_reported_and_may_be_left_out(string manifest, string entry, string why)
    {
        var library = Libraries.Compile(
            "Odd", $"using RouteGen; [assembly: RouteManifest({manifest})] public class E {{ {entry} }} class H;");

        Assert.Equal([$"RG0302 -: The routes of the library 'Odd' cannot be served: {why}"], Problems("", library));
        Assert.Empty(Problems("[assembly: RouteGen.ExcludeRoutes(\"Odd\")]", library));
    }

    [Fact]
    public void An_odd_name_of_an_entry_is_no_problem()
    {
        var library = Libraries.Compile(
            "Odd",
            "using RouteGen; [assembly: RouteManifest(1, typeof(@class.@struct))] namespace @class { public static class @struct { "
                + "[LibraryRoute(\"/x\", \"h\", \"s\")] public static IHandler @new() => NotFound; static readonly IHandler NotFound = "
                + "Handler.From((w, r) => { }); } }");

        Assert.Equal(["/x -> h at s in Odd"], Libraries.RoutesOf(GeneratorRunner.Run(Libraries.Program("", library)), library));
    }

    [Fact]
    public void Two_libraries_whose_entries_have_one_name_are_refused()
    {
        Library[] libraries = [
            Libraries.Compile("A.B", Handler("One", "[Get(\"/one\")]")), Libraries.Compile("A_B", Handler("Two", "[Get(\"/two\")]"))];

        Assert.Equal(
            ["RG0302 -: The routes of the library 'A.B' cannot be served: another assembly also has a class 'RoutesOf_A_B'",
                "RG0302 -: The routes of the library 'A_B' cannot be served: another assembly also has a class 'RoutesOf_A_B'"],
            Problems("", libraries));
    }

    [Fact]
    public void A_library_that_is_referenced_under_an_alias_alone_is_refused()
    {
        var program = GeneratorRunner.Compile([("Program.cs", "extern alias other;")])
            .AddReferences(s_one.Reference.WithAliases(["other"]));

        Assert.Equal(
            ["RG0302 -: The routes of the library 'One' cannot be served: it is referenced only under the alias 'other'"],
            GeneratorRunner.Run(program).Problems);
    }

    [Fact]
    public void A_handler_is_not_sent_to_a_mux_of_another_project()
    {
        var library = Libraries.Compile("Lib", "[RouteGen.ServeMux] public sealed partial class Api { }");
        const string Source =
            "static class H { [RouteGen.Get(\"/\", Mux = typeof(Api))] internal static void S(RouteGen.ResponseWriter w, RouteGen.Request "
                + "r) { } }";
        string[] problems = [
            "RG0107 Program.cs(1,19) RouteGen.Get(\"/\", Mux = typeof(Api)): 'Api' cannot be the mux: it is in another project, "
                + "whose build generates its table; move 'S' to that project"];

        Assert.Equal(problems, Problems(Source, library));
        Assert.Equal(
            problems,
            GeneratorRunner.Run(
                GeneratorRunner.Compile([("Program.cs", Source)]).AddReferences(library.Run.Compilation.ToMetadataReference())).Problems);
    }

    private static string Handler(string type, string attributes) => $$"""
        using RouteGen;
        public static class {{type}}
        {
            {{attributes}} internal static void Serve(ResponseWriter w, Request r) { _ = r.Path; }
            public static class Nothing;
        }
        """;

    private static IEnumerable<string> Problems(string source, params Library[] libraries) =>
        GeneratorRunner.Run(Libraries.Program(source, libraries)).Problems;
}
