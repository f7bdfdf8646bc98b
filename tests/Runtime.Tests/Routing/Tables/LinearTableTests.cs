using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class LinearTableTests
{
    private static readonly LinearTable s_table =
        new(Array.ConvertAll(["/", "/a/", "/a", "/a/b/", "h/a/", "h/", "h/b/c", "/b/"], pattern => MuxAnswer.Entry(pattern)), "Demo");

    [Fact]
    public void Entries_are_in_table_order()
    {
        Assert.Equal(["/a", "h/b/c", "/a/b/", "/a/", "/b/", "h/a/", "/", "h/"], s_table.Entries.ToArray().Select(entry => entry.Pattern));
        Assert.Equal(2, s_table.ExactCount);
        Assert.Equal("Demo", s_table.AssemblyName);
    }

    [Theory]
    [InlineData("", "/a", "/a", true, "/a/")]
    [InlineData("", "/a/", "/a/", false, null)]
    [InlineData("", "/a/b", "/a/", false, "/a/b/")]
    [InlineData("", "/b/c", "/b/", false, null)]
    [InlineData("h", "/b/c", "h/b/c", true, null)]
    [InlineData("h", "/a", "h/", true, "h/a/")]
    [InlineData("h", "/a/b/x", "h/a/", false, null)]
    [InlineData("H", "/a/x", "/a/", false, null)]
    [InlineData("", "/ab", "/", false, null)]
    public void Host_first_then_exact_then_the_longest_prefix(string host, string path, string entry, bool hasExactForm, string? slashForm)
    {
        var match = default(RouteMatch);
        s_table.Match(
            new RouteQuery("GET"u8, System.Text.Encoding.UTF8.GetBytes(host), System.Text.Encoding.UTF8.GetBytes(path)), ref match);
        Assert.Equal(entry, match.Entry?.Pattern);
        Assert.Equal(hasExactForm, match.HasExactForm);
        Assert.Equal(slashForm, match.SlashForm?.Pattern);
    }

    [Fact]
    public void An_invalid_pattern_is_refused() => Assert.Throws<ArgumentException>(() => new LinearTable([MuxAnswer.Entry("/a//b")]));
}
