using System.IO.Compression;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private static IEnumerable<CostRow> Bodies()
    {
        yield return Row(
            "chunked body: chunks of one byte", n => Decode(BodyFraming.Chunked, Repeat("1\r\na\r\n", n) + "0\r\n\r\n", int.MaxValue),
            typeof(ChunkedDecoder), typeof(BodyDecoder));
        yield return Row(
            "chunked body: chunks of one byte, byte by byte", n => Decode(BodyFraming.Chunked, Repeat("1\r\na\r\n", n) + "0\r\n\r\n", 1),
            typeof(ChunkedDecoder));
        yield return Row(
            "chunked body: one long chunk, byte by byte", n =>
                Decode(BodyFraming.Chunked, $"{n:x}\r\n{new string('a', n)}\r\n0\r\n\r\n", 1), typeof(ChunkedDecoder));
        yield return Row(
            "chunked body: a long extension, byte by byte", 500, n =>
                Decode(BodyFraming.Chunked, $"1;a=\"{new string('b', n - 20)}\"\r\na\r\n0\r\n\r\n", 1), typeof(ChunkedDecoder));
        yield return Row(
            "chunked body: extensions", n =>
                Decode(BodyFraming.Chunked, Repeat("9;abc=def\r\nabcdefghi\r\n", n) + "0\r\n\r\n", int.MaxValue), typeof(ChunkedDecoder));
        yield return Row(
            "trailer: a long value, byte by byte", 900, n => Decode(BodyFraming.Chunked, $"0\r\nX: {new string('a', n)}\r\n\r\n", 1),
            typeof(TrailerDecoder), typeof(TrailerBlock));
        yield return Row(
            "trailer: many fields", 7, n => Decode(BodyFraming.Chunked, $"0\r\n{Repeat("X: 1234567\r\n", n * 12)}\r\n", int.MaxValue),
            typeof(TrailerDecoder));
        yield return Row("body with a length, byte by byte", n => Decode(BodyFraming.Length, new string('a', n), 1), typeof(BodyDecoder));
        yield return Row("body read whole, byte by byte", n =>
        {
            var bytes = new byte[n];
            return () => Assert.Equal(n, Finish(new Pieces(bytes, 1).ReadAllBytesAsync()).Length);
        }, typeof(Body), typeof(StreamBody));
        yield return Row("body with a limit, byte by byte", n =>
        {
            var bytes = new byte[n];
            return () => Assert.Equal(n, Finish(new MaxBytesBody(new Pieces(bytes, 1), n, static () => { }).ReadAllBytesAsync()).Length);
        }, typeof(MaxBytesBody));
    }

    private static IEnumerable<CostRow> Codings()
    {
        yield return Row(
            "gzip: text", n => Inflate(Gzip(Repeat("one two three ", n), CompressionLevel.Optimal), int.MaxValue), typeof(GzipDecoder),
            typeof(Inflater), typeof(Crc32));
        yield return Row(
            "gzip: text, byte by byte", n => Inflate(Gzip(Noise(n), CompressionLevel.Optimal), 1), typeof(GzipDecoder), typeof(BitReader));
        yield return Row(
            "gzip: many members", n => Inflate(Join(Gzip("a", CompressionLevel.Optimal), n / 20), int.MaxValue), typeof(GzipDecoder),
            typeof(HuffmanTable));
        yield return Row("gzip: many blocks", n => Inflate(Blocks(n), int.MaxValue), typeof(Inflater));
        yield return Row(
            "gzip: a long name, byte by byte", n =>
                Inflate(
                    [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, .. Bytes(new string('a', n)), 0, .. Gzip("a", CompressionLevel.Optimal)[10..]], 1),
                    typeof(GzipDecoder));
        yield return Row("deflate: zlib, byte by byte", n =>
        {
            using var target = new MemoryStream();
            using (var zlib = new ZLibStream(target, CompressionLevel.Optimal)) zlib.Write(Bytes(Noise(n)));
            var bytes = target.ToArray();
            return () => Decode(new GzipDecoder(isGzip: false), bytes, 1);
        }, typeof(Adler32));
        yield return Row("brotli, byte by byte", n =>
        {
            using var target = new MemoryStream();
            using (var brotli = new BrotliStream(target, CompressionLevel.Fastest)) brotli.Write(Bytes(Noise(n)));
            var bytes = target.ToArray();
            return () => Decode(new BrotliContentDecoder(), bytes, 1);
        }, typeof(BrotliContentDecoder));
        yield return Row("decoded body, byte by byte", n =>
        {
            var bytes = Gzip(Noise(n), CompressionLevel.Optimal);
            return () =>
                Assert.Equal(n, Finish(new DecodedBody(new Pieces(bytes, 1), new GzipDecoder(isGzip: true)).ReadAllBytesAsync()).Length);
        }, typeof(DecodedBody));
    }

    private static Action Decode(BodyFraming framing, string text, int pieceBytes)
    {
        var bytes = Bytes(text);
        var output = new byte[bytes.Length + 1];
        return () =>
        {
            var decoder = default(BodyDecoder);
            decoder.Start(framing, bytes.Length);
            var written = 0;
            for (var position = 0; position < bytes.Length;)
            {
                var status = decoder.Decode(
                    bytes.AsSpan(position, Math.Min(pieceBytes, bytes.Length - position)), output.AsSpan(written), out var consumed,
                    out var count);
                Assert.True(status != ParseStatus.Rejected, $"{decoder.Reason}");
                position += consumed;
                written += count;
            }

            Assert.True(decoder.IsDone);
        };
    }

    private static Action Inflate(byte[] bytes, int pieceBytes) => () => Decode(new GzipDecoder(isGzip: true), bytes, pieceBytes);

    private static void Decode(ContentDecoder decoder, byte[] bytes, int pieceBytes)
    {
        var output = new byte[4096];
        var position = 0;
        while (true)
        {
            var input = bytes.AsSpan(position, Math.Min(pieceBytes, bytes.Length - position));
            var status = decoder.Decode(input, output, out var consumed, out var written);
            Assert.NotEqual(ParseStatus.Rejected, status);
            position += consumed;
            if (consumed == 0 && written == 0 && position == bytes.Length) break;
        }

        Assert.True(decoder.MayEnd);
    }

    private static byte[] Gzip(string text, CompressionLevel level)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, level)) gzip.Write(Bytes(text));
        return target.ToArray();
    }

    // Every write ends a block.
    private static byte[] Blocks(int size)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            foreach (var letters in Noise(size).Chunk(200))
            {
                gzip.Write(Bytes(new string(letters)));
                gzip.Flush();
            }
        }

        return target.ToArray();
    }

    private static byte[] Join(byte[] part, int count) => [.. Enumerable.Repeat(part, count).SelectMany(static bytes => bytes)];

    // The same at every run; letters, so that it can be compressed a little.
    private static string Noise(int length)
    {
        var random = new Random(1);
        return string.Create(length, random, static (letters, random) =>
        {
            foreach (ref var letter in letters) letter = (char)('a' + random.Next(20));
        });
    }
}
