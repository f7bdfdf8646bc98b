namespace RouteGen.Tests;

/// <summary>The parts of a <see cref="RandomProgram"/>. A <c>§</c> is a small number, a <c>#</c> a member.</summary>
internal static class RandomParts
{
    internal static readonly string[] Directives =
    [
        "using RouteGen;", "using RouteGen;", "using RouteGen;", "global using RouteGen;", "using G = RouteGen.GetAttribute;",
        "global using G = RouteGen.PostAttribute;", "using R = RouteGen;", "using Get = RouteGen.PutAttribute;",
        "global using U = RouteGen.UseAttribute<Log>;", "using unsafe M = RouteGen.MountAttribute;", "global using static Names§;",
        "global using Answer = System.Threading.Tasks.Task;", "using Answer = System.Threading.Tasks.ValueTask;", "extern alias L;",
        "global using W = RouteGen.ResponseWriter;", "using System.Threading.Tasks;", "#define ODD", "using N = Space§;",
    ];

    internal static readonly string[] AssemblyAttributes =
    [
        "[assembly: RouteGen.Use<Log>]", "[assembly: U]", "[assembly: RouteGen.ExcludeRoutes(\"Lib1\")]",
        "[assembly: RouteGen.LibraryPrefix(\"Lib2\", \"/of§\")]", "[module: RouteGen.Use<Log>]",
    ];

    internal static readonly string[] Members =
    [
        "[Get(\"/a§\")] internal static void A§(ResponseWriter w, Request r) { }",
        "[Get(\"/{id}/b§\"), Post(\"/b§\")] public static Task B§(ResponseWriter w, Request r) => null!;",
        "[G(\"/g§\")] internal static void G§(ResponseWriter w, Request r) { }", "[G(P.X)] internal static void P§(W w, Request r) { }",
        "[R.Get(\"/r§\")] internal static void R§(RouteGen.ResponseWriter w, RouteGen.Request r) { }",
        "[HandleFunc(\"/h§/\"), U] internal static void H§(W w, Request r) { }",
        "[Get(P.X)] internal static Answer X§(W w, Request r) => null!;",
        "[Get(\"/v§/{id}\")] internal static void V§(ResponseWriter w, Request r) => r.PathValue(P.Id);",
        "[Get(\"/c§\")] static partial void C§(ResponseWriter w, Request r);", "static partial void C§(ResponseWriter w, Request r) { }",
        "[RouteGen.Post(\"/c§\")] static partial void C§(ResponseWriter w, Request r) { }",
        "[M(\"/m§/\")] internal static readonly Api M§ = new();",
        "[Mount(\"/n/\"), Mount(\"/o§/\")] internal static Api N§ { get; } = new();", "class Request;",
        "public class GetAttribute(string text) : System.Attribute { public string Text => text; }", "class Task;",
        "static void L§() { Http.HandleFunc(\"/l§\", Http.NotFound); }", "static void K§() { Http.HandleFunc(P.X, (w, r) => { }); }",
        "[Get(\"/d§\")]\n#line 7 \"other.cs\"\ninternal static void D§(ResponseWriter w, Request r) { }\n#line default\n",
        "\n#if ODD\n[Get(\"/odd§\")]\n#endif\ninternal static void O§(ResponseWriter w, Request r) { }",
        "[Get(\"/e§\", Mux = typeof(Api))] internal static void E§(ResponseWriter w, Request r) { }", "[Get(\"/{}\")] void Bad§() { }",
        "[G\\u0065t(\"/u§\")] internal static void U§(ResponseWriter w, Request r) { }",
        "[@Get(\"/at§\")] internal static void T§(ResponseWriter w, Request r) { }",
    ];

    internal static readonly string[] Types =
    [
        "static partial class H§ { # # }", "static partial class H§ { # # # }", "[ServeMux] partial class Api { # }",
        "partial class Api { # # }", "[RouteGen.Prefix(\"/p§\")] partial class Api;",
        "[RouteGen.Prefix(\"/q§\")] static partial class H§ { # }", "[RouteGen.Use<Log>] static partial class H§;",
        "[U] partial class Api { # }", "namespace Space§ { static class H { # # } }",
        "namespace Space§ { class GetAttribute(string text) : System.Attribute { string Text => text; } }", "class ResponseWriter;",
        "public static class Names§ { public class GetAttribute(string text) : System.Attribute { string Text => text; } }",
        "public static class Names§ { public class Task; public class Request; }",
        "static class P { public const string X = \"/x§\", Id = \"id\"; }",
        "static class P { public const string X = \"GET /y§\", Id = \"ID\"; }", "file static class F { # }",
        "record struct S(int X) { # }",
        "struct Log : RouteGen.IMiddleware { public static System.Threading.Tasks.ValueTask "
            + "InvokeAsync<TNext>(RouteGen.ResponseWriter w, RouteGen.Request r, TNext next) where TNext : struct, "
            + "RouteGen.IHandler => next.ServeHttpAsync(w, r); }",
        "interface I§ { # }", "static class E§ { # }",
        "class Around { private partial class In§ { # } internal partial class In§ { # } }",
    ];
}
