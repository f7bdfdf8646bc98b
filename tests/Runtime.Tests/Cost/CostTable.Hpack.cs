using RouteGen.Protocol;
using RouteGen.Serving;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private static IEnumerable<CostRow> Hpack()
    {
        // 0x1F is five bits of a, and three of the next.
        yield return Row(
            "HPACK: a long Huffman string", n =>
                Decode([0, 1, (byte)'x', .. Length(n, 0x80), .. Enumerable.Repeat((byte)0xFE, n - 1), 0xFF]),
            typeof(HuffmanCode), typeof(HpackDecoder));
        yield return Row(
            "HPACK: fields that fill the table", n =>
                Decode([.. Enumerable.Repeat<byte[]>([0x40, 1, 97, 1, 98], n / 5).SelectMany(static field => field)]),
            typeof(HpackTable), typeof(HeadBuilder));
        yield return Row(
            "HPACK: indexed fields", n => Decode([.. Enumerable.Repeat((byte)0x90, n)]), typeof(HpackDecoder));
        yield return Row("HPACK: fields that are written", n =>
        {
            var encoder = new HpackEncoder();
            var output = new byte[64];
            return () =>
            {
                for (var count = 0; count < n; count++) encoder.WriteIndexed(output, "x"u8, 0, [(byte)count]);
            };
        }, typeof(HpackEncoder));
    }

    private static Action Decode(byte[] block)
    {
        var scratch = Array.Empty<byte>();
        var builder = new HeadBuilder();
        return () =>
        {
            builder.Begin(isTrailer: true, int.MaxValue, int.MaxValue);
            new HpackDecoder().TryDecode(block, ref scratch, builder);
        };
    }

    private static byte[] Length(int length, int flag)
    {
        var bytes = new List<byte> { (byte)(flag | 127) };
        for (length -= 127; length >= 128; length >>= 7) bytes.Add((byte)(length | 128));
        return [.. bytes, (byte)length];
    }
}
