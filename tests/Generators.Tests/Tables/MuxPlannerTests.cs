namespace RouteGen.Tests;

/// <summary>Order and conflicts, on strings alone.</summary>
public sealed class MuxPlannerTests
{
    [Fact]
    public void Exact_entries_come_first_then_prefixes_from_longest_to_shortest_then_ordinal()
    {
        var plan = Plan("/b", "/", "/a/", "example.com/a/", "/a/c", "b.test/x", "/aa/b/", "/B/{$}", "/\u00E9\u00E9/", "/abcd/");

        Assert.Equal(
            ["/B/{$}", "/a/c", "/b", "b.test/x", "/aa/b/", "/abcd/", "/\u00E9\u00E9/", "/a/", "example.com/a/", "/"],
            plan.Entries.Select(static entry => entry.Route.Pattern));
        Assert.Equal(4, plan.ExactCount);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void The_first_of_equal_patterns_is_kept()
    {
        var plan = Plan("/x", "/y/", "/x", "/y/", "/x");

        Assert.Equal([0, 1], plan.Entries.Select(static entry => entry.Registration));
        Assert.Equal(
            [new PlanProblem("RG0201", 2, 0, "GET /x"), new PlanProblem("RG0201", 4, 0, "GET /x"),
                new PlanProblem("RG0201", 3, 1, "GET /y/")],
            plan.Problems);
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_reported_once()
    {
        var plan = Plan([.. Enumerable.Range(0, MuxPlanner.EntryCountMax + 5).Select(static index => $"/{index:D6}")]);

        Assert.Equal(MuxPlanner.EntryCountMax, plan.Entries.Count);
        Assert.Equal(new PlanProblem("RG0301", MuxPlanner.EntryCountMax, -1), Assert.Single(plan.Problems));
    }

    [Fact]
    public void Too_many_routes_are_reported_at_the_first_that_has_no_place()
    {
        var place = new LocationInfo("/src/A.cs", 0, 1, 2, 3, 2, 4);
        var plan = new MuxPlan(null, EquatableArray<PlannedEntry>.Empty, 0, 0, new([new PlanProblem("RG0301", 0, -1)]));
        var registration = new Registration(new RouteModel("/late", "global::H.S", "H.S", HandlerShape.Void), place);

        var problem = Assert.Single(ConflictLocator.Locate(plan, new([registration])));
        Assert.Equal(
            "The pattern '/late' and those after it are not in the table, which has at most 65534 routes",
            problem.ToDiagnostic([null]).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(place, problem.Location);
    }

    [Fact]
    public void Hosts_are_groups_and_prefix_lengths_are_sets()
    {
        var longPrefix = "/" + new string('x', 63) + "/";
        var lookup = LookupPlanner.Layout(Plan("b.test/x", "a.test/x/", "/", "/abc/", longPrefix, "a.test" + longPrefix));

        Assert.Equal(["a.test", "b.test"], lookup.Hosts!.Keys);
        Assert.Equal([2], lookup.Exact!.Groups.Select(static group => (int)group));
        Assert.Equal([longPrefix[..^1], longPrefix[..^1], "/abc", "/x", ""], lookup.Prefixes!.Keys);
        Assert.Equal([0, 1, 0, 1, 0], lookup.Prefixes.Groups.Select(static group => (int)group));
        Assert.Equal([0b10001UL, 0b100UL, 0UL], lookup.PrefixLengths);
        Assert.Equal([64], lookup.LongPrefixLengths);
    }

    [Fact]
    public void No_routes_no_data()
    {
        var none = EquatableArray<ushort>.Empty;
        Assert.Equal(
            new LookupPlan(null, none, null, null, none, EquatableArray<ulong>.Empty, EquatableArray<int>.Empty, null),
            LookupPlanner.Layout(Plan()));
    }

    private static MuxPlan Plan(params string[] patterns) => MuxPlanner.Plan(new(
        [.. patterns.Select(static pattern => new RouteModel(pattern, "global::H.Serve", "H.Serve", HandlerShape.Void))]));
}
