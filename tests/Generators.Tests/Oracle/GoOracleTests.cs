// Random sets of patterns held against Go's rules by brute force, by the compiled table and by the mux at run time. More sets by command:
//
//     ROUTEGEN_ORACLE=2000 dotnet test tests/Generators.Tests --filter FullyQualifiedName~GoOracle
using System.Globalization;
using System.Text;
using RouteGen.Routing;
using Xunit.Abstractions;

namespace RouteGen.Tests;

public sealed class GoOracleTests(ITestOutputHelper output)
{
    private const int ShortSetCount = 200;

    private const int AttemptsPerPattern = 6;

    private static readonly IHandler s_ok = Handler.From((HandlerFunc)((_, _) => { }));

    private static int SetCount =>
        int.TryParse(Environment.GetEnvironmentVariable("ROUTEGEN_ORACLE"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count : ShortSetCount;

    [Fact]
    public void Tables_and_muxes_accept_and_choose_what_the_rules_of_Go_say()
    {
        var (refused, asked) = (0, 0);
        for (var seed = 0; seed < SetCount; seed++)
        {
            var random = new Random(seed);
            var set = Register(random, ref refused);
            asked += AssertChoices(set, random, seed);
        }

        output.WriteLine($"{SetCount} sets, {refused} patterns refused by all, {asked} requests");
        Assert.InRange(refused, SetCount, int.MaxValue);
    }

    // One pattern after the other: each is accepted exactly when it may stand beside those before it.
    private static List<WorldPattern> Register(Random random, ref int refused)
    {
        var set = new List<WorldPattern>();
        var mux = new ServeMux();
        var count = random.Next(3, 12);
        for (var attempt = 0; attempt < count * AttemptsPerPattern && set.Count < count; attempt++)
        {
            var pattern = new WorldPattern(
                random.Next(3) == 0 ? GoRules.Hosts[random.Next(2)] : "", random.Next(PatternUniverse.Patterns.Length));
            WorldPattern[] wider = [.. set, pattern];
            var isSound = GoRules.IsSound(wider);
            var texts = string.Join(", ", wider.Select(static one => one.Text));
            Assert.True(
                isSound == IsRegistered(mux, pattern), $"the mux does not agree that {texts} is {(isSound ? "sound" : "not sound")}");
            Assert.True(isSound == IsPlanned(wider), $"the plan does not agree that {texts} is {(isSound ? "sound" : "not sound")}");
            if (isSound) set.Add(pattern);
            else refused++;
        }

        return set;
    }

    private static int AssertChoices(List<WorldPattern> set, Random random, int seed)
    {
        var texts = set.ConvertAll(static pattern => pattern.Text);
        MatchTable compiled = GeneratedTable.Build(texts);
        var registered = SnapshotTable.Empty;
        foreach (var text in texts) registered = registered.Add(Entry(text));
        for (var request = 0; request < PatternUniverse.Requests.Length; request++)
        {
            var host = GoRules.Hosts[random.Next(GoRules.Hosts.Length)];
            var (method, path) = PatternUniverse.Requests[request];
            var expected = GoRules.Best(set, host, request)?.Text;
            var query = new RouteQuery(Encoding.ASCII.GetBytes(method), Encoding.ASCII.GetBytes(host), Encoding.ASCII.GetBytes(path));
            AssertSame(expected, compiled, query, "the compiled table");
            AssertSame(expected, registered, query, "the mux");
        }

        return PatternUniverse.Requests.Length;

        void AssertSame(string? expected, MatchTable table, RouteQuery query, string who)
        {
            var match = default(RouteMatch);
            table.Match(query, ref match);
            if (expected != match.Entry?.Pattern)
                Assert.Fail(
                    $"seed {seed}, {string.Join(", ", texts)}: {who} serves {Encoding.ASCII.GetString(query.Method)} "
                        + $"{Encoding.ASCII.GetString(query.Host)}{Encoding.ASCII.GetString(query.Path)} by {match.Entry?.Pattern} and "
                        + $"not by {expected}");
        }
    }

    private static MuxEntry Entry(string text)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var error), error);
        return new MuxEntry(text, MuxEntry.KindOf(pattern!), s_ok, "ok", "");
    }

    private static bool IsRegistered(ServeMux mux, WorldPattern pattern) =>
        Record.Exception(() => mux.Handle(pattern.Text, s_ok)) is not InvalidOperationException;

    private static bool IsPlanned(IEnumerable<WorldPattern> patterns)
    {
        var plan = MuxPlanner.Plan(
            new([.. patterns.Select(static pattern => new RouteModel(pattern.Text, "global::H.Serve", "H.Serve", HandlerShape.Void))]));
        return !plan.Problems.Any(
            static problem =>
                problem.Id is DiagnosticIds.DuplicatePattern or DiagnosticIds.AmbiguousPattern or DiagnosticIds.UnreachablePattern);
    }
}
