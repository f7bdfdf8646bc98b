using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RouteGen.Tests;

/// <summary>Each diagnostic is documented and tracked: an id is a contract.</summary>
public sealed class RuleDocumentationTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    // The build reports them, not the compiler.
    private static readonly string[] s_ofTheBuild = ["RG0310", "RG0311"];

    public static TheoryData<string> Ids() => [.. DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_page_with_trigger_fix_and_what_is_not_flagged(string id)
    {
        var page = File.ReadAllText(Path.Combine(s_root, "docs/rules", id + ".md"));

        Assert.StartsWith($"# {id}: {DiagnosticDescriptors.ById(id).Title}\n", page, StringComparison.Ordinal);
        foreach (var heading in new[] { "\n## Trigger\n", "\n## Fix\n", "\n## Deliberately not flagged\n" })
            Assert.Contains(heading, page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Links_to_its_page(string id) =>
        Assert.EndsWith($"/docs/rules/{id}.md", DiagnosticDescriptors.ById(id).HelpLinkUri, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_row_in_the_release_tracking(string id)
    {
        var rows = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(static name => File.ReadLines(Path.Combine(s_root, "src/Generators", name)));
        var descriptor = DiagnosticDescriptors.ById(id);

        Assert.Single(rows, $"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}");
    }

    [Fact]
    public void No_page_is_left_without_its_diagnostic()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(s_root, "docs/rules"), "RG*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id).Concat(s_ofTheBuild).Order(), pages.Order());
    }

    [Fact]
    public void The_page_of_a_diagnostic_with_a_code_fix_ends_with_its_file()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(s_root, "src/CodeFixes"), "*Fix.cs"))
        {
            var ids = Regex.Match(File.ReadAllText(file), @"\) : SyntaxFix\(([^)]*)\)").Groups[1].Value;
            foreach (Match name in Regex.Matches(ids, @"DiagnosticIds\.(\w+)"))
            {
                var constant = typeof(DiagnosticIds).GetField(name.Groups[1].Value, BindingFlags.Static | BindingFlags.NonPublic)!;
                var id = (string)constant.GetRawConstantValue()!;
                var page = File.ReadAllText(Path.Combine(s_root, "docs/rules", id + ".md"));
                Assert.EndsWith($"\n\nCode fix: `src/CodeFixes/{Path.GetFileName(file)}`.\n", page, StringComparison.Ordinal);
                count++;
            }
        }

        Assert.Equal(11, count);
    }

    [Fact]
    public void Ids_are_unique() =>
        Assert.Distinct(DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id));

    [Fact]
    public void A_generator_that_cannot_load_fails_the_build_of_every_sample()
    {
        var props = File.ReadAllText(Path.Combine(s_root, "src/Runtime/build/RouteGen.props"));
        var targets = File.ReadAllText(Path.Combine(s_root, "src/Runtime/build/RouteGen.targets"));
        Assert.Contains("<WarningsAsErrors>$(WarningsAsErrors);CS9057;CS8785;CS8032</WarningsAsErrors>", targets, StringComparison.Ordinal);
        Assert.Contains("<CompilerVisibleProperty Include=\"RouteGenTable\" />", props, StringComparison.Ordinal);

        var samples = File.ReadAllText(Path.Combine(s_root, "samples/Directory.Build.props"));
        Assert.Contains("src/Runtime/build/RouteGen.props\" />", samples, StringComparison.Ordinal);
        var after = File.ReadAllText(Path.Combine(s_root, "samples/Directory.Build.targets"));
        Assert.Contains("src/Runtime/build/RouteGen.targets\" />", after, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
