using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

/// <summary>The bound that the head of <c>SegmentTrie.cs</c> states.</summary>
public sealed class SegmentTrieTests
{
    // Every way to write a path of ten segments with literals and wildcards, told apart by its end: each prefix of each is a branch that a
    // path of literals goes down, and none of them ends where it does.
    private const int BranchingDepth = 10;

    [Fact]
    public void Each_node_has_one_parent_and_there_are_no_more_than_segments()
    {
        var patterns = WorstCase();
        var data = SegmentTrieBuilder.Build(patterns, new int[patterns.Length], 1);
        var children = new List<int>(data.Targets);
        var nodeCount = data.Nodes.Length / 8;
        for (var node = 0; node < nodeCount; node++)
            if (data.Nodes[(node * 8) + 1] is > 0 and var wildcard) children.Add(wildcard);

        Assert.Equal(Enumerable.Range(1, nodeCount - 1), children.Order());
        Assert.InRange(nodeCount, 1 << BranchingDepth, patterns.Sum(static pattern => pattern.Segments.Length) + 1);
        Assert.Equal(BranchingDepth + 1, data.DepthMax);
    }

    [Fact]
    public void The_worst_path_costs_one_visit_of_each_node_however_long_it_is()
    {
        var mux = new ServeMux();
        foreach (var pattern in WorstCase()) mux.Handle(pattern.Text, MuxAnswer.Ok);
        var head = string.Concat(Enumerable.Repeat("/a", BranchingDepth));
        Assert.Equal(head + "/end0", Pattern(mux, head + "/end0"));
        Assert.Equal("", Pattern(mux, head + "/none"));

        // Some 40,000 segments, and one of 80,000 bytes: were a visit to read them again, or to branch below the deepest pattern, this
        // would not end.
        foreach (
            var path in new[]
                { head + string.Concat(Enumerable.Repeat("/a", 40_000)), head + "/" + new string('a', 80_000),
                    string.Concat(Enumerable.Repeat("/" + new string('a', 8_000), BranchingDepth + 1)) })
            for (var round = 0; round < 20; round++) Assert.Equal("", Pattern(mux, path));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(248)]
    public void Deep_patterns_are_matched(int depth)
    {
        var mux = new ServeMux();
        var path = string.Concat(Enumerable.Repeat("/a", depth));
        mux.Handle(path + "/{x}", MuxAnswer.Ok);
        mux.Handle("/{y}" + path + "/", MuxAnswer.Ok);

        Assert.Equal(path + "/{x}", Pattern(mux, path + "/b"));
        Assert.Equal("/{y}" + path + "/", Pattern(mux, "/b" + path + "/c/d"));
        Assert.Equal("", Pattern(mux, path + "/b/c"));
    }

    private static RoutePattern[] WorstCase() => [.. Enumerable.Range(0, 1 << BranchingDepth).Select(static number =>
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < BranchingDepth; bit++) text.Append((number >> bit & 1) == 0 ? "/a" : $"/{{w{bit}}}");
        Assert.True(RoutePattern.TryParse($"{text}/end{number}", out var pattern, out _));
        return pattern!;
    })];

    private static string Pattern(ServeMux mux, string path) => mux.Handler(new Request("GET", "http://example.com" + path)).Pattern;
}
