using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

public sealed class BlockingCallTests
{
    [Theory]
    [InlineData("Http.GetAsync(u).Result", "Http.Get(u)")]
    [InlineData("Http.GetAsync(u).AsTask().Result", "Http.Get(u)")]
    [InlineData("Http.GetAsync(u).GetAwaiter().GetResult()", "Http.Get(u)")]
    [InlineData("Http.GetAsync(u).ConfigureAwait(false).GetAwaiter().GetResult()", "Http.Get(u)")]
    [InlineData("(Http.HeadAsync(u)).Result", "Http.Head(u)")]
    [InlineData("Http.PostAsync(u, \"text/plain\", null).Result", "Http.Post(u, \"text/plain\", null)")]
    [InlineData("new Client().DoAsync(new Request(\"GET\", u)).Result", "new Client().Do(new Request(\"GET\", u))")]
    public async Task A_wait_becomes_the_synchronous_form(string before, string after)
    {
        Assert.Contains("RG0402", await Fix.FindAsync(Program($"using var x = {before}; // Why.")));
        Assert.Equal(
            Program($"using var x = {after}; // Why."),
            await Fix.ApplyAsync(new BlockingCallFix(), Program($"using var x = {before}; // Why.")));
    }

    [Theory]
    [InlineData("r.ReadAllTextAsync().Result", "r.ReadAllText()")]
    [InlineData("r.ReadAllBytesAsync(5).AsTask().Result", "r.ReadAllBytes(5)")]
    [InlineData("r.ReadJsonAsync(t).GetAwaiter().GetResult()", "r.ReadJson(t)")]
    public async Task A_wait_for_a_body_becomes_the_synchronous_form(string before, string after)
    {
        var program = Program($"Body r = null!; System.Text.Json.Serialization.Metadata.JsonTypeInfo<string> t = null!; var x = {before};");
        Assert.Contains("RG0402", await Fix.FindAsync(program));
        Assert.Equal(program.Replace(before, after), await Fix.ApplyAsync(new BlockingCallFix(), program));
    }

    [Fact]
    public async Task Wait_becomes_the_synchronous_form() => Assert.Equal(
        Program("Http.Get(u);"), await Fix.ApplyAsync(new BlockingCallFix(), Program("Http.GetAsync(u).AsTask().Wait();")));

    [Theory]
    [InlineData("using var x = Http.Get(u);")]
    [InlineData("var t = Http.GetAsync(u).AsTask(); t.Wait(); t.Result.Dispose();")]
    [InlineData("var t = Http.GetAsync(u).AsTask().Wait(5);")]
    [InlineData("Body r = null!; var x = r.ReadAllTextAsync(5, System.Threading.CancellationToken.None).Result;")]
    [InlineData("Task.Delay(1).Wait(); var x = Task.FromResult(1).Result;")]
    public async Task What_does_not_wait_or_has_no_such_form_is_let_pass(string body) =>
        Assert.DoesNotContain("RG0402", await Fix.FindAsync(Program(body)));

    private static string Program(string body) => "static class A { static void M(string u) { " + body + "\n} }";
}
