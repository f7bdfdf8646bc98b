// What a handler's text means may change by an edit of another file. Whatever the pipeline keeps, it then makes what a run from nothing
// makes.
using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

public sealed class EditElsewhereTests
{
    private const string Handler =
        " static partial class Handlers { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }";
    private const string Middleware = """
        namespace RouteGen;
        struct Log : IMiddleware
        {
            public static System.Threading.Tasks.ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    /// <summary>The file with the handlers, another one, and what that one is edited to.</summary>
    public static TheoryData<string, string, string> Edits => new()
    {
        // Attributes by other names.
        { "using RouteGen; static class H { [G(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }",
            "global using G = RouteGen.GetAttribute;", "global using G = RouteGen.PutAttribute;" },
        { "using RouteGen;" + Handler, "", "global using Get = RouteGen.PostAttribute;" },
        { "using RouteGen; using G = RouteGen.GetAttribute; static class H { [G(P.X)] internal static void X(ResponseWriter w, Request r) "
            + "{ } }", "static class P { public const string X = \"/x\"; }", "static class P { public const string X = \"/y\"; }" },
        { Handler, "global using RouteGen;", "" },
        { "using RouteGen; static class H { [Get(\"/x\"), A] internal static void X(ResponseWriter w, Request r) { } }",
            "class AAttribute : System.Attribute;",
            "global using A = RouteGen.UseAttribute<RouteGen.Log>; "
                + Middleware.Replace("namespace RouteGen;", "namespace RouteGen {", StringComparison.Ordinal) + " }" },
        { "using RouteGen; namespace Shop {" + Handler + " }", "", "namespace Shop { class GetAttribute(string text) : System.Attribute { "
            + "public string Text => text; } }" },

        // Constants, directly and by way of a third class.
        { "using RouteGen; static class H { [Get(P.X)] internal static void X(ResponseWriter w, Request r) { } }",
            "static class P { public const string X = Q.Y + \"z\"; } static class Q { public const string Y = \"/y\"; }",
            "static class P { public const string X = Q.Y + \"z\"; } static class Q { public const string Y = \"/x\"; }" },
        { "using RouteGen; static class H { [Get(\"/{id}\")] internal static void X(ResponseWriter w, Request r) => r.PathValue(P.Id); }",
            "static class P { public const string Id = \"id\"; }", "static class P { public const string Id = \"ID\"; }" },

        // The types of parameters and returns.
        { "using RouteGen;" + Handler, "", "static partial class Handlers { class Request; }" },
        { "using RouteGen; namespace Shop {" + Handler + " }", "", "namespace Shop { class ResponseWriter; }" },
        { "using RouteGen; class H : B { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }", "class B;",
            "class B { public class Request; }" },
        { "using RouteGen; using System.Threading.Tasks; static class H { [Get(\"/x\")] internal static Task X(ResponseWriter w, Request "
            + "r) => null!; }", "", "class Task;" },
        { "using RouteGen; static class H { [Get(\"/x\")] internal static Answer X(ResponseWriter w, Request r) => default!; }",
            "global using Answer = System.Threading.Tasks.Task;", "global using Answer = System.Threading.Tasks.ValueTask;" },

        // What other parts of the class say.
        { "using RouteGen;" + Handler, "static partial class Handlers;", "[RouteGen.Prefix(\"/v1\")] static partial class Handlers;" },
        { "using RouteGen; partial class Handlers { [Get(\"/x\")] internal static void X(ResponseWriter w, Request r) { } }",
            "partial class Handlers;", "[RouteGen.ServeMux] partial class Handlers;" },
        { "using RouteGen; partial class Around { partial class Handlers { [Get(\"/x\")] internal static void X(ResponseWriter w, Request "
            + "r) { } } }", "partial class Around { internal partial class Handlers; }",
        "partial class Around { private partial class Handlers; }" },
        { "using RouteGen; [ServeMux] partial class Api { [Get(\"/x\")] void X(ResponseWriter w, Request r) { } }", "class Base; partial "
            + "class Api : Base;", "[RouteGen.ServeMux] partial class Base; partial class Api : Base;" },

        // Middleware of the assembly and of the class.
        { "using RouteGen;" + Handler, Middleware, "[assembly: RouteGen.Use<RouteGen.Log>] " + Middleware },
        { "using RouteGen;" + Handler, Middleware, Middleware + " [Use<Log>] static class Unused;" },
        { "using RouteGen;" + Handler, Middleware.Replace("namespace RouteGen;", "using RouteGen;", StringComparison.Ordinal),
            Middleware.Replace("namespace RouteGen;", "using RouteGen;", StringComparison.Ordinal)
                + " [Use<Log>] partial class Handlers;" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void The_result_is_that_of_a_run_from_nothing(string handlers, string before, string after)
    {
        var first = GeneratorRunner.Compile([("Handlers.cs", handlers), ("Other.cs", before)]);
        var second = GeneratorRunner.WithFile(first, "Other.cs", after);
        var driver = GeneratorRunner.Driver().RunGenerators(first);
        var edited = driver.RunGenerators(second);

        Assert.Equal(FromNothing(first), Describe(driver));
        Assert.Equal(FromNothing(second), Describe(edited));
        Assert.Equal(FromNothing(first), Describe(edited.RunGenerators(first)));
        if (!after.Contains("Unused", StringComparison.Ordinal)) Assert.NotEqual(FromNothing(first), FromNothing(second));
    }

    private static string FromNothing(Compilation program) => Describe(GeneratorRunner.Driver().RunGenerators(program));

    private static string Describe(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return string.Join('\n', result.GeneratedSources.Select(static source => source.HintName + "\n" + source.SourceText))
            + string.Join('\n', result.Diagnostics.Select(static problem => problem.ToString()).Order(StringComparer.Ordinal));
    }
}
