using System.IO.Compression;
using RouteGen.Protocol;

namespace RouteGen.Tests.Protocol;

public class GzipDecoderTests
{
    public static TheoryData<string, byte[]> Contents() => new()
    {
        { "nothing", [] },
        { "a byte", [7] },
        { "text",
            [.. string.Concat(Enumerable.Range(0, 4000).Select(static number => $"{number * 7919 % 1000} and "))
                .Select(static letter => (byte)letter)] },
        { "zeros", new byte[300_000] },
        { "noise", Noise(100_000) },
        { "far repeats", [.. Noise(32_768), .. Noise(32_768), .. Noise(40_000)] },
    };

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Compress(byte[] content, CompressionLevel level, Func<Stream, CompressionLevel, Stream> make)
    {
        using var target = new MemoryStream();
        using (var stream = make(target, level)) stream.Write(content);
        return target.ToArray();
    }

    private static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal) =>
        Compress(content, level, static (target, level) => new GZipStream(target, level));

    // Input and room in steps; every call must take or give something, or say that it is out of input.
    private static (ParseStatus Status, byte[] Data, bool MayEnd) Decode(byte[] input, int inStep, int outStep, bool isGzip = true)
    {
        var decoder = new GzipDecoder(isGzip);
        var data = new MemoryStream();
        var room = new byte[outStep];
        var at = 0;
        var end = 0;
        while (true)
        {
            var status = decoder.Decode(input.AsSpan(at, end - at), room, out var consumed, out var written);
            at += consumed;
            data.Write(room, 0, written);
            if (status == ParseStatus.Rejected) return (status, data.ToArray(), false);
            if (written > 0) continue;
            Assert.Equal(end, at);
            if (at == input.Length) return (status, data.ToArray(), decoder.MayEnd);
            end = Math.Min(input.Length, end + inStep);
        }
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Any_split_gives_the_content(string name, byte[] content)
    {
        foreach (
            var level in (
                CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal,
                CompressionLevel.SmallestSize])
        {
            var bytes = Gzip(content, level);
            foreach (var (inStep, outStep) in ((int, int)[])[(1 << 20, 1 << 20), (1, 4096), (4096, 100), (7, 13), (100, 40_000)])
            {
                if ((long)content.Length / outStep > 30_000) continue;
                var (status, data, mayEnd) = Decode(bytes, inStep, outStep);
                Assert.Equal((name, ParseStatus.NeedMore, true), (name, status, mayEnd));
                Assert.Equal(content, data);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Deflate_comes_with_and_without_its_frame(string name, byte[] content)
    {
        var framed = Compress(content, CompressionLevel.Optimal, static (target, level) => new ZLibStream(target, level));
        var bare = Compress(content, CompressionLevel.Optimal, static (target, level) => new DeflateStream(target, level));
        foreach (var bytes in (byte[][])[framed, bare])
        {
            if (bytes.Length == 0) continue;
            Assert.Equal(
                name,
                Decode(bytes, 11, 5000, isGzip: false) is (ParseStatus.NeedMore, var data, true) && data.AsSpan().SequenceEqual(content)
                    ? name : "other");
            Assert.False(Decode(bytes[..^1], 4096, 5000, isGzip: false).MayEnd);
        }
    }

    [Fact]
    public void Members_follow_one_another()
    {
        var (_, data, mayEnd) = Decode([.. Gzip([1, 2]), .. Gzip([]), .. Gzip([3])], 5, 10);
        Assert.True(mayEnd);
        Assert.Equal([1, 2, 3], data);
    }

    [Fact]
    public void What_else_a_head_may_hold_is_skipped()
    {
        byte[] plain = Gzip([1, 2, 3]);
        byte[] bytes = [
            .. plain.AsSpan(0, 3), 2 | 4 | 8 | 16, .. plain.AsSpan(4, 6), 3, 0, 9, 9, 9, .. "name\0"u8, .. "comment\0"u8, 0xAA, 0xBB,
            .. plain.AsSpan(10)];
        foreach (var step in (int[])[1, 3, 1000]) Assert.Equal([1, 2, 3], Decode(bytes, step, 10).Data);
        for (var length = 1; length < bytes.Length; length++) Assert.False(Decode(bytes[..length], 1000, 10).MayEnd);
    }

    [Fact]
    public void No_prefix_passes_for_the_whole()
    {
        var bytes = Gzip([.. Noise(300), .. new byte[300]]);
        for (var length = 1; length < bytes.Length; length++)
        {
            var (status, _, mayEnd) = Decode(bytes[..length], 1 << 20, 4096);
            Assert.Equal((ParseStatus.NeedMore, false), (status, mayEnd));
        }
    }

    [Fact]
    public void Bytes_behind_the_content_are_refused()
    {
        Assert.Equal(ParseStatus.Rejected, Decode([.. Gzip([1]), .. "junk"u8], 1000, 100).Status);
        Assert.False(Decode([.. Gzip([1]), 0], 1000, 100).MayEnd);
        Assert.Equal(
            ParseStatus.Rejected,
            Decode(
                [.. Compress([1], CompressionLevel.Optimal, static (target, level) => new ZLibStream(target, level)), 0], 1000, 100,
                isGzip: false).Status);
    }

    // A damaged stream is refused, or found incomplete, unless the bit fills up a byte and means nothing.
    [Fact]
    public void Every_damaged_bit_is_noticed()
    {
        var content = new byte[2000];
        for (var index = 0; index < content.Length; index++) content[index] = (byte)((index * index / 7) & 0x3F);
        foreach (var level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.Optimal])
        {
            var bytes = Gzip(content, level);
            for (var bit = 10 * 8; bit < bytes.Length * 8; bit++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                var (status, data, mayEnd) = Decode(damaged, 1 << 20, 1 << 16);
                Assert.True(status == ParseStatus.Rejected || !mayEnd || content.AsSpan().SequenceEqual(data), $"bit {bit}");
            }
        }
    }

    [Fact]
    public void Noise_is_refused_or_incomplete()
    {
        var random = new Random(17);
        for (var round = 0; round < 3000; round++)
        {
            var noise = new byte[random.Next(1, 400)];
            random.NextBytes(noise);
            byte[] bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, .. noise];
            var (status, _, mayEnd) = Decode(bytes, 1 << 20, 1 << 16);
            Assert.True(status == ParseStatus.Rejected || !mayEnd);
        }
    }

    [Theory]
    [InlineData("07", "a block of an unknown kind")]
    [InlineData("01 05 00 00 00", "a stored length and its complement that differ")]
    [InlineData("03 02 00", "a distance that reaches before the beginning")]
    [InlineData("fd ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff", "more codes than there are")]
    public void What_is_no_deflate_is_refused(string hex, string why)
    {
        byte[] bytes = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), .. new byte[8]];
        Assert.Equal((why, ParseStatus.Rejected), (why, Decode(bytes, 1000, 1000).Status));
    }
}
