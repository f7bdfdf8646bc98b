using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

public sealed class LeakedResponseTests
{
    [Theory]
    [InlineData("var x = await Http.GetAsync(u); return x.StatusCode;")]
    [InlineData("var x = await Http.GetAsync(u).ConfigureAwait(false); return x.Header.Count;")]
    [InlineData("Response x = await new Client().PostAsync(u, \"\", null).AsTask(); return x.StatusCode;")]
    [InlineData("await Http.GetAsync(u); return 0;")]
    [InlineData("return (await Http.HeadAsync(u)).StatusCode;")]
    [InlineData("var x = await Http.GetAsync(u); return (int)x.Body.ContentLength;")]
    public async Task A_response_that_nobody_takes_care_of_is_found(string body) => Assert.Equal(["RG0401"], await FindAsync(body));

    [Theory]
    [InlineData("using var x = await Http.GetAsync(u); return x.StatusCode;")]
    [InlineData("await using var x = await Http.GetAsync(u); return x.StatusCode;")]
    [InlineData("using (var x = await Http.GetAsync(u)) return x.StatusCode;")]
    [InlineData("using (await Http.GetAsync(u)) return 0;")]
    [InlineData("var x = await Http.GetAsync(u); try { return x.StatusCode; } finally { x.Dispose(); }")]
    [InlineData("var x = await Http.GetAsync(u); await x.DisposeAsync(); return 0;")]
    [InlineData("var x = await Http.GetAsync(u); return (await x.Body.ReadAllBytesAsync()).Length;")]
    [InlineData("var x = await Http.GetAsync(u); await x.Body.CopyToAsync(System.IO.Stream.Null); return 0;")]
    [InlineData("return (await (await Http.GetAsync(u)).Body.ReadAllTextAsync()).Length;")]
    [InlineData("var x = await Http.GetAsync(u); Keep(x); return 0;")]
    [InlineData("var x = await Http.GetAsync(u); Keep(x.Body); return 0;")]
    [InlineData("var x = await Http.GetAsync(u); var y = x; y.Dispose(); return 0;")]
    [InlineData("var x = await Http.GetAsync(u); System.Action later = () => x.Dispose(); later(); return 0;")]
    [InlineData("s_kept = await Http.GetAsync(u); return 0;")]
    [InlineData("var task = Http.GetAsync(u); using var x = await task; return 0;")]
    [InlineData("return new ResponseRecorder().Result().StatusCode;")]
    public async Task One_that_is_disposed_read_or_handed_on_is_not(string body) => Assert.Empty(await FindAsync(body));

    [Theory]
    [InlineData("var x = await Http.GetAsync(u); return x.StatusCode;", "; write 'using var x = ...'")]
    [InlineData("Response x = await Http.GetAsync(u); return x.StatusCode;", "; write 'using Response x = ...'")]
    [InlineData("await Http.GetAsync(u); return 0;", "; write 'using var response = ...'")]
    [InlineData(
        "var code = (await Http.GetAsync(u)).StatusCode; return code;", "; write 'using var response = ...' before this line")]
    [InlineData(
        "System.Console.WriteLine((await Http.GetAsync(u)).StatusCode); return 0;", "; write 'using var response = ...' before this line")]
    [InlineData("return (await Http.GetAsync(u)).StatusCode;", "")]
    [InlineData("if (u.Length == 0) await Http.GetAsync(u); return 0;", "")]
    [InlineData("switch (u) { case \"a\": var x = await Http.GetAsync(u); return x.StatusCode; default: return 0; }", "")]
    [InlineData("System.Func<Task> f = async () => await Http.GetAsync(u); await f(); return 0;", "")]
    public async Task The_message_shows_the_declaration_where_one_is_possible(string body, string remedy) => Assert.Equal(
        ["The response of 'GetAsync' keeps its connection in use until it is disposed or its body is read to the end" + remedy],
        await Fix.MessagesAsync(Wrap(body)));

    [Fact]
    public async Task One_that_is_returned_is_not() =>
        Assert.Empty(
            await Fix.FindAsync(
                "static class A { static async Task<Response> M(string u) { var x = await Http.GetAsync(u); return x; } static "
                    + "ValueTask<Response> N(string u) => Http.GetAsync(u); }"));

    [Theory]
    [InlineData(
        "\n        // Why.\n        var x = await Http.GetAsync(u);\n        return x.StatusCode;",
        "\n        // Why.\n        using var x = await Http.GetAsync(u);\n        return x.StatusCode;")]
    [InlineData(
        "\n        await Http.GetAsync(u); // Why.\n        return 0;",
        "\n        (await Http.GetAsync(u)).Dispose(); // Why.\n        return 0;")]
    public async Task The_fix_disposes(string before, string after) =>
        Assert.Equal(Wrap(after), await Fix.ApplyAsync(new LeakedResponseFix(), Wrap(before)));

    [Theory]
    [InlineData("var code = (await Http.GetAsync(u)).StatusCode; return code;")]
    [InlineData("await Task.Yield(); var code = Http.Get(u).StatusCode; return code;")]
    [InlineData("System.Console.WriteLine((await Http.GetAsync(u)).StatusCode); return 0;")]
    [InlineData("await Task.Yield(); System.Action f = () => Http.Get(u); f(); return 0;")]
    [InlineData("await Task.Yield(); new System.Collections.Generic.List<string>().ForEach(x => Http.Get(x)); return 0;")]
    [InlineData("switch (u) { case \"a\": var x = await Http.GetAsync(u); return x.StatusCode; default: return 0; }")]
    public async Task Without_a_variable_in_a_block_there_is_no_fix(string body) =>
        Assert.Null(await Fix.ApplyAsync(new LeakedResponseFix(), Wrap(body)));

    private static Task<string[]> FindAsync(string body) => Fix.FindAsync(Wrap(body));

    private static string Wrap(string body) =>
        "static class A { static Response? s_kept; static void Keep(object o) => s_kept = o as Response; static async Task<int> M(string "
            + "u) {" + body + " } }";
}
