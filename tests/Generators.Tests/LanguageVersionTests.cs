using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>Generated code is of C# 11: an older language gets one sentence, and nothing that does not compile.</summary>
public sealed class LanguageVersionTests
{
    private const string Route =
        "using RouteGen; static class H { [HandleFunc(\"/a\")] internal static void M(ResponseWriter w, Request r) { } }";
    private const string Mux = "using RouteGen; [ServeMux] partial class Api { [Get(\"/a\")] void M(ResponseWriter w, Request r) { } }";

    [Theory]
    [InlineData(LanguageVersion.CSharp8, Route, 1)]
    [InlineData(LanguageVersion.CSharp10, Route, 1)]
    [InlineData(LanguageVersion.CSharp10, Mux, 1)]
    [InlineData(LanguageVersion.CSharp10, "static class H { }", 0)]
    [InlineData(LanguageVersion.CSharp11, Route, 0)]
    [InlineData(LanguageVersion.CSharp11, Mux, 0)]
    public void A_language_that_is_too_old_is_one_error(LanguageVersion version, string source, int count)
    {
        var options = GeneratorRunner.ParseOptions.WithLanguageVersion(version);
        var compilation = CSharpCompilation.Create(
            "App", [CSharpSyntaxTree.ParseText(source + " class P { static void Main() { } }", options)], GeneratedTable.References);
        var result = CSharpGeneratorDriver.Create([new RouteGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGenerators(compilation).GetRunResult();
        Assert.Equal(Enumerable.Repeat("RG0305", count), result.Diagnostics.Select(static one => one.Id));
        if (version < LanguageVersion.CSharp11) Assert.Empty(result.GeneratedTrees);
        else if (count == 0) Assert.NotEmpty(result.GeneratedTrees);
    }
}
