using RouteGen.Routing;
using Runtime.Tests.Cost;
using Xunit.Abstractions;

namespace RouteGen.Tests;

// What takes half a minute runs by command alone:
//
//     ROUTEGEN_COST=all dotnet test tests/Generators.Tests --filter FullyQualifiedName~PlanBounds
/// <summary>Bounds, where the input has none: shapes, steps of a match, segments, mounts.</summary>
public sealed class PlanBoundsTests(ITestOutputHelper output)
{
    private const int Positions = 13;

    private static bool IsLong => Environment.GetEnvironmentVariable("ROUTEGEN_COST") == "all";

    [Fact]
    public void Patterns_of_too_many_shapes_end_in_a_diagnostic_and_in_time()
    {
        var start = ThreadClock.ThreadMilliseconds();
        var plan = Plan(AllShapes(Positions, 6_000));
        output.WriteLine(
            FormattableString.Invariant(
                $"6,000 patterns of 6,000 shapes: {ThreadClock.ThreadMilliseconds() - start:F0} ms of processor time"));

        Assert.Equal(ConflictIndex.ShapeCountMax, plan.Entries.Count);
        Assert.Equal("4096", Assert.Single(plan.Problems, static problem => problem.Id == DiagnosticIds.TooManyShapes).Witness);
        Assert.InRange(ThreadClock.ThreadMilliseconds() - start, 0, 30_000);
    }

    [Fact]
    public void Texts_that_overlap_in_too_many_ways_end_in_a_diagnostic()
    {
        if (!IsLong) return;

        // Each shape with wildcards asks the many patterns of the literal shape for texts at other positions.
        var literals = Enumerable.Range(0, 4_000)
            .Select(
                static index =>
                    "POST " + string.Concat(Enumerable.Range(0, Positions).Select(position => $"/s{(index >> position) % 2}{position}"))
                        + $"/{index}");
        var wild = AllShapes(Positions, 4_000).Select(static (pattern, index) => pattern + $"/{{y}}/{index}")
            .Select(static pattern => "PUT " + pattern);
        var plan = Plan([.. literals, .. wild]);
        Assert.True(plan.Problems.Count(static problem => problem.Id == DiagnosticIds.TooManyShapes) <= 1);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(11, true)]
    public void A_match_of_many_steps_is_warned_of(int positions, bool isWarned)
    {
        var plan = Plan(AllShapes(positions, 1 << positions));
        Assert.Equal(isWarned, plan.Problems.Any(static problem => problem.Id == DiagnosticIds.CostlyMatch));
        Assert.Equal(1 << positions, plan.Entries.Count);
    }

    [Fact]
    public void Services_of_the_usual_kind_are_not_warned_of()
    {
        var plan = Plan([.. Enumerable.Range(0, 5_000).Select(PlanCostTable.Mixed)]);
        Assert.Empty(plan.Problems);
        Assert.Equal(5_000, plan.Entries.Count);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("{w#}")]
    public void A_pattern_of_too_many_segments_is_refused(string segment)
    {
        string Path(int count) =>
            string.Concat(
                Enumerable.Range(0, count)
                    .Select(
                        index =>
                            "/" + segment.Replace(
                                "#", index.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));

        Assert.True(RoutePattern.TryParse(Path(250), out _, out _));
        foreach (var count in new[] { 251, 10_000 })
        {
            Assert.False(RoutePattern.TryParse(Path(count), out _, out var error));
            Assert.Equal("A pattern has at most 250 segments.", error);
            Assert.Equal(["RG0001"], GeneratedTable.Diagnose([Path(count)]).Select(static problem => problem.Id));
            Assert.Throws<ArgumentException>(() => new ServeMux().HandleFunc(Path(count), static (_, _) => { }));
        }
    }

    [Fact]
    public void Patterns_as_deep_as_they_may_be_are_served()
    {
        var deep = string.Concat(Enumerable.Repeat("/a", 249));
        var table = GeneratedTable.Build([deep + "/b", deep + "/{w}", deep + "/"]);
        LinearComparison.AssertSame(table, new PatternSets(1).Queries([deep + "/b", deep + "/c"]));
    }

    [Fact]
    public void The_mux_at_run_time_has_the_same_bounds()
    {
        if (!IsLong) return;
        var mux = new ServeMux();
        var ok = Handler.From((HandlerFunc)((_, _) => { }));
        var patterns = AllShapes(Positions, ConflictIndex.ShapeCountMax + 1);
        foreach (var pattern in patterns.SkipLast(1)) mux.Handle(pattern, ok);
        var failure = Assert.Throws<InvalidOperationException>(() => mux.Handle(patterns[^1], ok));
        Assert.Contains("(4096)", failure.Message, StringComparison.Ordinal);
    }

    // In each of the positions either a literal or a wildcard.
    private static string[] AllShapes(int positions, int count) =>
    [
        .. Enumerable.Range(0, count)
            .Select(
                index =>
                    string.Concat(
                        Enumerable.Range(0, positions).Select(position => (index >> position) % 2 == 0 ? "/a" : $"/{{w{position}}}"))
                            + $"/x{index}"),
    ];

    private static MuxPlan Plan(string[] patterns) =>
        MuxPlanner.Plan(
            new([.. patterns.Select(static pattern => new RouteModel(pattern, "global::H.Serve", "H.Serve", HandlerShape.Void))]));
}
