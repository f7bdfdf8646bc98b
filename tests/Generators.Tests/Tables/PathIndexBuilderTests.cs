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

        Assert.InRange(data.Slots.Count, 2, Math.Max(2, (keys.Length * 5 / 2) + 1));
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
            var keys = Enumerable.Range(0, random.Next(1, 9))
                .Select(_ => (new string((char)('a' + random.Next(8)), random.Next(3)), random.Next(3))).Distinct().ToArray();
            var index = View(PathIndexBuilder.Build(keys), out _);
            for (var key = 0; key < keys.Length; key++)
                Assert.Equal(key, index.Find(keys[key].Item2, Encoding.UTF8.GetBytes(keys[key].Item1)));
        }
    }

    [Fact]
    public void Keys_of_every_length_are_found_and_what_differs_in_one_byte_or_in_length_is_not()
    {
        // Not ASCII alone, and every key is the prefix of all longer ones.
        var whole = string.Concat(
            Enumerable.Range(0, 60).Select(static index => index % 5 == 4 ? "\u00e9" : ((char)('a' + (index % 26))).ToString()));
        var keys = Enumerable.Range(0, whole.Length + 1).Select(length => (whole[..length], 0)).ToArray();
        var index = View(PathIndexBuilder.Build(keys), out _);
        for (var key = 0; key < keys.Length; key++)
        {
            var text = Encoding.UTF8.GetBytes(keys[key].Item1);
            Assert.Equal(key, index.Find(0, text));
            for (var at = 0; at < text.Length; at++)
            {
                text[at] ^= 0x80;
                Assert.Equal(-1, index.Find(0, text));
                text[at] ^= 0x80;
            }
        }

        Assert.Equal(-1, index.Find(0, new byte[1_000_000]));
    }

    // Each place in turn is the only one where keys differ, in whatever bit of whatever word.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(400)]
    public void Keys_that_differ_in_one_byte_are_told_apart_wherever_it_is(int length)
    {
        for (var at = 0; at < length; at += Math.Max(1, length / 40))
        {
            var keys = "0123456789pqrstuvwxyPQRSTUVWXY".Select(
                letter => (new string('/', at) + letter + new string('-', length - at - 1), 0)).ToArray();
            var data = PathIndexBuilder.Build(keys);
            var index = View(data, out _);
            for (var key = 0; key < keys.Length; key++) Assert.Equal(key, index.Find(0, Encoding.UTF8.GetBytes(keys[key].Item1)));
            if (at <= 255) Assert.Single(data.Places);
        }
    }

    [Theory]
    [InlineData(7, 15)]
    [InlineData(3, 7)]
    [InlineData(7, 39)]
    [InlineData(31, 63)]
    public void Keys_that_differ_in_two_bytes_can_be_laid_out(int first, int second)
    {
        const string Letters = "0123456789pqrstuvwxyPQRSTUVWXY";
        var keys = Letters.SelectMany(left => Letters.Select(right => (Key(left, right), 0))).ToArray();
        var data = PathIndexBuilder.Build(keys);
        var index = View(data, out _);
        for (var key = 0; key < keys.Length; key++) Assert.Equal(key, index.Find(0, Encoding.UTF8.GetBytes(keys[key].Item1)));
        Assert.InRange(data.Places.Count, 1, 2);

        string Key(char left, char right)
        {
            var text = new string('/', second + 1).ToCharArray();
            (text[first], text[second]) = (left, right);
            return new string(text);
        }
    }

    [Fact]
    public void Keys_that_few_places_do_not_tell_apart_are_covered()
    {
        // Each differs from the first one elsewhere, ten bytes apart.
        var keys = Enumerable.Range(0, 20)
            .Select(static index => (new string('/', 10 * index) + '-' + new string('/', 199 - (10 * index)), 0)).ToArray();
        var data = PathIndexBuilder.Build(keys);
        Assert.Equal(Enumerable.Range(0, 25).Select(static word => word * 8), data.Places);
        var index = View(data, out _);
        for (var key = 0; key < keys.Length; key++) Assert.Equal(key, index.Find(0, Encoding.UTF8.GetBytes(keys[key].Item1)));
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
            bytes, data.Starts.ToArray(), data.Groups.ToArray(), data.Multipliers.ToArray(), data.Slots.ToArray(), data.Places.ToArray(),
            data.Seed);
    }
}
