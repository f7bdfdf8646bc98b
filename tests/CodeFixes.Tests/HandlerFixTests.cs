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
    public async Task A_pattern_becomes_clean(string before, string after) => Assert.Equal(
        $"static class A {{ [HandleFunc(\"{after}\")] internal static void M(ResponseWriter w, Request r) {{ }} }}",
        await Fix.ApplyAsync(
            new PatternFix(),
            $"static class A {{ [HandleFunc(\"{before}\")] internal static void M(ResponseWriter w, Request r) {{ }} }}"));

    [Fact]
    public async Task A_pattern_that_is_a_constant_of_elsewhere_is_not_changed() => Assert.Null(await Fix.ApplyAsync(
        new PatternFix(),
        "static class A { const string P = \"/a//b\"; [HandleFunc(P)] internal static void M(ResponseWriter w, Request r) { } }"));
}
