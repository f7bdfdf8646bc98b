using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

/// <summary>Patterns as other routers write them: what is found, and what is written instead.</summary>
public sealed class HabitFixTests
{
    [Theory]
    [InlineData("/p/*", "/p/{any...}")]
    [InlineData("/p/**", "/p/{any...}")]
    [InlineData("/p/*rest", "/p/{rest...}")]
    [InlineData("/*/p", "/{any}/p")]
    [InlineData("/p/:id", "/p/{id}")]
    [InlineData("/p/:id/q/:name", "/p/{id}/q/{name}")]
    [InlineData("/p/<id>", "/p/{id}")]
    [InlineData("/p/<int:id>", "/p/{id}")]
    [InlineData("/p?x=1", "/p")]
    [InlineData("/p#a", "/p")]
    [InlineData("get /p", "GET /p")]
    [InlineData("Get h.test/p", "GET h.test/p")]
    [InlineData("GET/p", "GET /p")]
    [InlineData("~/p", "/p")]
    [InlineData("api/p", "/api/p")]
    [InlineData("localhost:8080/p", "localhost/p")]
    [InlineData(":8080/p", "/p")]
    [InlineData("[::1]:8080/p", "[::1]/p")]
    [InlineData("/p/%7Bid%7D", "/p/{id}")]
    public Task A_habit_is_found_and_written_as_it_is_here(string before, string after) => AssertFixed("RG0004", before, after);

    [Theory]
    [InlineData("/p/{id:int}", "/p/{id}")]
    [InlineData("/p/{id:min(1)}", "/p/{id}")]
    [InlineData("/p/{*rest}", "/p/{rest...}")]
    [InlineData("/p/{**slug}", "/p/{slug...}")]
    public Task What_is_refused_is_written_as_it_is_here(string before, string after) => AssertFixed("RG0001", before, after);

    [Theory]
    [InlineData("/[controller]/p")]
    [InlineData("[controller]/p")]
    [InlineData("*.example.com/p")]
    [InlineData("GET|POST /p")]
    [InlineData("ALL /p")]
    public async Task What_has_no_counterpart_is_found_and_left_to_its_author(string pattern)
    {
        Assert.Contains("RG0004", await Fix.FindAsync(Program(pattern)));
        Assert.Null(await Fix.ApplyAsync(new PatternFix(), Program(pattern)));
    }

    [Theory]
    [InlineData("/p/{id?}")]
    [InlineData("/p/{id=7}")]
    public async Task Optional_segments_and_defaults_are_two_patterns_and_left_to_their_author(string pattern)
    {
        Assert.Contains("RG0001", await Fix.FindAsync(Program(pattern)));
        Assert.Null(await Fix.ApplyAsync(new PatternFix(), Program(pattern)));
    }

    [Theory]
    [InlineData("/a:b")]
    [InlineData("/s*r")]
    [InlineData("/*.html")]
    [InlineData("/a b")]
    [InlineData("/a[0]")]
    [InlineData("/50%")]
    [InlineData("/:")]
    [InlineData("PURGE /p")]
    [InlineData("::1/a")]
    [InlineData("[::1]/a")]
    [InlineData("get.test/p")]
    public async Task What_only_resembles_a_habit_is_let_pass(string pattern) => Assert.Empty(await Fix.FindAsync(Program(pattern)));

    [Fact]
    public async Task Every_registration_with_a_constant_is_looked_at() => Assert.Equal(
        ["RG0004", "RG0004", "RG0004"],
        await Fix.FindAsync(
            """
            [Prefix("/api/[controller]")] static class A { [Get("/x")] internal static void M(ResponseWriter w, Request r) { } }
            [ServeMux] partial class B { [Post("/:x")] void M(ResponseWriter w, Request r) { } }
            static class C { [Get("/*"), Use<L>] internal static void M(ResponseWriter w, Request r) { } }
            struct L : IMiddleware { public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler => next.ServeHttpAsync(w, r); }
            """));

    private static async Task AssertFixed(string id, string before, string after)
    {
        Assert.Contains(id, await Fix.FindAsync(Program(before)));
        Assert.Equal(Program(after), await Fix.ApplyAsync(new PatternFix(), Program(before)));
    }

    private static string Program(string pattern) =>
        $"static class A {{ [HandleFunc(\"{pattern}\")] internal static void M(ResponseWriter w, Request r) {{ }} }}";
}
