using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

/// <summary>It makes no difference where a pattern was registered, nor in which order.</summary>
public sealed class ServeMuxParityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(30)]
    [InlineData(150)]
    public void Random_sets_answer_alike_however_they_are_split_across_both_sides(int count)
    {
        var kinds = new HashSet<int>();
        for (var seed = 100; seed < 115; seed++)
        {
            var random = new RandomRoutes(seed);
            var patterns = random.Patterns(count);
            var linear = new ServeMux(new LinearTable(patterns.Select(pattern => MuxAnswer.Entry(pattern))));
            ServeMux[] others = [Split(patterns, () => false), Split(patterns, random.Flip), Split(patterns, random.Flip)];
            for (var round = 0; round < 200; round++)
            {
                var (method, target, host) = random.Request(patterns);
                var expected = MuxAnswer.Of(linear, ServedRequest.Make(method, target, host));
                kinds.Add(expected.Status);
                foreach (var mux in others)
                {
                    var actual = MuxAnswer.Of(mux, ServedRequest.Make(method, target, host));
                    Assert.True(expected == actual, $"seed {seed}: {method} {target} of {host}: {expected}, but {actual}");
                }
            }
        }

        Assert.Equal([200, 301, 404], kinds.Order());
    }

    private static ServeMux Split(string[] patterns, Func<bool> isCompiled)
    {
        var compiled = new List<MuxEntry>();
        var registered = new List<string>();
        foreach (var pattern in patterns)
        {
            if (isCompiled()) compiled.Add(MuxAnswer.Entry(pattern));
            else registered.Add(pattern);
        }

        var mux = new ServeMux(new LinearTable(compiled));
        foreach (var pattern in registered) mux.Handle(pattern, MuxAnswer.Ok);
        return mux;
    }
}
