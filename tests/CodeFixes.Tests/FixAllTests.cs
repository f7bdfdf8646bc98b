using Microsoft.CodeAnalysis.CodeFixes;
using RouteGen.CodeFixes;

namespace CodeFixes.Tests;

/// <summary>Every fix, applied to all that it can fix: in a file, a project and a solution.</summary>
public sealed class FixAllTests
{
    public static TheoryData<string, FixAllScope> Cases()
    {
        var cases = new TheoryData<string, FixAllScope>();
        foreach (var name in s_programs.Keys)
            foreach (var scope in new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }) cases.Add(name, scope);
        return cases;
    }

    // Two places of one declaration among them, whose titles differ.
    private static readonly Dictionary<string, (CodeFixProvider Fix, string Program, int Count)> s_programs = new(StringComparer.Ordinal)
    {
        ["pattern"] = (
            new PatternFix(),
            "static class A# { [HandleFunc(\"/a#//b\"), HandleFunc(\"/x#/./\")] internal static void M(ResponseWriter w, Request r) { } "
                + "[Get(\"/:id#\")] internal static void N(ResponseWriter w, Request r) => r.PathValue(\"id#\"); }", 3),
        ["static"] = (
            new NotStaticFix(),
            "class A# { [Get(\"/a#\")] internal void M(ResponseWriter w, Request r) { } /* kept */ [Get(\"/b#\")] internal void "
                + "N(ResponseWriter w, Request r) { } }", 2),
        ["accessible"] = (
            new InaccessibleFix(),
            "static class A# { static class B { [Get(\"/a#\")] static void M(ResponseWriter w, Request r) { } /* kept */ [Get(\"/b#\")] "
                + "static void N(ResponseWriter w, Request r) { } } }", 2),
        ["signature"] = (
            new WrongSignatureFix(),
            "static class A# { [Get(\"/a#\")] internal static void M(/* kept */) { } [Get(\"/b#\")] internal static async void "
                + "N(ResponseWriter w, Request r) => await Task.Yield(); }", 2),
        ["await"] = (
            new UnawaitedCallFix(),
            "static class A# { internal static void M(ResponseWriter w) { w.FlushAsync(); /* kept */ w.FlushAsync(); } internal static "
                + "Task N(ResponseWriter w) { w.FlushAsync(); return Task.CompletedTask; } }", 3),
        ["dispose"] = (
            new LeakedResponseFix(),
            "static class A# { internal static async Task M(string u) { var x = await Http.GetAsync(u); /* kept */ await "
                + "Http.GetAsync(u); _ = x.StatusCode; } }", 2),
        ["blocking"] = (
            new BlockingCallFix(),
            "static class A# { internal static void M(string u) { using var x = Http.GetAsync(u).Result; /* kept */ using var y = "
                + "Http.HeadAsync(u).AsTask().Result; } }", 2),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Everything_is_mended_and_compiles(string name, FixAllScope scope)
    {
        var (fix, program, count) = s_programs[name];
        var texts = await Fix.ApplyAllAsync(
            fix, scope, Array.ConvertAll(["1", "2", "3"], number => program.Replace("#", number, StringComparison.Ordinal)), count * 3);
        Assert.All(
            texts, text =>
                Assert.Equal(program.Contains("kept", StringComparison.Ordinal), text.Contains("/* kept */", StringComparison.Ordinal)));
    }
}
