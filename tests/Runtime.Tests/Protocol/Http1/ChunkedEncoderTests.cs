using System.Text;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class ChunkedEncoderTests
{
    [Theory]
    [InlineData(1, "1\r\n")]
    [InlineData(15, "f\r\n")]
    [InlineData(16, "10\r\n")]
    [InlineData(4096, "1000\r\n")]
    [InlineData(0xABCDEF, "abcdef\r\n")]
    [InlineData(int.MaxValue, "7fffffff\r\n")]
    public void Chunk_head_is_the_size_in_hexadecimal_without_leading_zeros(int size, string expected)
    {
        var buffer = new byte[ChunkedEncoder.HeadBytesMax];
        var length = ChunkedEncoder.WriteHead(size, buffer);
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer, 0, length));
        Assert.Equal(length, ChunkedEncoder.HeadLength(size));
    }

    [Fact]
    public void What_is_encoded_decodes_to_the_same()
    {
        var wire = new List<byte>();
        var data = new StringBuilder();
        for (var size = 1; size < 300; size++)
        {
            var buffer = new byte[ChunkedEncoder.HeadBytesMax];
            wire.AddRange(buffer.AsSpan(0, ChunkedEncoder.WriteHead(size, buffer)));
            wire.AddRange(Enumerable.Repeat((byte)size, size));
            wire.AddRange(ChunkedEncoder.Tail);
            data.Append((char)(byte)size, size);
        }

        byte[] plain = [.. wire, .. ChunkedEncoder.End];
        byte[] trailed = [.. wire, .. ChunkedEncoder.LastChunk, .. "A: b\r\n"u8, .. ChunkedEncoder.Tail];
        Assert.Equal(data.ToString(), DecodedBody.Of(plain, BodyFraming.Chunked, -1, 1000, 1000).Data);
        Assert.Equal("A=b,", DecodedBody.Of(trailed, BodyFraming.Chunked, -1, 1000, 1000).Trailer);
    }
}
