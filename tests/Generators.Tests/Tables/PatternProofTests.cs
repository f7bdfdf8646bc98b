namespace RouteGen.Tests;

/// <summary>The build's proof, and the mux's at run time, held against brute force: every request of a small world.</summary>
public sealed class PatternProofTests
{
    private static readonly IHandler s_ok = Handler.From((HandlerFunc)((_, _) => { }));

    [Fact]
    public void A_set_is_accepted_exactly_when_no_request_has_two_best_patterns_and_every_pattern_has_a_request()
    {
        var (accepted, refused) = (0, 0);
        for (var seed = 0; seed < 1_500; seed++)
        {
            var set = RandomSet(new Random(seed));
            var texts = set.Select(static index => PatternUniverse.Patterns[index].Text).ToArray();
            var isSound = PatternUniverse.IsSound(set);
            if (isSound) accepted++;
            else refused++;

            Assert.True(
                isSound == Errors(texts).Count is 0,
                $"seed {seed}: {string.Join(", ", texts)} is {(isSound ? "sound" : "not sound")}, and the plan says "
                    + $"{string.Join(", ", Errors(texts))}");
            Assert.True(
                isSound == IsRegistered(texts),
                $"seed {seed}: {string.Join(", ", texts)} is {(isSound ? "sound" : "not sound")}, and the mux says otherwise");
        }

        Assert.InRange(accepted, 300, 1_200);
        Assert.InRange(refused, 300, 1_200);
    }

    [Fact]
    public void Patterns_that_cover_a_tail_together_are_found_and_short_of_one_they_are_not()
    {
        foreach (var method in new[] { "", "GET " })
        {
            string[] covering = [
                method + "/a/{$}", method + "/a/{w0}", method + "/a/{w0}/{$}", method + "/a/{w0}/{w1}", method + "/a/{w0}/{w1}/"];
            foreach (var tail in new[] { method + "/a/", method + "/a/{rest...}" })
            {
                string[] all = [tail, .. covering];
                Assert.Equal(["RG0203"], Errors(all).Select(static problem => problem.Id));
                Assert.False(IsRegistered(all));
                foreach (var left in covering)
                {
                    string[] some = [.. all.Where(pattern => pattern != left)];
                    Assert.Empty(Errors(some));
                    Assert.True(IsRegistered(some));
                }
            }
        }
    }

    [Fact]
    public void A_witness_is_a_request_that_both_patterns_match()
    {
        var count = 0;
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            string[] pair = [Pick(random), Pick(random)];
            foreach (var problem in Errors(pair))
            {
                var (method, path) = (problem.Witness.Split(' ')[0], problem.Witness.Split(' ')[1]);
                Assert.All(
                    pair, pattern =>
                        Assert.True(PatternUniverse.IsMatch(pattern, method, path), $"{problem.Witness} is not for {pattern}"));
                count++;
            }
        }

        Assert.InRange(count, 500, 20_000);
    }

    private static string Pick(Random random) => PatternUniverse.Patterns[random.Next(PatternUniverse.Patterns.Length)].Text;

    // Some sets are drawn from a few patterns that are near each other, where covering happens.
    private static int[] RandomSet(Random random)
    {
        var all = Enumerable.Range(0, PatternUniverse.Patterns.Length);
        if (random.Next(3) == 0)
            all = all.Where(static index => PatternUniverse.Patterns[index].Text is [not 'P' and not 'H', ..] text && !text.Contains('b'));
        var pool = all.ToArray();
        var set = new HashSet<int>();
        for (var count = random.Next(2, 6); set.Count < count;) set.Add(pool[random.Next(pool.Length)]);
        return [.. set];
    }

    private static List<PlanProblem> Errors(string[] patterns)
    {
        var plan = MuxPlanner.Plan(
            new([.. patterns.Select(static pattern => new RouteModel(pattern, "global::H.Serve", "H.Serve", HandlerShape.Void))]));
        return [.. plan.Problems.Where(static problem => problem.Id is "RG0201" or "RG0202" or "RG0203")];
    }

    private static bool IsRegistered(string[] patterns)
    {
        var mux = new ServeMux();
        return !Array.Exists(patterns, pattern => Record.Exception(() => mux.Handle(pattern, s_ok)) is InvalidOperationException);
    }
}
