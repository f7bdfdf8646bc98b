// Plain handlers are read from their text, and all others from their symbols. Which of both it was shows nowhere.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Tests;

public sealed class PlainHandlerTests
{
    private const string Log = """
        struct Log : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    /// <summary>Members, how many of them are read from their text, and how many look plain and are not.</summary>
    public static TheoryData<string, int, int> Programs => new()
    {
        { Static("[Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { }"), 1, 0 },
        { Static("[GetAttribute(\"/x\"), Post(@\"/x\")] [HandleFunc(\"PUT /x\")] public static async Task X(ResponseWriter w, Request r) "
            + "{ }"), 1, 0 },
        { Static("[Delete(\"/\\u0078\")] internal static ValueTask @class(ResponseWriter w, Request r) => default; static void Y() { }"),
            1, 0 },
        { Static("[Get(\"/{id}/{_x}\")] internal static void X(ResponseWriter w, Request r) => r.PathValue(\"id\");"), 1, 0 },
        { "[Prefix(\"/v1\"), Use<Log>] static class @static { [Prefix(\"/in\")] internal class In { [Patch(\"h.io/x\")] internal static "
            + "void X(ResponseWriter w, Request r) { } } } " + Log, 1, 0 },
        { "namespace @int.Shop { internal record struct R { [Head(\"/x\")] public static void X(ResponseWriter w, Request r) { } } }", 1,
            0 },
        { "[ServeMux, Use(nameof(M))] partial class Api { [Get(\"/x\")] void X(ResponseWriter w, Request r) { } [Get(\"/y\")] static void "
            + "Y(ResponseWriter w, Request r) { } ValueTask M<T>(ResponseWriter w, Request r, T next) where T : struct, IHandler => "
            + "default; }", 2, 0 },
        { "[assembly: Use<Log>] static partial class H { [Options(\"/x\")] internal static void X(Writer w, Request r) { } } " + Log, 1,
            0 },
        { Static("[Get(\"/x\"), Obsolete(\"old\")] internal static void X(ResponseWriter w, Request r) { } [System.Obsolete, Get(\"/y\")] "
            + "internal static void Y(ResponseWriter w, Request r) { } [Obsolete] static void Z(ResponseWriter w, Request r) { }"), 2, 0 },

        // Path values that do not agree with the patterns are problems that the text shows.
        { Static("[Get(\"/{id}\")] internal static void X(ResponseWriter w, Request r) { }"), 1, 0 },
        { Static("[Get(\"/x\")] internal static void X(ResponseWriter w, Request r) => r.PathValue(\"y\");"), 1, 0 },
        { Static("[Get(\"/{a}\"), Post(\"/{b}/{a}\")] [Put(\"/{c}\")] internal static void @X(ResponseWriter w, Request r) { "
            + "r.PathValue(\"d\"); r.PathValue(\"a\"); r.PathValue(\"d\"); }"), 1, 0 },
        { "[Use<Log>, Prefix(\"/{p}\")] static class @H { [Get(\"/{id}\")] internal static void X(ResponseWriter w, Request r) => "
            + "r.PathValue(\"y\"); } " + Log, 1, 0 },
        { "[Prefix(\"/{p}\")] static class H { internal record struct In { [Get(\"/{id}\")] internal static void X(ResponseWriter w, "
            + "Request r) => r.PathValue(\"p\"); } }", 1, 0 },

        // They look plain, and something is wrong with them or only the compiler can tell.
        { Static("[Get(\"/x\")] static void X(ResponseWriter w, Request r) { }"), 0, 1 },
        { Static("[Get(\"x\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 1 },
        { Static("[Get(\"/x\")] internal static void X(Request r, ResponseWriter w) { }"), 0, 1 },
        { Static("[Get(\"/x\")] internal static Request X(ResponseWriter w, Request r) => r;"), 0, 1 },
        { Static("[Get(\"/{id}\")] internal static void X(ResponseWriter w, Request r) => r.PathValue(Id); const string Id = \"id\";"), 0,
            1 },
        { "class C { [Get(\"/x\")] internal void X(ResponseWriter w, Request r) { } }", 0, 1 },
        { "class C<T> { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }", 0, 1 },
        { "file class C { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }", 0, 1 },
        { "[ServeMux] class Api { [Get(\"/x\")] void X(ResponseWriter w, Request r) { } }", 0, 1 },
        { "[ServeMux, Use(nameof(M))] partial class Api { internal partial class In { [Get(\"/x\")] internal static void X(ResponseWriter "
            + "w, Request r) { } } ValueTask M<T>(ResponseWriter w, Request r, T next) where T : struct, IHandler => default; }", 0, 1 },
        { "class Around { [Use<Hidden>] internal static class H { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } } "
            + Log.Replace("struct Log", "private struct Hidden", StringComparison.Ordinal) + " }", 0, 1 },
        { "[Prefix(\"h.example/\")] static class H { [Get(\"other.example/x\")] internal static void X(ResponseWriter w, Request r) { } }",
            0, 1 },
        { Static("[Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } class GetAttribute(string text) : "
            + "System.Attribute { public string Text => text; }"), 0, 1 },
        { Static("[Get(\"/x\"), G(\"/y\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 1 },
        { Static("[Get(\"/x\"), RouteGen.Get(\"/y\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 1 },
        { Static("[Get(\"/x\"), System.Diagnostics.Conditional(\"A\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 1 },
        { Static("[Get(\"/x\"), Nowhere] internal static void X(ResponseWriter w, Request r) { }"), 0, 1 },
        { "[ServeMux] partial class Api { [Get(\"/x\"), Use(nameof(M))] void X(ResponseWriter w, Request r) { } ValueTask "
            + "M<T>(ResponseWriter w, Request r, T next) where T : struct, IHandler => default; }", 0, 1 },

        // They do not look plain.
        { Static("[@GetAttribute(\"/x\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 0 },
        { Static("[Get(\"/x\"), Use<Log>] internal static void X(ResponseWriter w, Request r) { }") + Log, 0, 0 },
        { Static("[G(\"/x\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 0 },
        { Static("[Get(pattern: \"/x\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 0 },
        { Static("[Get(\"/x\" + \"y\")] internal static void X(ResponseWriter w, Request r) { }"), 0, 0 },
        { Static("[Get(\"/x\")] internal static void X(RouteGen.ResponseWriter w, Request r) { }"), 0, 0 },
        { "interface I { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }", 0, 0 },
        { "partial class C { [Get(\"/x\")] internal static partial void X(ResponseWriter w, Request r); internal static partial void "
            + "X(ResponseWriter w, Request r) { } }", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_text_says_what_the_symbol_says(string members, int plainCount, int otherCount)
    {
        var program = GeneratorRunner.Compile(
            [("Program.cs",
                "using G = RouteGen.GetAttribute; using Writer = RouteGen.ResponseWriter; using RouteGen; using System; using "
                    + "System.Threading.Tasks; " + members)]);
        var plain = 0;
        var others = 0;
        foreach (var scope in program.SyntaxTrees.SelectMany(static tree => FileNodes.Of(tree, default).Scopes))
        {
            var result = PlainHandlerParser.Parse(ScopeFactsReader.Ask(scope, program, default), default);
            var read = scope.Handlers.Select(static handler => handler.Syntax).Except(result.Others)
                .SelectMany(method => HandlerParser.ParseAll(method, program, default)).ToArray();
            Assert.Equal(Sorted(read.SelectMany(static handler => handler.Registrations)), Sorted(result.Handlers.Registrations));
            Assert.Equal(
                read.SelectMany(static handler => handler.Problems).OrderBy(static problem => problem.Location),
                result.Handlers.Problems.OrderBy(static problem => problem.Location));
            plain += scope.Handlers.Length - result.Others.Length;
            others += result.Others.Length;
        }

        Assert.Equal((plainCount, otherCount), (plain, others));
    }

    // What the pipeline finds is what the compiler finds: each handler once, on whichever way.
    [Theory]
    [MemberData(nameof(Programs))]
    public void No_handler_is_missed_or_found_twice(string members, int plainCount, int otherCount)
    {
        _ = (plainCount, otherCount);
        var program = GeneratorRunner.Compile(
            [("Program.cs",
                "using G = RouteGen.GetAttribute; using Writer = RouteGen.ResponseWriter; using RouteGen; using System; using "
                    + "System.Threading.Tasks; " + members)]);
        var expected = program.SyntaxTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .SelectMany(method => HandlerParser.ParseAll(method, program, default)).ToArray();
        var steps = GeneratorRunner.Driver().RunGenerators(program).GetRunResult().Results[0].TrackedSteps[TrackingNames.Handlers];
        var found = steps.SelectMany(static step => step.Outputs).Select(static output => (HandlerResult)output.Value).ToArray();

        Assert.Equal(
            Sorted(expected.SelectMany(static handler => handler.Registrations)),
            Sorted(found.SelectMany(static handler => handler.Registrations)));
        Assert.Equal(
            expected.SelectMany(static handler => handler.Problems).OrderBy(static problem => problem.Location),
            found.SelectMany(static handler => handler.Problems).OrderBy(static problem => problem.Location));
    }

    private static string Static(string members) => "static class Handlers { " + members + " } ";

    private static Registration[] Sorted(IEnumerable<Registration> registrations)
    {
        var sorted = registrations.ToArray();
        Array.Sort(sorted, Registration.Compare);
        return sorted;
    }
}
