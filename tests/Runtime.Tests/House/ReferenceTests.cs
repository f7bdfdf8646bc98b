namespace Runtime.Tests.House;

/// <summary>Every reference in a comment or a document can be followed in a clone of the repository.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] s_files = Repository.Files("");

    [Fact]
    public void Every_reference_of_comments_and_documents_leads_somewhere()
    {
        var references = new References(s_files, Repository.Read);
        var read = s_files.Where(IsWritten).ToArray();
        Assert.Contains("src/Runtime/Http.cs", read);
        Assert.Contains("src/Runtime/build/RouteGen.props", read);
        Assert.Contains("docs/BEHAVIOUR.md", read);
        Assert.Contains(".ci/run", read);
        var found = new List<string>();
        foreach (var file in read)
            found.AddRange(references.FindDangling(file, Repository.Read(file)).Select(problem => $"{file}: {problem}"));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void No_rule_of_behaviour_has_the_id_of_another()
    {
        var anchors = Anchors.Of(Repository.Read("docs/BEHAVIOUR.md")).ToArray();
        Assert.True(anchors.Length > 80, $"{anchors.Length} anchors");
        Assert.Equal(anchors.Distinct(), anchors);
    }

    // The last column is a part of what is found; empty: nothing is.
    [Theory]
    [InlineData("A.cs", "// Drained (BEHAVIOUR S1).", "")]
    [InlineData("A.cs", "x++;\t// Drained (BEHAVIOUR S999).", "no rule S999")]
    [InlineData("A.cs", "/// <summary>Drained (BEHAVIOUR\n/// S999).</summary>", "no rule S999")]
    [InlineData("A.cs", "// BEHAVIOUR S1 to S3", "no rule S3")]
    [InlineData("A.cs", "// BEHAVIOUR S1, S2 and X1", "no rule X1")]
    [InlineData("A.cs", "// BEHAVIOUR section 7, item 19", "names no rule")]
    [InlineData("A.cs", "var text = \"BEHAVIOUR S999\";", "")]
    [InlineData("A.cs", "// 5 s (DESIGN section 4)", "'DESIGN section 4' is not a document")]
    [InlineData("A.cs", "// see STYLE, 4", "'STYLE' is not a document")]
    [InlineData("A.cs", "// see HTTP9.md", "no file 'HTTP9.md'")]
    [InlineData("docs/A.md", "samples/Ping/bin/Release/net1.0/linux-x64/publish/Ping", "no 'samples/Ping/bin/Release/net1.0")]
    [InlineData("A.cs", "// see docs/NONE.md", "no file 'docs/NONE.md'")]
    [InlineData("A.cs", "// head of Conn/Conn.cs, and of Conn.cs", "")]
    [InlineData("A.cs", "// head of Protocol/Conn.cs", "no file 'Protocol/Conn.cs'")]
    [InlineData("A.cs", "// held by tests/None.Tests, see https://example.com/a/None.cs", "no 'tests/None.Tests'")]
    [InlineData("A.cs", "// (docs/BEHAVIOUR.md, \"Server\")", "")]
    [InlineData("A.cs", "// (docs/BEHAVIOUR.md, \"Servers\")", "no section \"Servers\"")]
    [InlineData("a.props", "<X/> <!-- BEHAVIOUR\n S999 -->", "no rule S999")]
    [InlineData("run", "#!/bin/sh\n# BEHAVIOUR S999\n", "no rule S999")]
    [InlineData("docs/A.md", "BEHAVIOUR S999", "no rule S999")]
    [InlineData("docs/A.md", "[S1](BEHAVIOUR.md#S1), [Server](BEHAVIOUR.md#server-ids), [root](../README.md), `[x](y)`", "")]
    [InlineData("docs/A.md", "[S1](BEHAVIOUR.md#S999)", "'BEHAVIOUR.md#S999' leads to no anchor")]
    [InlineData("docs/A.md", "[no](../NONE)", "'../NONE' leads to no file")]
    [InlineData("docs/BEHAVIOUR.md", "[S1](#s1)", "'#s1' leads to no anchor")]
    public void A_reference_that_leads_nowhere_is_found(string file, string text, string problem)
    {
        var references = new References(
            ["README.md", "docs/BEHAVIOUR.md", "src/Runtime/IO/Conn/Conn.cs"],
            static _ => "## Server: ids\n- <a id=\"S1\"></a>**S1**\n- <a id=\"S2\"></a>**S2**\n");
        var found = references.FindDangling(file, text).ToArray();
        if (problem.Length == 0) Assert.Equal([], found);
        else Assert.Contains(problem, Assert.Single(found), StringComparison.Ordinal);
    }

    // Generated files, results of benchmarks and files of other languages cite nothing.
    private static bool IsWritten(string file) =>
        !file.EndsWith(".verified.cs", StringComparison.Ordinal)
        && !file.StartsWith("artifacts/", StringComparison.Ordinal)
        && (Path.GetExtension(file) is ".cs" or ".md" or ".props" or ".targets" or ".csproj" || IsScript(file));

    private static bool IsScript(string file) =>
        Path.GetExtension(file).Length == 0 && Repository.Read(file).StartsWith("#!", StringComparison.Ordinal);
}
