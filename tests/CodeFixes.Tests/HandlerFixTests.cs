using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

public sealed class HandlerFixTests
{
    [Theory]
    [InlineData(
        "public class A { [HandleFunc(\"/a\")] internal void M(ResponseWriter w, Request r) { } }",
        "public class A { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w, Request r) { } }")]
    [InlineData(
        "public class A\n{\n    /// <summary>B.</summary>\n    [HandleFunc(\"/a\")]\n    public async Task M(ResponseWriter w, Request r) "
            + "=> await Task.Yield();\n}",
        "public class A\n{\n    /// <summary>B.</summary>\n    [HandleFunc(\"/a\")]\n    public static async Task M(ResponseWriter w, "
            + "Request r) => await Task.Yield();\n}")]
    public async Task A_handler_becomes_static(string before, string after) =>
        Assert.Equal(after, await Fix.ApplyAsync(new NotStaticFix(), before));

    [Theory]
    [InlineData(
        "static class A { [HandleFunc(\"/a\")] static void M(ResponseWriter w, Request r) { } }",
        "static class A { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w, Request r) { } }")]
    [InlineData(
        "static class A\n{\n    // Why.\n    [HandleFunc(\"/a\")]\n    private static void M(ResponseWriter w, Request r) { }\n}",
        "static class A\n{\n    // Why.\n    [HandleFunc(\"/a\")]\n    internal static void M(ResponseWriter w, Request r) { }\n}")]
    [InlineData(
        "static class A { private static class B { public static int X; [HandleFunc(\"/a\")] public static void M(ResponseWriter w, "
            + "Request r) { } } }",
        "static class A { internal static class B { public static int X; [HandleFunc(\"/a\")] public static void M(ResponseWriter w, "
            + "Request r) { } } }")]
    [InlineData(
        "file static class A { class B { [HandleFunc(\"/a\")] static void M(ResponseWriter w, Request r) { } private int _kept; } }",
        "internal static class A { internal class B { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w, Request r) { } "
            + "private int _kept; } }")]
    public async Task A_handler_and_its_types_become_internal(string before, string after) =>
        Assert.Equal(after, await Fix.ApplyAsync(new InaccessibleFix(), before));

    [Theory]
    [InlineData(
        "static partial class A { [HandleFunc(\"/a\")] static partial void M(ResponseWriter w, Request r); static partial void "
            + "M(ResponseWriter w, Request r) { } }")]
    [InlineData(
        "static partial class A { private static partial class B { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w, Request "
            + "r) { } } private static partial class B { } }")]
    [InlineData(
        "static class A { [HandleFunc(\"/a\"), Use<Log>] internal static void M(ResponseWriter w, Request r) { } private struct Log : "
            + "IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, "
            + "IHandler => next.ServeHttpAsync(w, r); } }")]
    public async Task Parts_that_must_agree_and_middleware_are_left_to_their_author(string program) =>
        Assert.Null(await Fix.ApplyAsync(new InaccessibleFix(), program));

    [Theory]
    [InlineData(
        "abstract class B { public abstract void M(ResponseWriter w, Request r); } [ServeMux] partial class A : B { [HandleFunc(\"/a\")] "
            + "public override async void M(ResponseWriter w, Request r) => await Task.Yield(); }")]
    [InlineData(
        "interface I { void M(ResponseWriter w, Request r); } [ServeMux] partial class A : I { [HandleFunc(\"/a\")] public async void "
            + "M(ResponseWriter w, Request r) => await Task.Yield(); }")]
    [InlineData("static partial class A { [HandleFunc(\"/a\")] internal static partial void M(); internal static partial void M() { } }")]
    [InlineData(
        "static class A { [HandleFunc(\"/a\")] internal static void M() { } internal static void M(ResponseWriter w, Request r) { } }")]
    public async Task A_signature_that_another_declaration_determines_is_left_to_its_author(string program) =>
        Assert.Null(await Fix.ApplyAsync(new WrongSignatureFix(), program));

    [Fact]
    public async Task A_local_function_is_left_to_its_author() =>
        Assert.Null(
            await Fix.ApplyAsync(
                new InaccessibleFix(), "class A { void M() { [HandleFunc(\"/a\")] static void L(ResponseWriter w, Request r) { } } }"));

    [Fact]
    public async Task A_virtual_handler_is_left_to_its_author() => Assert.Null(
        await Fix.ApplyAsync(
            new WrongSignatureFix(), "class A { [HandleFunc(\"/a\")] public virtual void M(ResponseWriter w, Request r) { } }"));

    [Theory]
    [InlineData("class A { int _x = 1; [HandleFunc(\"/a\")] public void M(ResponseWriter w, Request r) => w.Write(_x.ToString()); }")]
    [InlineData(
        "class A { int X { get; } [HandleFunc(\"/a\")] public void M(ResponseWriter w, Request r) => w.Write(this.X.ToString()); }")]
    [InlineData("class A(int x) { [HandleFunc(\"/a\")] public void M(ResponseWriter w, Request r) => w.Write(x.ToString()); }")]
    [InlineData(
        "interface I { void M(ResponseWriter w, Request r); } class A : I { [HandleFunc(\"/a\")] public void M(ResponseWriter w, Request "
            + "r) { } }")]
    public async Task A_handler_that_has_a_use_for_its_instance_is_left_to_its_author(string program) =>
        Assert.Null(await Fix.ApplyAsync(new NotStaticFix(), program));

    [Theory]
    [InlineData("K + \"/b//c\"")]
    [InlineData("\"/a//\" + K")]
    [InlineData("$\"/a//b\"")]
    public async Task A_part_of_a_pattern_is_not_changed(string expression) => Assert.Null(await Fix.ApplyAsync(
        new PatternFix(),
        $"static class A {{ const string K = \"/k\"; [HandleFunc({expression})] internal static void M(ResponseWriter w, Request r) {{ }} "
            + $"}}"));

    [Theory]
    [InlineData("M(/* none */)", "M(/* none */ResponseWriter w, Request r)")]
    [InlineData("M(ResponseWriter w /* why */)", "M(ResponseWriter w /* why */, Request r)")]
    [InlineData("M(/* why */ Request w)", "M(/* why */ ResponseWriter w1, Request w)")]
    public async Task Comments_of_a_signature_stay(string before, string after) => Assert.Equal(
        $"static class A {{ [HandleFunc(\"/a\")] internal static void {after} {{ }} }}",
        await Fix.ApplyAsync(new WrongSignatureFix(), $"static class A {{ [HandleFunc(\"/a\")] internal static void {before} {{ }} }}"));

    [Fact]
    public async Task A_missing_parameter_has_a_free_name() => Assert.Equal(
        "static class A { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w1, Request r1) { var r = 0; foreach (var w in "
            + "\"\") r++; } }",
        await Fix.ApplyAsync(
            new WrongSignatureFix(),
            "static class A { [HandleFunc(\"/a\")] internal static void M() { var r = 0; foreach (var w in \"\") r++; } }"));

    [Theory]
    [InlineData("M()", "M(ResponseWriter w, Request r)")]
    [InlineData("M(ResponseWriter writer)", "M(ResponseWriter writer, Request r)")]
    [InlineData("M(RouteGen.Request request)", "M(ResponseWriter w, RouteGen.Request request)")]
    public async Task A_missing_parameter_is_added(string before, string after) => Assert.Equal(
        $"static class A {{ [HandleFunc(\"/a\")] internal static void {after} {{ }} }}",
        await Fix.ApplyAsync(new WrongSignatureFix(), $"static class A {{ [HandleFunc(\"/a\")] internal static void {before} {{ }} }}"));

    [Theory]
    [InlineData("void M(int other)")]
    [InlineData("string M(ResponseWriter w, Request r)")]
    public async Task What_a_handler_does_with_other_parameters_or_results_is_not_guessed(string signature) => Assert.Null(
        await Fix.ApplyAsync(
            new WrongSignatureFix(), $"static class A {{ [HandleFunc(\"/a\")] internal static {signature} => throw null!; }}"));

    [Fact]
    public async Task Async_void_returns_a_task() => Assert.Equal(
        "static class A { [HandleFunc(\"/a\")] internal static async Task M(ResponseWriter w, Request r) => await Task.Yield(); }",
        await Fix.ApplyAsync(
            new WrongSignatureFix(),
            "static class A { [HandleFunc(\"/a\")] internal static async void M(ResponseWriter w, Request r) => await Task.Yield(); }"));

    [Theory]
    [InlineData("/a//b", "/a/b")]
    [InlineData("h/a/./b/../c/", "h/a/c/")]
    [InlineData("/a/..", "/")]
    [InlineData("/../../a/.", "/a/")]
    [InlineData("ping", "/ping")]
    [InlineData("api.test", "api.test/")]
    [InlineData("http://api.test/a", "api.test/a")]
    [InlineData("http://api.test", "api.test/")]
    public async Task A_pattern_becomes_clean(string before, string after) => Assert.Equal(
        $"static class A {{ [HandleFunc(\"{after}\")] internal static void M(ResponseWriter w, Request r) {{ }} }}",
        await Fix.ApplyAsync(
            new PatternFix(),
            $"static class A {{ [HandleFunc(\"{before}\")] internal static void M(ResponseWriter w, Request r) {{ }} }}"));

    [Theory]
    [InlineData("Get(\"a b\")", "Get(\"/a b\")")]
    [InlineData("Get(\"GET /a\")", null)]
    [InlineData("Get(\"orders list/x//y\")", null)]
    public async Task A_method_of_the_attribute_is_not_written_again(string before, string? after) => Assert.Equal(
        after is null ? null : $"static class A {{ [{after}] internal static void M(ResponseWriter w, Request r) {{ }} }}",
        await Fix.ApplyAsync(
            new PatternFix(), $"static class A {{ [{before}] internal static void M(ResponseWriter w, Request r) {{ }} }}"));

    [Theory]
    [InlineData("api", "/api/")]
    [InlineData("/api", "/api/")]
    [InlineData("api.test", "api.test/")]
    [InlineData("/a//b/", "/a/b/")]
    [InlineData("GET /api/", null)]
    [InlineData("/{x}/", null)]
    public async Task The_path_of_a_mount_ends_in_a_slash(string before, string? after) => Assert.Equal(
        after is null ? null : Mounted(after),
        await Fix.ApplyAsync(new PatternFix(), Mounted(before), Microsoft.CodeAnalysis.OutputKind.ConsoleApplication));

    private static string Mounted(string path) =>
        $"[ServeMux] partial class Api {{ }} static class A {{ [Mount(\"{path}\")] internal static readonly Api Api = new(); static void "
            + "Main() { } }";

    [Fact]
    public async Task A_pattern_that_is_a_constant_of_elsewhere_is_not_changed() => Assert.Null(await Fix.ApplyAsync(
        new PatternFix(),
        "static class A { const string P = \"/a//b\"; [HandleFunc(P)] internal static void M(ResponseWriter w, Request r) { } }"));
}
