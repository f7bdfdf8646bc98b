using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

public sealed class UnawaitedCallTests
{
    [Theory]
    [InlineData("static void M(IHandler h, ResponseWriter w, Request r) => h.ServeHttpAsync(w, r);")]
    [InlineData("static void M(ServeMux h, ResponseWriter w, Request r) { h.ServeHttpAsync(w, r); }")]
    [InlineData("static void M(AsyncHandlerFunc h, ResponseWriter w, Request r) { h(w, r); }")]
    [InlineData("static void M(ResponseWriter w) { w.WriteAsync(default); }")]
    [InlineData("static void M(ResponseRecorder w) { w.FlushAsync(); }")]
    [InlineData("static void M(ResponseWriter? w) { w?.FlushAsync(); }")]
    [InlineData("static HandlerFunc M(IHandler h) => (w, r) => h.ServeHttpAsync(w, r);")]
    [InlineData("static ValueTask<int> V() => default; static void M() => Http.HandleFunc(\"/\", (w, r) => V());")]
    [InlineData("static ValueTask<int> V() => default; static HandlerFunc M() => (w, r) => V();")]
    public async Task A_dropped_part_of_an_answer_is_found(string method) =>
        Assert.Equal(["RG0106"], await Fix.FindAsync($"static class A {{ {method} }}"));

    [Theory]
    [InlineData("static ValueTask M(IHandler h, ResponseWriter w, Request r) => h.ServeHttpAsync(w, r);")]
    [InlineData("static async Task M(IHandler h, ResponseWriter w, Request r) => await h.ServeHttpAsync(w, r).ConfigureAwait(false);")]
    [InlineData("static void M(IHandler h, ResponseWriter w, Request r) { _ = h.ServeHttpAsync(w, r); }")]
    [InlineData("static void M(IHandler h, ResponseWriter w, Request r) { var t = h.ServeHttpAsync(w, r); t.AsTask().Wait(); }")]
    [InlineData("static void M(IHandler h, ResponseWriter w, Request r) => h.ServeHttpAsync(w, r).GetAwaiter().GetResult();")]
    [InlineData("static void M(ResponseWriter w) { w.Write(\"a\"u8); w.Flush(); }")]
    [InlineData("static void M() { Task.Run(() => { }); }")]
    [InlineData("static ValueTask<int> V() => default; static HandlerFunc M() => (w, r) => { V(); };")]
    [InlineData("static ValueTask<int> V() => default; static System.Action M() => () => V();")]
    [InlineData("static Task<int> T() => Task.FromResult(1); static void M() => Http.HandleFunc(\"/\", (w, r) => T());")]
    [InlineData("static ValueTask V() => default; static void M() => Http.HandleFunc(\"/\", (w, r) => V());")]
    public async Task What_is_awaited_kept_or_discarded_on_purpose_is_not(string method) =>
        Assert.Empty(await Fix.FindAsync($"static class A {{ {method} }}"));

    [Theory]
    [InlineData(
        "static class A { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w, Request r) => w.FlushAsync(); }",
        "static class A { [HandleFunc(\"/a\")] internal static async Task M(ResponseWriter w, Request r) => await w.FlushAsync(); }")]
    [InlineData(
        "static class A\n{\n    static async Task M(ResponseWriter w)\n    {\n        await Task.Yield();\n        // Why.\n        "
            + "w.FlushAsync();\n    }\n}",
        "static class A\n{\n    static async Task M(ResponseWriter w)\n    {\n        await Task.Yield();\n        // Why.\n        await "
            + "w.FlushAsync();\n    }\n}")]
    public async Task The_fix_awaits(string before, string after) =>
        Assert.Equal(after, await Fix.ApplyAsync(new UnawaitedCallFix(), before));

    [Theory]
    [InlineData(
        "static Task M(ResponseWriter w) { w.FlushAsync(); return Task.CompletedTask; }",
        "static async Task M(ResponseWriter w) { await w.FlushAsync(); }")]
    [InlineData(
        "static ValueTask M(ResponseWriter w) { w.FlushAsync(); return default; }",
        "static async ValueTask M(ResponseWriter w) { await w.FlushAsync(); }")]
    [InlineData(
        "static Task M(ResponseWriter w) { w.FlushAsync(); return Task.Delay(1); }",
        "static async Task M(ResponseWriter w) { await w.FlushAsync(); await Task.Delay(1); }")]
    [InlineData(
        "static Task M(ResponseWriter w, bool b) { if (b) return Task.CompletedTask; w.FlushAsync(); return Task.CompletedTask; }",
        "static async Task M(ResponseWriter w, bool b) { if (b) return; await w.FlushAsync(); }")]
    [InlineData(
        "static Task M(ResponseWriter w, bool b) { w.FlushAsync(); return b ? Task.Delay(1) : Task.Delay(2); }",
        "static async Task M(ResponseWriter w, bool b) { await w.FlushAsync(); await (b ? Task.Delay(1) : Task.Delay(2)); }")]
    [InlineData(
        "static Task M(ResponseWriter w, Task? t) { w.FlushAsync(); return t ?? Task.Delay(1); }",
        "static async Task M(ResponseWriter w, Task? t) { await w.FlushAsync(); await (t ?? Task.Delay(1)); }")]
    public async Task A_finished_task_is_no_longer_returned(string before, string after) =>
        Assert.Equal(
            $"static class A {{ {after} }}",
            (await Fix.ApplyAsync(new UnawaitedCallFix(), $"static class A {{ {before} }}"))!.Replace("  ", " ", StringComparison.Ordinal));

    [Theory]
    [InlineData(
        "class B { internal virtual void M(ResponseWriter w) { } } class A : B { internal override void M(ResponseWriter w) { "
            + "w.FlushAsync(); } }")]
    [InlineData("class A { internal virtual void M(ResponseWriter w) { w.FlushAsync(); } }")]
    [InlineData("interface I { void M(ResponseWriter w); } class A : I { public void M(ResponseWriter w) { w.FlushAsync(); } }")]
    [InlineData("interface I { void M(ResponseWriter w); } class A : I { void I.M(ResponseWriter w) { w.FlushAsync(); } }")]
    [InlineData("class A { static readonly object s_gate = new(); static void M(ResponseWriter w) { lock (s_gate) { w.FlushAsync(); } } }")]
    [InlineData(
        "class A { static readonly object s_gate = new(); static async Task M(ResponseWriter w) { await Task.Yield(); lock (s_gate) { _ = "
            + "1; F(w); } static void F(ResponseWriter w) { w.FlushAsync(); } } }")]
    [InlineData("class A { static void M(ResponseWriter w, ref int x) { w.FlushAsync(); } }")]
    [InlineData("class A { static int M(ResponseWriter w) { w.FlushAsync(); return 0; } }")]
    [InlineData("unsafe class A { static void M(ResponseWriter w) { w.FlushAsync(); } }")]
    [InlineData("class A { static void M(ResponseWriter? w) { w?.FlushAsync(); } }")]
    [InlineData("class A { static ValueTask M(ResponseWriter w) { w.FlushAsync(); return new(Task.Delay(1)); } }")]
    [InlineData(
        "class A { static void M(ResponseWriter w) { System.Span<byte> s = stackalloc byte[1]; w.FlushAsync(); w.Write(s); } }")]
    public async Task Where_nothing_can_be_awaited_no_fix_is_offered(string program) =>
        Assert.Null(await Fix.ApplyAsync(new UnawaitedCallFix(), program));

    [Fact]
    public async Task The_type_of_a_lambda_is_its_delegate_s_and_not_changed() =>
        Assert.Null(await Fix.ApplyAsync(new UnawaitedCallFix(), "static class A { static HandlerFunc M() => (w, r) => w.FlushAsync(); }"));
}
