using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// The generator finds the attributes that ForAttributeWithMetadataName finds, on the same nodes: in odd programs, and in what is being
/// typed.
/// </summary>
public sealed class CompilersFinderTests
{
    private const string Head = "using System; using System.Collections.Generic; using System.Diagnostics.CodeAnalysis; "
        + "using System.Threading.Tasks; using RouteGen;\n";

    // What carries the attribute, and where it stands oddly.
    private static readonly string[] s_places =
    [
        "@ class C { }", "@ struct C { }", "@ interface C { }", "@ enum C { @ A }", "@ delegate void C();", "@ record C(@ int X);",
        "@ record struct C { }", "[assembly: #] class C { }", "[module: #] class C { }",
        "class C { @ C() { } @ ~C() { } @ static C() { } }",
        "class C { @ int F, G; @ event Action E, H; @ event Action I { @ add { } @ remove { } } }",
        "class C { @ int P { @ get; @ set; } @ int this[@ int x] => 1; }",
        "class C { @ void M() { } @ static C operator +(C one, C other) => one; }",
        "class C { void M(@ int x) { @ void L() { } Action a = @ () => { }; Func<int, int> b = @ (@ int x) => x; } }",
        "class C<@ T> { void M<@ U>() { } }",
        "class C { [return: #] int M() => 1; [field: #] int P { get; } [method: #] event Action E; [property: #] int Q; }",
        "record C([property: #] int X, [field: #] int Y, [param: #] int Z);",
        "namespace N { @ class C { } namespace O { @ class D { } } }",
        "file @ class C { }", "partial class C { @ partial void M(); @ partial void M() { } } @ partial class C { }", "@",
        "class C { @ }", "class C { @ int }", "namespace N { @ }", "@ using System;", "@ int x = 1;", "class C { void M() { @ } }", "[#",
        "class C { [# void M() { } }",
        "interface I { @ void M(); @ static abstract void N(); }", "@ static void Local() { } Local();",
        "class C { @ static void M(ResponseWriter w, Request r) { } @ @ @ static void N(ResponseWriter w, Request r) { } }",
    ];

    private static readonly string[] s_attributes =
    [
        "Get(\"/x\")", "Get", "GetAttribute(\"/x\")", "@Get(\"/x\")", "RouteGen.Get(\"/x\")", "global::RouteGen.GetAttribute(\"/x\")",
        "A(\"/x\")", "B", "G(\"/x\")", "H", "Get(\"/x\"), Post(\"/y\"), Use<int>, Obsolete", "Use<List<int>>", "Use<>", "Use",
        "Use(\"M\")",
        "UseAttribute<int>", "Mount(\"/m/\")", "ServeMux", "Prefix(\"/p\")", "ExcludeRoutes(\"L\")", "LibraryPrefix(\"L\", \"/l\")",
        "Missing", "Missing.Get(\"/x\")", "Get<int>(\"/x\")", "RouteGen.Missing", "N.Get(\"/x\")", "", "Obsolete", "R.Get(\"/x\")",
        "R::Get(\"/x\")",
    ];

    private static readonly string[] s_aliases =
    [
        "", "using A = RouteGen.GetAttribute; using B = RouteGen.UseAttribute<int>; using R = RouteGen;",
        "using AAttribute = RouteGen.GetAttribute; using Get = RouteGen.MountAttribute;",
        "using A = B; using B = A; using G = G;", "using A = RouteGen.Missing; using B = int[]; using H = (int, int);",
    ];

    private const string Global = "global using G = RouteGen.PrefixAttribute; global using H = RouteGen.ServeMuxAttribute; "
        + "namespace N { class GetAttribute(string text) : System.Attribute { public string Text => text; } }";

    // Each name in each place, and the aliases in turn, so that each name and each place meets all of them.
    [Fact]
    public void In_every_place_by_every_name()
    {
        Assert.NotEqual(0, s_places.Length % s_aliases.Length);
        var files = s_attributes.SelectMany(static attribute => s_places.Select(place => In(place, attribute)))
            .Select(static (text, index) => ($"F{index}.cs", Head + s_aliases[index % s_aliases.Length] + text));
        AssertSame(GeneratorRunner.Compile(files.Append(("Global.cs", Global))));
    }

    [Fact]
    public void In_odd_programs()
    {
        var options = GeneratorRunner.ParseOptions.WithLanguageVersion(LanguageVersion.Preview);
        var parts = OddPrograms.All().Select(static (part, index) => (
            part.Name, Text: Head + part.Text.Replace("§", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        var trees = parts.Append((Name: "Common", Text: OddPrograms.Common))
            .Select(part => CSharpSyntaxTree.ParseText(part.Text, options, "/src/app/" + part.Name.Replace('/', '|') + ".cs"));
        AssertSame(CSharpCompilation.Create(
            "Odd", trees, GeneratedTable.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));
    }

    private static string In(string place, string attribute) =>
        place.Replace("@", "[" + attribute + "]", StringComparison.Ordinal).Replace("#", attribute, StringComparison.Ordinal);

    private static void AssertSame(Compilation program)
    {
        var (own, compilers) = CompilersFinder.Find(program);
        Assert.True(compilers.Length > 100, $"{compilers.Length} found");
        Assert.Equal(compilers, own);
    }
}
