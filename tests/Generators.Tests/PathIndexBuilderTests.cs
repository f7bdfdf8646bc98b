using System.Text;

namespace RouteGen.Tests;

/// <summary>What the builder lays out, read by the runtime's <see cref="PathIndex"/>.</summary>
public sealed class PathIndexBuilderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(MuxPlanner.EntryCountMax)]
    public void Every_key_is_found_and_its_neighbours_are_not(int count)
    {
        var keys = Enumerable.Range(0, count).Select(static index => ($"/api/v{index % 3}/things/{index}", index % 5)).ToArray();
        var data = PathIndexBuilder.Build(keys);
        var index = View(data, out var bytes);

        Assert.InRange(data.Slots.Count, 1, Math.Max(1, (keys.Length * 5 / 2) + 1));
        for (var key = 0; key < keys.Length; key++)
        {
            var text = Encoding.UTF8.GetBytes(keys[key].Item1);
            Assert.Equal(key, index.Find(keys[key].Item2, text));
            Assert.Equal(-1, index.Find(keys[key].Item2 + 5, text));
            Assert.Equal(-1, index.Find(keys[key].Item2, text.AsSpan(1)));
            text[^1] ^= 0x40;
            Assert.Equal(-1, index.Find(keys[key].Item2, text));
        }

        Assert.Equal(-1, index.Find(0, new byte[bytes.Length + 1]));
        Assert.Equal(-1, index.Find(0, default));
    }

    [Fact]
    public void All_sets_of_up_to_eight_short_keys_can_be_laid_out()
    {
        var random = new Random(2);
        for (var round = 0; round < 3_000; round++)
        {
            var keys = Enumerable.Range(0, random.Next(1, 9)).Select(_ => (new string((char)('a' + random.Next(8)), random.Next(3)), random.Next(3))).Distinct().ToArray();
            var index = View(PathIndexBuilder.Build(keys), out _);
            for (var key = 0; key < keys.Length; key++) Assert.Equal(key, index.Find(keys[key].Item2, Encoding.UTF8.GetBytes(keys[key].Item1)));
        }
    }

    [Fact]
    public void The_same_keys_give_the_same_data()
    {
        var keys = Enumerable.Range(0, 300).Select(static index => ("/" + index, 0)).ToArray();
        Assert.Equal(PathIndexBuilder.Build(keys), PathIndexBuilder.Build(keys));
    }

    [Fact]
    public void Keys_that_are_not_distinct_are_refused_in_bounded_time() =>
        Assert.Throws<InvalidOperationException>(static () => PathIndexBuilder.Build([("/a", 1), ("/a", 1)]));

    private static PathIndex View(PathIndexData data, out byte[] bytes)
    {
        bytes = Encoding.UTF8.GetBytes(string.Concat(data.Keys));
        return new PathIndex(
            bytes, data.Starts.ToArray(), data.Groups.ToArray(), data.Displacements.ToArray(), data.Slots.ToArray(),
            data.Seed, data.LengthMin, data.LengthMax);
    }
}
