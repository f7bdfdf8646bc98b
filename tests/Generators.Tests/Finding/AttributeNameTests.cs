// Attributes by every name that C# lets one write. What is expected is what the compiler says of each symbol, not what the generator finds.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Tests;

public sealed class AttributeNameTests
{
    private const string Log = """
        namespace Shop
        {
            struct Log : RouteGen.IMiddleware
            {
                public static System.Threading.Tasks.ValueTask InvokeAsync<TNext>(RouteGen.ResponseWriter w, RouteGen.Request r, TNext next)
                    where TNext : struct, RouteGen.IHandler => next.ServeHttpAsync(w, r);
            }
        }
        """;

    private const string Others =
        "namespace Shop { static class Names { public class GetAttribute : System.Attribute { public GetAttribute(string text) { } } } }";

    private const string Mux = "[RouteGen.ServeMux] partial class C { } static class D { ";

    private const string Parameters = "(RouteGen.ResponseWriter w, RouteGen.Request r)";

    /// <summary>Directives, what stands in brackets, the directives of another file, and how many routes that makes.</summary>
    public static TheoryData<string, string, string, int> Names => new()
    {
        // The name itself.
        { "using RouteGen;", "Get(\"/x\")", "", 1 },
        { "using RouteGen;", "GetAttribute(\"/x\")", "", 1 },
        { "using RouteGen;", "@Get(\"/x\")", "class Get : System.Attribute { public Get(string text) { } }", 0 },
        { "using RouteGen;", "@GetAttribute(\"/x\")", "", 1 },
        { "using RouteGen;", "\\u0047et(\"/x\")", "", 1 },
        { "", "RouteGen.Get(\"/x\")", "", 1 },
        { "", "RouteGen.@GetAttribute(\"/x\")", "", 1 },
        { "", "global::RouteGen.Get(\"/x\")", "", 1 },
        { "using RouteGen;", "method: Get(\"/x\")", "", 1 },
        { "using RouteGen;", "Get(\"/x\"), Post(\"/x\"), HandleFunc(\"/y\")", "", 3 },
        { "using RouteGen;", "Get(\"/x\")] [Get(\"/y\")", "", 2 },

        // Of the file.
        { "using G = RouteGen.GetAttribute;", "G(\"/x\")", "", 1 },
        { "using GAttribute = RouteGen.GetAttribute;", "G(\"/x\")", "", 1 },
        { "using @G = RouteGen.@GetAttribute;", "@G(\"/x\")", "", 1 },
        { "using G = global::RouteGen.GetAttribute;", "G(\"/x\")", "", 1 },
        { "using Get = RouteGen.PostAttribute;", "Get(\"/x\")", "", 1 },
        { "using R = RouteGen;", "R.Get(\"/x\")", "", 1 },
        { "using R = RouteGen;", "R::Get(\"/x\")", "", 1 },
        { "using R = global::RouteGen;", "R::GetAttribute(\"/x\")", "", 1 },
        { "using RouteGen; using static System.Math;", "Get(\"/x\")", "", 1 },
        { "using static Shop.Names;", "Get(\"/x\")", Others, 0 },
        { "using Get = Shop.Names.GetAttribute;", "Get(\"/x\")", Others, 0 },

        // Of all files.
        { "", "Get(\"/x\")", "global using RouteGen;", 1 },
        { "", "G(\"/x\")", "global using G = RouteGen.GetAttribute;", 1 },
        { "", "G(\"/x\")", "global using GAttribute = global::RouteGen.GetAttribute;", 1 },
        { "", "R.Get(\"/x\")", "global using R = RouteGen;", 1 },
        { "using RouteGen;", "@Use(\"/x\")", "global using Use = RouteGen.GetAttribute;", 1 },
        { "using P = RouteGen.PostAttribute;", "G(\"/x\"), P(\"/y\")", "global using G = RouteGen.GetAttribute;", 2 },

        // With type arguments, which are none of a route.
        { "using RouteGen;", "Get(\"/x\"), Use<Shop.Log>", "", 1 },
        { "using RouteGen; using L = RouteGen.UseAttribute<Shop.Log>;", "Get(\"/x\"), L", "", 1 },
        { "using RouteGen;", "Get(\"/x\"), L", "global using L = RouteGen.UseAttribute<Shop.Log>;", 1 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_handler_is_found_by_any_name_of_its_attribute(string usings, string attributes, string other, int count)
    {
        var hasMiddleware = (usings + attributes + other).Contains("Use<", StringComparison.Ordinal)
            || (usings + other).Contains("UseAttribute<", StringComparison.Ordinal);
        CSharpCompilation[] programs =
            [Program(usings, attributes, other), InNamespace(usings, attributes, other), Plain(usings, attributes, other)];
        foreach (var program in programs)
        {
            Assert.Empty(program.GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error));
            Assert.Equal(count, CountOfCompiler(program));
            var run = GeneratorRunner.Run(program);
            Assert.Empty(run.Result.Diagnostics);
            Assert.Equal(count, Registrations(run.Result).Count);
            Assert.Equal(hasMiddleware, Registrations(run.Result).Any(static one => one.Route.Middleware.Count != 0));
        }
    }

    // Each kind of attribute once, so that none is looked for under another's name alone.
    [Theory]
    [InlineData("using S = RouteGen.ServeMuxAttribute;",
        "[S] partial class C { [RouteGen.Get(\"/x\")] void X" + Parameters + " { } }", TrackingNames.Muxes)]
    [InlineData("using M = RouteGen.MountAttribute;",
        Mux + "[M(\"/m/\")] internal static readonly C F = new(), G = new(); }", TrackingNames.Mounts)]
    [InlineData("using M = RouteGen.MountAttribute;", Mux + "[M(\"/m/\")] internal static C P { get; } = new(); }", TrackingNames.Mounts)]
    [InlineData("using P = RouteGen.PrefixAttribute;", "[P(\"/v1/\")] static class C;", TrackingNames.Checks)]
    [InlineData("using U = RouteGen.UseAttribute;", "[U(\"Missing\")] static class C;", TrackingNames.Checks)]
    [InlineData("using Get = RouteGen.UseAttribute;",
        "static class C { [Get(\"/x\")] static void X" + Parameters + " { } }", TrackingNames.Checks)]
    [InlineData("using RouteGen;",
        "static class C { [Get(\"/x\"), Use(\"M\")] static void X(ResponseWriter w, Request r) { } }", TrackingNames.Checks)]
    [InlineData("using L = RouteGen.UseAttribute<Shop.Log>; [assembly: L]", "", TrackingNames.AssemblyMiddleware)]
    [InlineData("using E = RouteGen.ExcludeRoutesAttribute; [assembly: E(\"Lib\")]", "", TrackingNames.LibraryRules)]
    [InlineData("using L = RouteGen.LibraryPrefixAttribute; [assembly: L(\"Lib\", \"/lib\")]", "", TrackingNames.LibraryRules)]
    public void Each_kind_of_attribute_is_found_by_an_alias(string head, string members, string step)
    {
        var usings = head[..(head.IndexOf(';', StringComparison.Ordinal) + 1)];
        foreach (var other in new[] { "", "global " + usings })
        {
            var own = other.Length == 0 ? head : head[usings.Length..];
            var program = GeneratorRunner.Compile([("Program.cs", own + "\n" + members), ("Other.cs", other + Log)]);
            var result = GeneratorRunner.Driver().RunGenerators(program).GetRunResult().Results[0];
            Assert.Null(result.Exception);
            Assert.True(result.TrackedSteps.ContainsKey(step), $"{step} found nothing in {program.SyntaxTrees[0]}");
        }
    }

    // The compiler knows no alias of an alias. That they lead in a circle must not keep the search from ending.
    [Theory]
    [InlineData("using A = B; using B = RouteGen.GetAttribute;")]
    [InlineData("using A = B; using B = A;")]
    [InlineData("using A = A;")]
    public void An_alias_of_an_alias_is_the_compilers_to_refuse(string usings)
    {
        var program = Program(usings, "A(\"/x\")", "global using C = A;");
        Assert.NotEmpty(program.GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error));
        var result = GeneratorRunner.Driver().RunGenerators(program).GetRunResult();

        Assert.Null(result.Results[0].Exception);
        Assert.Empty(Registrations(result));
        Assert.Equal(0, CountOfCompiler(program));
    }

    [Fact]
    public void An_alias_that_another_file_gains_or_loses_is_noticed()
    {
        var program = Program("", "G(\"/x\")", "global using G = RouteGen.GetAttribute;");
        var driver = GeneratorRunner.Driver().RunGenerators(program);
        Assert.Single(Registrations(driver.GetRunResult()));

        var without = driver.RunGenerators(GeneratorRunner.WithFile(
            program, "Other.cs", "class GAttribute(string text) : System.Attribute { public string Text => text; }"));
        Assert.Empty(Registrations(without.GetRunResult()));
        Assert.Single(Registrations(without.RunGenerators(program).GetRunResult()));
    }

    // ForAttributeWithMetadataName walks a file for each attribute, and takes the square of the members of a class that nothing has walked.
    [Fact]
    public void A_file_is_walked_once_by_the_generator_itself()
    {
        var program = Program("using RouteGen;", "Get(\"/x\")", "");
        var result = GeneratorRunner.Driver().RunGenerators(program).GetRunResult().Results[0];

        Assert.DoesNotContain(result.TrackedSteps.Keys, static name => name.Contains("ForAttribute", StringComparison.Ordinal));
        Assert.Same(FileNodes.Of(program.SyntaxTrees[0], default), FileNodes.Of(program.SyntaxTrees[0], default));
    }

    private static CSharpCompilation Program(string usings, string attributes, string other) =>
        Compile(usings + " " + Class(attributes, "RouteGen.ResponseWriter w, RouteGen.Request r"), other);

    private static CSharpCompilation InNamespace(string usings, string attributes, string other) =>
        Compile("namespace Around { " + usings + " " + Class(attributes, "RouteGen.ResponseWriter w, RouteGen.Request r") + " }", other);

    // A handler that is read from its text, where its attributes are plain too.
    private static CSharpCompilation Plain(string usings, string attributes, string other) =>
        Compile(
            usings + " " + Class(attributes, "W w, Q r"),
            "global using W = RouteGen.ResponseWriter; global using Q = RouteGen.Request; " + other);

    private static string Class(string attributes, string parameters) =>
        "static class Handlers { [" + attributes + "] internal static void X(" + parameters + ") { } }";

    private static CSharpCompilation Compile(string text, string other) =>
        GeneratorRunner.Compile([("Program.cs", text), ("Other.cs", other + "\n" + Log)]);

    private static int CountOfCompiler(CSharpCompilation program)
    {
        var model = program.GetSemanticModel(program.SyntaxTrees[0]);
        return program.SyntaxTrees[0].GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .SelectMany(method => model.GetDeclaredSymbol(method)!.GetAttributes()).Count(RouteAttributes.Contains);
    }

    private static EquatableArray<Registration> Registrations(GeneratorDriverRunResult result) =>
        (EquatableArray<Registration>)result.Results[0].TrackedSteps[TrackingNames.Registrations].Single().Outputs.Single().Value;
}
