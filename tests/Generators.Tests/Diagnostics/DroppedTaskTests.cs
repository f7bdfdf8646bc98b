extern alias Generators;

using Generators::RouteGen.Generators.Analysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RouteGen.Tests;

/// <summary>A call of the library whose task is dropped is reported where the compiler does not warn (RG0404).</summary>
public sealed class DroppedTaskTests
{
    [Theory]
    [InlineData("static void M() { Http.GetAsync(\"/\"); }", "RG0404")]
    [InlineData("static void M() { Http.GetAsync(\"/\").AsTask(); }", "")] // AsTask is not a method of the library.
    [InlineData("static void M(Client? client) { client?.GetAsync(\"/\"); }", "RG0404")]
    [InlineData("static void M(Request r) { r.Body.ReadAllTextAsync(1); }", "RG0404")]
    [InlineData("static Task M(Server server) { server.ShutdownAsync(default); return Task.CompletedTask; }", "RG0404")]
    [InlineData("static void M() { void F() { Http.GetAsync(\"/\"); } F(); }", "RG0404")]
    [InlineData("static async Task M() { void F() { Http.GetAsync(\"/\"); } F(); await Task.Yield(); }", "RG0404")]
    [InlineData("static void M() { Action f = () => { Http.GetAsync(\"/\"); }; }", "RG0404")]
    [InlineData("static void M(Server server) { Action f = () => server.ShutdownAsync(default); }", "")]
    [InlineData("static void M() { _ = Http.GetAsync(\"/\"); }", "")]
    [InlineData("static void M() { Task.Delay(1); }", "")]
    [InlineData("static async Task M() { Http.GetAsync(\"/\"); await Task.Yield(); }", "")] // CS4014
    [InlineData("static void M() { Func<Task> f = async () => { Http.GetAsync(\"/\"); await Task.Yield(); }; }", "")] // CS4014
    [InlineData("static void M(ResponseWriter w) { w.FlushAsync(); }", "RG0106")]
    [InlineData("static void M(Server server) { server.ListenAndServeAsync(); }", "")]
    public async Task A_dropped_task_is_reported_once(string method, string id)
    {
        var text = "using System; using System.Threading.Tasks; using RouteGen;\nstatic class C { " + method + " }";
        var found = await GeneratorRunner.Compile([("Program.cs", text)])
            .WithAnalyzers([new UnawaitedCallAnalyzer(), new LeakedResponseAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(id, string.Join(' ', found.Select(static one => one.Id)));
    }
}
