using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class SnapshotTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(300)]
    public void A_snapshot_reads_like_the_linear_table(int count)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new RandomRoutes(seed);
            var entries = Array.ConvertAll(random.Patterns(count), pattern => MuxAnswer.Entry(pattern));
            var linear = new LinearTable(entries);
            var snapshot = entries.Aggregate(SnapshotTable.Empty, (table, entry) => table.Add(entry));
            Assert.Equal(linear.Entries.ToArray(), snapshot.Entries.ToArray());
            Assert.Equal(linear.ExactCount, snapshot.ExactCount);
            for (var round = 0; round < 500; round++) Compare(linear, snapshot, random.Request(Patterns(entries)));
        }
    }

    private static void Compare(LinearTable linear, SnapshotTable snapshot, (string Method, string Target, string Host) request)
    {
        var path = Encoding.UTF8.GetBytes(
            Uri.UnescapeDataString(request.Target.Replace("http://" + request.Host, "", StringComparison.Ordinal)));
        var query = new RouteQuery("GET"u8, Encoding.UTF8.GetBytes(request.Host), path);
        RouteMatch expected = default, actual = default;
        linear.Match(query, ref expected);
        snapshot.Match(query, ref actual);
        Assert.Same(expected.Entry, actual.Entry);
        Assert.Equal(expected.HasExactForm, actual.HasExactForm);
        // Nobody asks for the slash form of a path that is there exactly.
        if (!expected.HasExactForm) Assert.Same(expected.SlashForm, actual.SlashForm);
    }

    private static string[] Patterns(MuxEntry[] entries) => Array.ConvertAll(entries, entry => entry.Pattern);
}
