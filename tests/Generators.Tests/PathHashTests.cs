extern alias Generators;

using BuildHash = Generators::RouteGen.Routing.PathHash;
using RuntimeHash = RouteGen.Routing.PathHash;

namespace RouteGen.Tests;

/// <summary>The two compiled copies of one file: what the generator lays out, the runtime must find.</summary>
public sealed class PathHashTests
{
    [Fact]
    public void The_generators_copy_computes_what_the_runtimes_does()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var key = new byte[round < 10_000 ? round % 100 : random.Next(5_000)];
            random.NextBytes(key);
            var (group, seed) = (random.Next(0, 65_536), (ulong)random.NextInt64());

            var hash = RuntimeHash.Compute(key, group, seed);
            Assert.Equal(hash, BuildHash.Compute(key, group, seed));

            var (count, displacement) = (1 << random.Next(17), (uint)random.Next(65_536));
            Assert.Equal(RuntimeHash.Bucket(hash, count), BuildHash.Bucket(hash, count));
            Assert.Equal(RuntimeHash.Slot(hash, displacement, count), BuildHash.Slot(hash, displacement, count));
            Assert.InRange(RuntimeHash.Slot(hash, displacement, count), 0, count - 1);
        }
    }

    [Fact]
    public void The_hash_is_the_one_that_compiled_programs_carry()
    {
        // A program may run on a later build of the runtime than the one it was compiled with: these numbers change only together with
        // the constructor of PathIndex.
        Assert.Equal(0xAB169EB8AEAE59A4UL, RuntimeHash.Compute(""u8, 0, 0x1));
        Assert.Equal(0xB68BAEEF5F277A65UL, RuntimeHash.Compute("/a"u8, 3, 0x1));
        Assert.Equal(0x77CD09A23F20ED15UL, RuntimeHash.Compute("/ping"u8, 0, 0x1));
        Assert.Equal(0xE382B5CDFAA5A859UL, RuntimeHash.Compute("/a/long/path/of/29-bytes-here"u8, 65535, 0xD1342543DE82EF95));
    }

    [Fact]
    public void Every_byte_the_length_the_group_and_the_seed_count()
    {
        var key = new byte[40];
        var hashes = new HashSet<ulong> { RuntimeHash.Compute(key, 0, 1), RuntimeHash.Compute(key, 1, 1), RuntimeHash.Compute(key, 0, 2) };
        for (var length = 0; length < key.Length; length++) Assert.True(hashes.Add(RuntimeHash.Compute(key.AsSpan(0, length), 0, 1)));
        for (var index = 0; index < key.Length; index++)
        {
            key[index] = 1;
            Assert.True(hashes.Add(RuntimeHash.Compute(key, 0, 1)));
            key[index] = 0;
        }
    }
}
