using System.Text;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol.Http2;

public class HpackTests
{
    [Fact]
    public void What_is_encoded_is_decoded_whatever_the_size_of_the_table()
    {
        var random = new Random(1);
        var encoder = new HpackEncoder();
        var decoder = new HpackDecoder();
        var output = new byte[16 * 1024];
        for (var round = 0; round < 2000; round++)
        {
            if (random.Next(20) == 0) encoder.SetTableSize((uint)random.Next(5000));
            var fields = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Field(random)).ToArray();
            var count = encoder.Begin(output);
            foreach (var (name, value) in fields) count += Encode(encoder, output.AsSpan(count), name, value, random);
            Assert.Equal(fields, Decode(decoder, output.AsSpan(0, count)));
        }
    }

    [Fact]
    public void A_field_that_recurs_takes_one_byte()
    {
        var encoder = new HpackEncoder();
        var output = new byte[100];
        Assert.True(encoder.WriteIndexed(output, "content-type"u8, 31, "text/plain"u8) > 10);
        Assert.Equal(1, encoder.WriteIndexed(output, "content-type"u8, 31, "text/plain"u8));
        Assert.Equal(0xBE, output[0]);
    }

    [Theory]
    [InlineData("80")] // the index 0
    [InlineData("BE")] // beyond the tables
    [InlineData("3FE21F")] // a table of 4,097 bytes
    [InlineData("8220")] // a change of the table after a field
    [InlineData("00")] // no name
    [InlineData("000161")] // no value
    [InlineData("00016105")] // an incomplete value
    [InlineData("0001617F8080808080")] // an endless integer
    [InlineData("000161821FFF")] // Huffman: padding of eight bits
    [InlineData("00016181 00")] // Huffman: padding of zeroes
    [InlineData("000161 84 FFFFFFFF")] // Huffman: the end of the string
    public void Malformed_blocks_are_refused(string hex)
    {
        var scratch = Array.Empty<byte>();
        var block = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.False(new HpackDecoder().TryDecode(block, ref scratch, new FieldList()));
    }

    [Fact]
    public void The_table_keeps_what_fits()
    {
        var table = new HpackTable(100);
        table.Add("a"u8, "1"u8);
        table.Add("b"u8, "2"u8);
        Assert.Equal((2, 68), (table.Count, table.Size));
        table.Add("c"u8, "3"u8);
        Assert.Equal((2, "c", "b"), (table.Count, Text(table.Name(0)), Text(table.Name(1))));
        table.Add("d"u8, new byte[100]);
        Assert.Equal((0, 0), (table.Count, table.Size));
    }

    private static List<(string, string)> Decode(HpackDecoder decoder, ReadOnlySpan<byte> block)
    {
        var fields = new FieldList();
        var scratch = Array.Empty<byte>();
        Assert.True(decoder.TryDecode(block, ref scratch, fields));
        return fields.Fields;
    }

    private static int Encode(HpackEncoder encoder, Span<byte> output, string name, string value, Random random)
    {
        var (nameBytes, valueBytes) = (Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));
        var index = HpackStatic.Find(name);
        return random.Next(3) == 0
            ? HpackEncoder.WriteLiteral(output, nameBytes, index, valueBytes, isSecret: random.Next(2) == 0)
            : encoder.WriteIndexed(output, nameBytes, index, valueBytes);
    }

    private static (string Name, string Value) Field(Random random) =>
        (random.Next(3) switch { 0 => "content-type", 1 => "etag", _ => $"x-{random.Next(30)}" }, new string('v', random.Next(300)));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private sealed class FieldList : IHpackFields
    {
        internal List<(string, string)> Fields { get; } = [];

        public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            Fields.Add((Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
    }
}
