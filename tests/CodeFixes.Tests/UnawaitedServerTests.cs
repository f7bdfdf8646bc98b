using Microsoft.CodeAnalysis;
using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

public sealed class UnawaitedServerTests
{
    [Theory]
    [InlineData("Http.ListenAndServeAsync(\":8080\");")]
    [InlineData("Http.ListenAndServeTlsAsync(\":8080\", \"a\", \"b\"); System.Console.WriteLine();")]
    [InlineData("new Server().RunAsync();")]
    [InlineData("if (args.Length == 0) { new Server().ListenAndServeAsync(); }")]
    [InlineData("static class P { static void Main() => Http.ListenAndServeAsync(\":8080\"); }")]
    [InlineData("static class P { static int Main(string[] args) { Http.ListenAndServeAsync(args[0]); return 0; } }")]
    public async Task A_server_that_Main_does_not_wait_for_is_found(string program) =>
        Assert.Equal(["RG0403"], await Fix.FindInProgramAsync(program));

    [Theory]
    [InlineData("await Http.ListenAndServeAsync(\":8080\");")]
    [InlineData("return await new Server().RunAsync() ? 0 : 1;")]
    [InlineData("_ = new Server().RunAsync(); System.Console.ReadLine();")]
    [InlineData("var task = Http.ListenAndServeAsync(\":8080\"); await task;")]
    [InlineData("Http.ListenAndServeAsync(\":8080\").Wait();")]
    [InlineData("await Task.Run(() => { Http.ListenAndServeAsync(\":8080\"); });")]
    [InlineData("Start(); static void Start() { Http.ListenAndServeAsync(\":8080\"); }")]
    [InlineData("static class P { static Task Main() => Http.ListenAndServeAsync(\":8080\"); }")]
    [InlineData("static class P { static void Main() => Start(); static void Start() => Http.ListenAndServeAsync(\":8080\"); }")]
    [InlineData("new Own().RunAsync(); class Own { internal Task RunAsync() => Task.CompletedTask; }")]
    public async Task Any_other_is_not(string program) => Assert.Empty(await Fix.FindInProgramAsync(program));

    [Fact]
    public async Task A_library_has_no_Main() =>
        Assert.Empty(await Fix.FindAsync("static class P { static void Main() => Http.ListenAndServeAsync(\":8080\"); }"));

    [Theory]
    [InlineData("// Serves.\nHttp.ListenAndServeAsync(\":8080\");", "// Serves.\nawait Http.ListenAndServeAsync(\":8080\");")]
    [InlineData("if (args.Length == 0) { new Server().RunAsync(); }", "if (args.Length == 0) { await new Server().RunAsync(); }")]
    [InlineData(
        "static class P { static void Main() => Http.ListenAndServeAsync(\":8080\"); }",
        "static class P { static async Task Main() => await Http.ListenAndServeAsync(\":8080\"); }")]
    [InlineData("lock (args) { new Server().RunAsync(); }", null)]
    [InlineData("static class P { static int Main() { new Server().RunAsync(); return 0; } }", null)]
    public async Task The_fix_awaits(string before, string? after) =>
        Assert.Equal(after, await Fix.ApplyAsync(new UnawaitedCallFix(), before, OutputKind.ConsoleApplication));
}
