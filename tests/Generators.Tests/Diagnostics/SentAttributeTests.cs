namespace RouteGen.Tests;

/// <summary>An attribute that a target sends away from what it stands on is refused, and not left out in silence.</summary>
public sealed class SentAttributeTests
{
    [Theory]
    [InlineData("[field: Mount(\"/a/\")] internal static Api A { get; } = new();", "RG0108 Mount(\"/a/\")")]
    [InlineData("internal record struct Holder([property: Mount(\"/a/\")] Api A);", "RG0108 Mount(\"/a/\")")]
    [InlineData("internal record struct Holder([field: Mount(\"/a/\")] Api A);", "RG0108 Mount(\"/a/\")")]
    [InlineData("[method: Get(\"/a\")] internal static event System.Action? A;", "RG0101 Get(\"/a\")")]
    [InlineData("[field: Mount(\"/a/\")] internal static readonly Api A = new();", "")]
    [InlineData("[method: Get(\"/a\")] internal static void A(ResponseWriter w, Request r) { }", "")]
    public void Is_refused_where_it_is_sent_elsewhere(string member, string problem)
    {
        var text = "using RouteGen; [ServeMux] partial class Api { } static class Handlers { " + member + " }";
        var found = GeneratorRunner.Driver().RunGenerators(GeneratorRunner.Compile([("Program.cs", text)])).GetRunResult().Diagnostics;
        Assert.Equal(
            problem,
            string.Join(
                ' ', found.Select(one => one.Id + " " + text.Substring(one.Location.SourceSpan.Start, one.Location.SourceSpan.Length))));
    }
}
