using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// Odd parts of programs, each a name and a text that compiles without the generator. <c>§</c> is a number of its own. Namespaces and
/// patterns contain it, so that all can stand in one program.
/// </summary>
internal static class OddPrograms
{
    private const string Handler = "(ResponseWriter w, Request r)";
    private const string Guard =
        "ValueTask Guard<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);";

    /// <summary>What the others use.</summary>
    internal const string Common = """
        #pragma warning disable
        using System.Threading.Tasks;
        using RouteGen;
        namespace Odd
        {
            public struct Log<T> : IMiddleware
            {
                public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r);
            }
        }
        """;

    private static readonly string[] s_marks = ["Obsolete", "Obsolete(\"gone\")", "Obsolete(\"\", true)", "Experimental(\"ODD001\")"];

    private static readonly string[] s_shapes =
    [
        "static void", "static Task", "static ValueTask", "static async Task", "static async ValueTask", "static Task?",
        "static unsafe void", "static partial void", "static extern void", "static new void", "void",
        "async Task", "Task?", "ValueTask",
    ];

    private static readonly string[] s_names =
    [
        "_serveMux", "_serveMux2", "MakeServeMux", "ServeMuxTable", "ServeHttpAsync", "Mux", "mux", "mounts", "_mux", "_next", "_mounts",
        "s_entries", "s_mounts", "EntriesOf", "MountsOf", "Exact", "ExactTask", "Wildcard", "Prefix",
        "ExactKeys", "Source0", "UseGuard", "Middleware", "Endpoint", "MuxEntry", "MuxEntryKind", "Handler", "HandlerFunc", "CompiledTable",
        "Entries", "Register", "RouteGen", "System", "Odd", "Log", "M§",
    ];

    /// <summary>All of them.</summary>
    internal static IEnumerable<(string Name, string Text)> All() =>
        Keywords().Concat(Marks()).Concat(Shapes()).Concat(Clashes()).Concat(Bases()).Concat(Places()).Concat(MiddlewareTypes());

    // Each keyword as the name of all that generated code names.
    private static IEnumerable<(string, string)> Keywords() => SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText)
        .Concat(["field", "extension", "union", "lower", "x", "ä", "_", "__", "A\\u0042", "i", "Größe", "名前"])
        .Where(
            static word =>
                word.All(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '\\')
                    && !word.StartsWith("__arg", StringComparison.Ordinal) && word != "nameof")
        .Distinct()
        .Select(static word => ("named " + word, $$"""
            namespace N§.@{{word}}
            {
                [ServeMux] public partial class @{{word}} { [Get("/a/{x}"), Use<Odd.Log<@{{word}}[]>>] private void A{{Handler}} => w.Write(r.PathValue("x")); }
                [ServeMux] public partial class Site { [Mount("/m/")] private readonly @{{word}} @{{word}} = new(); [Mount("/s/")] private static @{{word}} Static { get; } = new(); }
                [ServeMux] public partial class Own { [Get("/b"), Use(nameof(@{{word}}))] private void B{{Handler}} { } private {{Guard.Replace("Guard", "@" + word, StringComparison.Ordinal)}} }
                public static class S { [Get("/§/s")] internal static void @{{word}}{{Handler}} { } }
                public static partial class Around { public partial struct @{{word}} { [Get("/§/t")] internal static Task T{{Handler}} => Task.CompletedTask; [ServeMux] private partial class Deep { [Get("/d")] void D{{Handler}} { } } } }
            }
            """));

    // What is obsolete or experimental, wherever generated code refers to it.
    private static IEnumerable<(string, string)> Marks() => s_marks.SelectMany(static mark => new[]
    {
        "static class H { [§M, Get(\"/§\")] internal static void M" + Handler + " { } }",
        "[§M] static class H { [Get(\"/§\")] internal static Task M" + Handler + " => Task.CompletedTask; }",
        "[§M] static class O { internal static class H { [Get(\"/§\")] internal static ValueTask M" + Handler + " => default; } }",
        "[ServeMux] partial class Api { [§M, Get(\"/\")] void M" + Handler + " { } [§M, Get(\"/s\")] static void S" + Handler + " { } }",
        "[§M, ServeMux] partial class Api { [Get(\"/\")] void M" + Handler + " { } }",
        "[§M] partial class O { [ServeMux] partial class Api { [Get(\"/\")] void M" + Handler + " { } } }",
        "[ServeMux] partial class Api { [Get(\"/\"), Use(nameof(Guard)), Obsolete] void M" + Handler + " { } [§M] " + Guard + " }",
        "[ServeMux] partial class Inner { [Get(\"/\")] void M" + Handler
            + " { } } [ServeMux] partial class Outer { [§M, Mount(\"/m/\")] readonly Inner _inner = new(); }",
        "[ServeMux] partial class Inner { [Get(\"/\")] void M" + Handler
            + " { } } static class Outer { [§M, Mount(\"/§/m/\")] internal static readonly Inner Inner = new(); }",
        "[§M, ServeMux] partial class Inner { [Get(\"/\")] void M" + Handler
            + " { } } [Obsolete, ServeMux] partial class Outer { [Mount(\"/m/\")] readonly Inner _inner = new(); }",
        "[§M] struct Old : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext "
            + ": struct, IHandler => default; } static class H { [Obsolete, Get(\"/§\"), Use<Old>] internal static void M" + Handler
            + " { } }",
        "[§M] class Old { } [ServeMux] partial class Api { [Obsolete, Get(\"/\"), Use<Odd.Log<Old[]>>] void M" + Handler + " { } }",
    }.Where((_, index) => index < 10 || mark != "Obsolete(\"\", true)")
        .Select((text, index) => (mark + " " + index, "namespace N§ { " + text.Replace("§M", mark, StringComparison.Ordinal) + " }")));

    private static IEnumerable<(string, string)> Shapes() =>
        s_shapes.SelectMany(
            static shape => new[] { "Get(\"/§/x\")", "Get(\"/§/{_x}\")", "HandleFunc(\"/§/x/\"), Use<Odd.Log<int>>" }.Select(attribute =>
    {
        var body = shape switch
        {
            "static extern void" => ";",
            "static partial void" => "; static partial void M(ResponseWriter w, Request r) { }",
            _ when shape.Contains("async", StringComparison.Ordinal) => " { await Task.Yield(); }",
            _ when shape.Contains("void", StringComparison.Ordinal) => " { }",
            _ => " => default!;",
        };
        var around = shape is "static partial void" or "static new void" || !shape.StartsWith("static", StringComparison.Ordinal)
            ? "[ServeMux] public partial class H" : "static class H";
        var access = shape == "static partial void" ? "" : "internal ";
        return (shape + " " + attribute, $"namespace N§ {{ {around} {{ [{attribute}] {access}{shape} M{Handler}{body} }} }}");
    }));

    // A member of the mux, or of its base, with a name that the generated part might use.
    private static IEnumerable<(string, string)> Clashes() => s_names.SelectMany(static name => new[]
    {
        "public int @;", "public int @() => 1;", "public int @ { get; set; }", "public class @ { }", "public const string @ = \"\";",
        "public event Action @ { add { } remove { } }", "public ValueTask @(ResponseWriter w, Request r) => default;",
        "base public int @;", "base public class @ { }", "base public ValueTask @(ResponseWriter w, Request r) => default;",
        "base public enum @ { A }", "base private protected static int @() => 1;", "parameter",
        "type",
    }.Where(member => name != "M§" || member is "parameter" or "type" || member.StartsWith("base ", StringComparison.Ordinal))
        .Select(member =>
    {
        var text = member.Replace("@", name, StringComparison.Ordinal);
        var isOfBase = text.StartsWith("base ", StringComparison.Ordinal);
        var (own, inherited) = text is "parameter" or "type" ? ("", "") : isOfBase ? ("", text[5..]) : (text, "");
        var mux = member == "type" ? name == "M§" ? "Other" : name : "M§";
        if (text == "parameter") mux += "(int " + name + ")";
        if (text == "parameter") own = "int Kept => " + name + ";";
        return (name + " as " + member, $$"""
            namespace N§
            {
                public class Base { {{inherited}} }
                [ServeMux] public partial class {{mux}} : Base
                {
                    {{own}}
                    [Get("/a"), Use(nameof(Guard))] void A1{{Handler}} { }
                    [Get("/{_x}"), Use<global::Odd.Log<int>>] static Task A2{{Handler}} => Task.CompletedTask;
                    [HandleFunc("/")] static void A3{{Handler}} { }
                    [Mount("/in/")] readonly Inner _inner1 = new();
                    {{Guard}}
                }
                [ServeMux] public partial class Inner { [Get("/i")] void I{{Handler}} { } }
            }
            """);
    }));

    // A base that handles requests, in each way.
    private static IEnumerable<(string, string)> Bases() => new[]
    {
        "public class Base : IHandler { public ValueTask ServeHttpAsync" + Handler + " => default; }",
        "public class Base : IHandler { public virtual ValueTask ServeHttpAsync" + Handler + " => default; }",
        "public abstract class Base : IHandler { public abstract ValueTask ServeHttpAsync" + Handler + "; }",
        "public class Base : IHandler { ValueTask IHandler.ServeHttpAsync" + Handler + " => default; }",
        "public class Base : IHandler { protected virtual ValueTask ServeHttpAsync" + Handler
            + " => default; ValueTask IHandler.ServeHttpAsync" + Handler + " => default; }",
        "public class First : IHandler { public virtual ValueTask ServeHttpAsync" + Handler
            + " => default; } public class Base : First { public sealed override ValueTask ServeHttpAsync" + Handler + " => default; }",
        "public class First : IHandler { public virtual ValueTask ServeHttpAsync" + Handler
            + " => default; } public class Base : First { public override ValueTask ServeHttpAsync" + Handler + " => default; }",
        "public class First : IHandler { public virtual ValueTask ServeHttpAsync" + Handler
            + " => default; } public class Base : First { public new int ServeHttpAsync => 1; }",
        "public class Base { public void ServeHttpAsync() { } public void ServeHttpAsync(int x) { } }",
        "public class Base : IDisposable { private ServeMux? _serveMux = new(); public ServeMux Mux => _serveMux!; public void Dispose() "
            + "=> _serveMux = null; }",
    }.Select(
        static (text, index) =>
            ("base " + index,
                "namespace N§ { " + text + " [ServeMux] public partial class Api : Base { [Get(\"/\")] void M" + Handler + " { } } }"));

    private static IEnumerable<(string, string)> Places() => new[]
    {
        "public partial interface I { [Get(\"/§\")] internal static void M" + Handler
            + " { } [ServeMux] public partial class Api { [Get(\"/\")] void M" + Handler + " { } } }",
        "public readonly partial struct S { [Get(\"/§\")] internal static void M" + Handler
            + " { } [ServeMux] private partial class Api { [Get(\"/\")] void M" + Handler + " { } } }",
        "public partial record R(int X) { [Get(\"/§\")] internal static void M" + Handler
            + " { } [ServeMux] private protected partial class Api { [Get(\"/\")] void M" + Handler + " { } } }",
        "public readonly partial record struct R(int X) { [Get(\"/§\")] internal static void M" + Handler
            + " { } [ServeMux] internal sealed partial class Api { [Get(\"/\")] void M" + Handler + " { } } }",
        "public ref partial struct R { [Get(\"/§\")] internal static void M" + Handler
            + " { } [ServeMux] internal partial class Api { [Get(\"/\")] void M" + Handler + " { } } }",
        "public abstract partial class A { [ServeMux] public abstract partial class Api { [Get(\"/\")] void M" + Handler
            + " { } public override string ToString() => \"\"; } }",
        "[ServeMux] public partial class Empty { }",
        "[ServeMux] public partial class Api { public int get_Mux() => 1; [Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] public partial class Api { public void set_Mux(ServeMux mux) { } [Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] public partial class Api { [System.Runtime.CompilerServices.IndexerName(\"Mux\")] public int this[int i] => i; "
            + "[Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] public sealed unsafe partial class Api(int* p) { int* P => p; [Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] public partial class Api { ~Api() { } static Api() { } private Api() { } [Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] public partial class Api : IDisposable, IEquatable<Api> { public void Dispose() { } public bool Equals(Api? other) => "
            + "true; [Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] public partial class Api { public required string Name { get; init; } [Get(\"/\")] void M" + Handler + " { } }",
        "[ServeMux] internal partial class Api;",
        "[ServeMux] public partial class Api { public static bool operator ==(Api? a, Api? b) => true; public static bool operator "
            + "!=(Api? a, Api? b) => false; public override bool Equals(object? o) => true; public override int GetHashCode() => 1; "
            + "public static implicit operator int(Api a) => 1; [Get(\"/\")] void M" + Handler + " { } }",
        "static class H { [Get(\"/§/a\\\"b\")] internal static void M" + Handler
            + " { } [Get(\"/§/\\u202e\\u2028\\\\n\")] internal static void N" + Handler + " { } internal static void O" + Handler
            + " { } }",
        "static class H { [Get(\"/§\")] internal static void M" + Handler
            + " { } internal static void M(object w, object r) { } internal static Task M(ResponseWriter w, object r) => "
            + "Task.CompletedTask; }",
    }.Select(static (text, index) => ("place " + index, "namespace N§ { " + text + " }"));

    private static IEnumerable<(string, string)> MiddlewareTypes() => new[]
    {
        "int", "int[]", "int[][,]", "string", "object", "(int, string)", "(int, int, int, int, int, int, int, int, int)", "int?",
        "List<Dictionary<string, int[]>>", "Dictionary<int, string>.KeyCollection", "nint", "DayOfWeek", "Action<Odd.Log<int>>",
        "Odd.Log<Odd.Log<int>[]>", "Own", "Own[]", "Own.Nested", "@event", "Gen<int>.In<string>", "Gen<Own[]>.In<Own>[,]",
    }.Select(static type => ("Use<Log<" + type + ">>",
        "namespace N§ { class Own { internal class Nested { } } class @event { } class Gen<T> { internal class In<U> { } } [Use<Odd.Log<"
            + type + ">>] static class H { [Get(\"/§\")] internal static void M" + Handler + " { } }"
        + " [ServeMux] partial class Api { [Get(\"/\"), Use<Odd.Log<" + type + ">>] void M" + Handler + " { } } }"));
}
