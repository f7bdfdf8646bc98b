namespace RouteGen.Tests;

/// <summary>
/// A program for each diagnostic. A <c>/*@*/</c> marks the member that it is in, before which an attribute may be written.
/// </summary>
internal static class SuppressionRows
{
    private const string Empty = "(ResponseWriter w, Request r) { }";

    private static readonly Dictionary<string, string> s_sources = new()
    {
        { "RG0001", Handler("[Get(\"x\")]") },
        { "RG0002", Handler("[Get(\"/a//b\")]") },
        { "RG0003", "/*@*/\n[Prefix(\"v1\")]\nstatic class H { }" },
        { "RG0004", Handler("[Get(\"/files/*\")]") },
        { "RG0101", Member("[Get(\"/x\")]\ninternal static void Serve(Request r) { }") },
        { "RG0102", "class H {\n/*@*/\n[Get(\"/x\")]\ninternal void Serve" + Empty + "\n}" },
        { "RG0103", Member("[Get(\"/x\")]\nprivate static void Serve" + Empty) },
        { "RG0104", Handler("[Get(\"/x/{id}\")]") },
        { "RG0105", Member("[Get(\"/x\")]\ninternal static void Serve(ResponseWriter w, Request r) =>\nw.Write(r.PathValue(\"page\"));") },
        { "RG0106", Member("[Get(\"/x\")]\ninternal static void Serve(ResponseWriter w, Request r) {\nw.WriteAsync(new byte[1]);\n}") },
        { "RG0107", "/*@*/\n[ServeMux]\nclass H { }" },
        { "RG0108", Member("[Mount(\"/f/\")]\ninternal static readonly string F = \"\";") },
        { "RG0109", "[ServeMux] partial class Api {\n/*@*/\n[Get(\"/y\"), Use(\"Chekc\")]\nvoid Y" + Empty + "\n}" },
        { "RG0110", Member("internal static HandlerFunc Make() =>\nasync (w, r) => await Task.Yield();") },
        { "RG0111", "/*@*/\n[Prefix(\"/v1\")]\nstatic class H { }" },
        { "RG0201", Pair("/x", "/x") },
        { "RG0202", Pair("/{_kind}/new", "/help/{_x}") },
        { "RG0203", "static class H {\n/*@*/\n[HandleFunc(\"/b/\")]\ninternal static void A" + Empty + "\n[HandleFunc(\"/b/{$}\"), "
            + "HandleFunc(\"/b/{_x}\"), HandleFunc(\"/b/{_x}/\")]\ninternal static void B" + Empty + "\n}" },
        { "RG0204", Pair("/x", "/x/") },
        { "RG0205", Pair("/x", "/X") },
        { "RG0206", Member("internal static void Run() {\nHttp.HandleFunc(\"/a\", (w, r) => { });\nHttp.HandleFunc(\"/a\", (w, r) => { "
            + "});\n}") },
        { "RG0207", "[ServeMux] partial class A {\n/*@*/\n[Mount(\"/b/\")]\nprivate readonly B _b = new();\n}\n[ServeMux] partial class B "
            + "{\n[Mount(\"/a/\")] private readonly A? _a = null;\n}" },
        { "RG0209", Costly() },
        { "RG0210", "[assembly: Use<Auth>]\n" + Member("internal static void Run(string name) {\nHttp.HandleFunc(\"/f/\" + name, (w, r) "
            + "=> { });\n}") },
        { "RG0211", "[ServeMux] partial class S {\n[Get(\"/s/x\")] void X" + Empty + "\n}\n"
            + Member("internal static void Run() =>\nHttp.Handle(\"/s/\", new S());") },
        { "RG0303", "/*@assembly*/\n[assembly: ExcludeRoutes(\"Nothing\")]" },
        { "RG0306", "/*@assembly*/\n[assembly: Use<Auth>]" },
        { "RG0401", Member("internal static async Task Run(Client client) {\nawait client.PostAsync(\"http://x/\", \"text/plain\", "
            + "\"x\");\n}") },
        { "RG0402", Member("internal static string Run() {\nusing var response = Http.GetAsync(\"http://x/\").Result;\nreturn "
            + "response.Status;\n}") },
        { "RG0403", "/*@assembly*/\nHttp.ListenAndServeAsync(\":0\");" },
        { "RG0404", Member("internal static void Run() {\nHttp.GetAsync(\"http://x/\");\n}") },
    };

    /// <summary>
    /// Errors of several projects, of a language version or of 65,534 routes, or without a place: the tags of their descriptors hold them.
    /// </summary>
    internal static readonly string[] Placeless = ["RG0208", "RG0301", "RG0302", "RG0304", "RG0305", "RG0399"];

    /// <summary>The ids that have a program.</summary>
    internal static IEnumerable<string> Ids => s_sources.Keys;

    /// <summary>The program that reports an id.</summary>
    internal static string Of(string id) => """
        using System.Diagnostics.CodeAnalysis; using System.Threading.Tasks; using RouteGen;

        """ + s_sources[id] + """

        struct Auth : IMiddleware
        {
            public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
        }
        """;

    private static string Member(string text) => "static class H {\n/*@*/\n" + text + "\n}";

    private static string Handler(string attribute) => Member(attribute + "\ninternal static void Serve" + Empty);

    // The second one is reported.
    private static string Pair(string first, string second) =>
        "static class H {\n[HandleFunc(\"" + first + "\")] internal static void A" + Empty + "\n/*@*/\n[HandleFunc(\"" + second
            + "\")]\ninternal static void B" + Empty + "\n}";

    // Of the fewest positions that are warned of, and in many methods: one with very many attributes is slow to compile.
    private static string Costly() => "static class H {\n" + string.Join('\n', Enumerable.Range(0, 1 << 9)
        .Select(static index =>
            "[Get(\"" + string.Concat(Enumerable.Range(0, 9).Select(position => (index >> position) % 2 == 0 ? "/a" : $"/{{_w{position}}}"))
                + $"/x{index}\")]")
        .Chunk(16)
        .Select(static (some, index) => "/*@*/\n" + string.Join('\n', some) + $"\ninternal static void Serve{index}" + Empty)) + "\n}";
}
