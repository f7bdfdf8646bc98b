using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

/// <summary>Methods and wildcards: it makes no difference where a pattern was registered, nor in which order.</summary>
public sealed class NewPatternParityTests
{
    private static readonly string[] s_segments = ["a", "b", "sp ace", "é", "x.y"];
    private static readonly string[] s_ends = ["", "", "", "/", "/{$}", "/{rest...}"];

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(80)]
    public void Random_sets_answer_alike_however_they_are_split_across_both_sides(int count)
    {
        var statuses = new HashSet<int>();
        for (var seed = 0; seed < 15; seed++)
        {
            var random = new Random(seed);
            var patterns = Patterns(random, count);
            var linear = new ServeMux(new LinearTable(patterns.Select(static pattern => MuxAnswer.Entry(pattern))));
            ServeMux[] others = [
                Split(patterns, _ => false), Split(patterns, _ => random.Next(2) == 0),
                Split([.. patterns.Reverse()], _ => random.Next(2) == 0)];
            for (var round = 0; round < 200; round++)
            {
                var method = Pick(random, ["GET", "HEAD", "POST", "PUT", "CONNECT"]);
                var host = Pick(random, ["x", "h.test", "h.test:80"]);
                var path = string.Concat(
                    Enumerable.Range(0, random.Next(1, 5)).Select(_ => "/" + Uri.EscapeDataString(Pick(random, s_segments))));
                var target = path + Pick(random, ["", "", "/", "//", "/..", "%2F"]);
                var expected = Answer(linear, method, target, host);
                statuses.Add(int.Parse(expected.Split(' ')[0]));
                foreach (var mux in others)
                    Assert.Equal(
                        $"seed {seed}: {method} {target} of {host}: {expected}",
                        $"seed {seed}: {method} {target} of {host}: {Answer(mux, method, target, host)}");
            }
        }

        Assert.Equal([200, 301, 404, 405], statuses.Order());
    }

    private static string[] Patterns(Random random, int count)
    {
        var mux = new ServeMux();
        var patterns = new List<string>();
        for (var attempt = 0; patterns.Count < count && attempt < 20 * count; attempt++)
        {
            var path = new StringBuilder();
            for (var index = random.Next(1, 4); index > 0; index--)
                path.Append('/').Append(random.Next(3) == 0 ? $"{{w{index}}}" : Pick(random, s_segments));
            var pattern = Pick(random, ["", "GET ", "POST ", "HEAD "]) + Pick(random, ["", "", "h.test"]) + path + Pick(random, s_ends);
            if (Record.Exception(() => mux.Handle(pattern, MuxAnswer.Ok)) is null) patterns.Add(pattern);
        }

        return [.. patterns];
    }

    private static ServeMux Split(string[] patterns, Func<string, bool> isCompiled)
    {
        var sides = patterns.ToLookup(isCompiled);
        var mux = new ServeMux(new LinearTable(sides[true].Select(static pattern => MuxAnswer.Entry(pattern))));
        foreach (var pattern in sides[false]) mux.Handle(pattern, MuxAnswer.Ok);
        return mux;
    }

    private static string Answer(ServeMux mux, string method, string target, string host)
    {
        var writer = new RecordingWriter();
        var request = ServedRequest.Make(method, target, host);
        Assert.True(mux.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
        return $"{writer.StatusCode} {request.Pattern} {writer.Header["Location"]} {writer.Header["Allow"]}";
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
