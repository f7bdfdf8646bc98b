extern alias Generators;

using BuildHash = Generators::RouteGen.Routing.PathHash;
using RuntimeHash = RouteGen.Routing.PathHash;

namespace RouteGen.Tests;

/// <summary>The two compiled copies of one file: what the generator lays out, the runtime must find.</summary>
public sealed class PathHashTests
{
    private const int PlaceMax = 255;

    [Fact]
    public void The_generators_copy_computes_what_the_runtimes_does()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var key = new byte[round < 10_000 ? round % 100 : random.Next(5_000)];
            random.NextBytes(key);
            var (group, seed) = (random.Next(0, 65_536), (ulong)random.NextInt64());
            var places = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(PlaceMax)).Order().ToArray();

            var runtime = new RuntimeHash(seed, places);
            var hash = runtime.Compute(key, RuntimeHash.ShapeOf(key.Length, group));
            Assert.Equal(hash, new BuildHash(seed, places).Compute(key, BuildHash.ShapeOf(key.Length, group)));
            Assert.Equal(places.Length == 1, runtime.IsAtOne);
            if (runtime.IsAtOne) Assert.Equal(hash, runtime.ComputeAtOne(key, RuntimeHash.ShapeOf(key.Length, group)));

            var (count, multiplier) = (2 << random.Next(16), (uint)random.Next(65_536));
            var shift = RuntimeHash.ShiftOf(count);
            Assert.Equal(shift, BuildHash.ShiftOf(count));
            Assert.InRange(RuntimeHash.Bucket(hash, shift), 0u, (uint)count - 1);
            Assert.InRange(RuntimeHash.Slot(hash, multiplier, shift), 0u, (uint)count - 1);
            Assert.Equal(RuntimeHash.Bucket(hash, shift), BuildHash.Bucket(hash, shift));
            Assert.Equal(RuntimeHash.Slot(hash, multiplier, shift), BuildHash.Slot(hash, multiplier, shift));
        }
    }

    [Fact]
    public void The_hash_is_the_one_that_compiled_programs_carry()
    {
        // A program may run on a later build of the runtime than the one it was compiled with: these numbers change only together with
        // the constructor of PathIndex.
        Assert.Equal(0x910A2DECU, Hash(""u8, 0, 0x1, 0));
        Assert.Equal(0x8FF2B384U, Hash("/a"u8, 3, 0x1, 0));
        Assert.Equal(0x50FBA2E4U, Hash("/ping"u8, 0, 0x1, 0));
        Assert.Equal(0x0EB9BDF4U, Hash("/a/long/path/of/29-bytes-here"u8, 65535, 0xD1342543DE82EF95, 3));
        Assert.Equal(0x13F44425U, Hash("/a/long/path/of/29-bytes-here"u8, 65535, 0xD1342543DE82EF95, 0, 8, 16, 24));
    }

    [Fact]
    public void Where_words_cover_a_key_every_byte_the_length_the_group_and_the_seed_count()
    {
        int[] places = [0, 8, 16, 24, 32];
        var key = new byte[40];
        var hashes = new HashSet<uint> { Hash(key, 0, 1, places), Hash(key, 1, 1, places) };
        for (var length = 0; length < key.Length; length++) Assert.True(hashes.Add(Hash(key.AsSpan(0, length), 0, 1, places)));
        for (var index = 0; index < key.Length; index++)
        {
            key[index] = 1;
            Assert.True(hashes.Add(Hash(key, 0, 1, places)));
            Assert.True(hashes.Add(Hash(key, 0, 2, places)));
            key[index] = 0;
        }
    }

    [Fact]
    public void A_word_lies_within_the_key_whatever_the_place_and_the_length_are()
    {
        // The key ends where the memory does that it is read from: bytes behind it must not count.
        var random = new Random(3);
        for (var length = 0; length <= 100; length++)
        {
            foreach (var place in new[] { 0, 1, 7, 8, length, length + 1, PlaceMax })
            {
                var wide = new byte[length + 16];
                random.NextBytes(wide);
                var alone = wide.AsSpan(8, length).ToArray();
                Assert.Equal(Hash(alone, 0, 9, place), Hash(wide.AsSpan(8, length), 0, 9, place));
                Assert.Equal(Hash(alone, 0, 9, 0, place, place + 8), Hash(wide.AsSpan(8, length), 0, 9, 0, place, place + 8));
            }
        }
    }

    private static uint Hash(ReadOnlySpan<byte> key, int group, ulong seed, params ReadOnlySpan<int> places) =>
        new RuntimeHash(seed, places).Compute(key, RuntimeHash.ShapeOf(key.Length, group));
}
