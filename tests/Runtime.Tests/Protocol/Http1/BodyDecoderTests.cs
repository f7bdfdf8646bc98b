using Runtime.Tests.Support;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class BodyDecoderTests
{
    [Theory]
    [MemberData(nameof(BodyCases.Accepted), MemberType = typeof(BodyCases))]
    public void Chunked_body_is_read_the_same_however_it_arrives(string text, string data, string trailer)
    {
        var body = HeadText.Bytes(text);
        var expected = new DecodedBody(ParseStatus.Done, RejectReason.None, data, body.Length, trailer);
        byte[] input = [.. body, .. "5\r\nnext"u8];
        foreach (var step in (int[])[1, 2, 3, 7, input.Length])
            foreach (var room in (int[])[1, 3, 64])
                Assert.Equal(expected, DecodedBody.Of(input, BodyFraming.Chunked, -1, step, room));
        for (var end = 0; end < body.Length; end++)
            Assert.Equal((ParseStatus.NeedMore, end), StatusOfPrefix(body, end));
    }

    [Theory]
    [MemberData(nameof(BodyCases.Rejected), MemberType = typeof(BodyCases))]
    public void Broken_chunked_body_is_rejected_behind_its_valid_data(string text, string data, RejectReason reason)
    {
        foreach (var step in (int[])[1, 2, 5, text.Length])
        {
            var decoded = DecodedBody.Of(HeadText.Bytes(text), BodyFraming.Chunked, -1, step, room: 64);
            Assert.Equal((ParseStatus.Rejected, reason, data, ""), (decoded.Status, decoded.Reason, decoded.Data, decoded.Trailer));
        }
    }

    [Fact]
    public void Rejected_body_stays_rejected()
    {
        var decoder = default(BodyDecoder);
        decoder.Start(BodyFraming.Chunked, -1);
        Assert.Equal(ParseStatus.Rejected, decoder.Decode("x"u8, new byte[8], out _, out _));
        Assert.Equal(ParseStatus.Rejected, decoder.Decode("0\r\n\r\n"u8, new byte[8], out var consumed, out _));
        Assert.Equal(0, consumed);
        Assert.Equal(ParseStatus.Rejected, decoder.Finish());
        Assert.Equal(RejectReason.MalformedChunkSize, decoder.Reason);
    }

    [Fact]
    public void Extensions_that_large_chunks_justify_are_not_bounded_in_total()
    {
        var chunk = "400;signature=" + new string('a', 64) + "\r\n" + new string('x', 1024) + "\r\n";
        var text = string.Concat(Enumerable.Repeat(chunk, 1000)) + "0\r\n\r\n";
        Assert.Equal(ParseStatus.Done, DecodedBody.Of(HeadText.Bytes(text), BodyFraming.Chunked, -1, 4096, 4096).Status);
    }

    [Fact]
    public void Longest_chunk_line_is_accepted()
    {
        var line = "1;" + new string('a', ChunkedDecoder.LineBytesMax - 5) + "\r\n";
        Assert.Equal(ChunkedDecoder.LineBytesMax - 1, line.Length);
        Assert.Equal(ParseStatus.Done, DecodedBody.Of(HeadText.Bytes(line + "x\r\n0\r\n\r\n"), BodyFraming.Chunked, -1, 4096, 4096).Status);
    }

    [Fact]
    public void Largest_chunk_size_is_taken_as_it_is()
    {
        var decoded = DecodedBody.Of(HeadText.Bytes("ffffffffffffffff\r\nhello"), BodyFraming.Chunked, -1, 64, 64);
        Assert.Equal((ParseStatus.NeedMore, "hello"), (decoded.Status, decoded.Data));
    }

    [Fact]
    public void Fullest_trailer_section_is_accepted()
    {
        var fields = string.Concat(Enumerable.Repeat("A: b\r\n", TrailerDecoder.FieldCountMax - 1));
        var last = "B: " + new string('c', TrailerDecoder.BytesMax - fields.Length - "B: \r\n".Length) + "\r\n";
        var decoded = DecodedBody.Of(HeadText.Bytes("0\r\n" + fields + last + "\r\n"), BodyFraming.Chunked, -1, 4096, 4096);
        Assert.Equal(ParseStatus.Done, decoded.Status);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 64)]
    [InlineData(64, 2)]
    [InlineData(64, 64)]
    public void Body_of_known_length_ends_there(int step, int room)
    {
        var decoded = DecodedBody.Of("hellonext"u8.ToArray(), BodyFraming.Length, 5, step, room);
        Assert.Equal(new DecodedBody(ParseStatus.Done, RejectReason.None, "hello", 5, ""), decoded);
    }

    [Fact]
    public void Absent_body_takes_nothing()
    {
        var decoder = default(BodyDecoder);
        decoder.Start(BodyFraming.None, 0);
        Assert.True(decoder.IsDone);
        Assert.Equal((ParseStatus.Done, 0L), (decoder.Decode("x"u8, new byte[8], out var consumed, out var written), decoder.Remaining));
        Assert.Equal((0, 0), (consumed, written));
    }

    [Theory]
    [InlineData("UntilClose", -1, "hello", true)]
    [InlineData("Length", 5, "hello", true)]
    [InlineData("Length", 6, "hello", false)]
    [InlineData("Chunked", -1, "5\r\nhello\r\n0\r\n\r\n", true)]
    [InlineData("Chunked", -1, "5\r\nhello\r\n0\r\n", false)]
    [InlineData("Chunked", -1, "5\r\nhello", false)]
    public void End_of_the_connection_ends_a_body_or_cuts_it(string framing, long length, string text, bool isWhole)
    {
        var decoder = default(BodyDecoder);
        decoder.Start(Enum.Parse<BodyFraming>(framing), length);
        decoder.Decode(HeadText.Bytes(text), new byte[64], out var consumed, out var written);
        Assert.Equal((text.Length, 5), (consumed, written));
        Assert.Equal(isWhole ? ParseStatus.Done : ParseStatus.Rejected, decoder.Finish());
        Assert.Equal(isWhole ? RejectReason.None : RejectReason.IncompleteBody, decoder.Reason);
        Assert.Equal(isWhole, decoder.IsDone);
    }

    [Fact]
    public void Started_again_it_forgets_the_last_body()
    {
        var decoder = default(BodyDecoder);
        decoder.Start(BodyFraming.Chunked, -1);
        decoder.Decode("0\r\nA: b\r\n\r\n"u8, new byte[8], out _, out _);
        Assert.NotNull(decoder.Trailer);
        decoder.Start(BodyFraming.Length, 2);
        Assert.Equal((false, 2L), (decoder.IsDone, decoder.Remaining));
        Assert.Null(decoder.Trailer);
    }

    [Fact]
    public void Chunked_body_without_trailer_costs_no_allocation()
    {
        var body = HeadText.Bytes("5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n");
        var output = new byte[64];
        Assert.Equal(0, Allocation.LeastOf(() => DecodeRepeatedly(body, output)));
    }

    [Fact]
    public void Random_and_damaged_bodies_never_throw_and_are_answered_the_same_in_pieces()
    {
        var random = new Random(20262);
        for (var round = 0; round < 5_000; round++)
        {
            var body = HeadText.Bytes("5;a=\"b\"\r\nhello\r\nA\r\n0123456789\r\n0\r\nA: b\r\nC: d\r\n\r\n");
            if (round % 4 == 0) random.NextBytes(body);
            for (var changes = random.Next(4); changes > 0; changes--)
                body[random.Next(body.Length)] = "\r\n: ;=\"0fF\0\xFF"u8[random.Next(12)];
            var whole = DecodedBody.Of(body, BodyFraming.Chunked, -1, body.Length, 64);
            var pieces = DecodedBody.Of(body, BodyFraming.Chunked, -1, 1 + random.Next(9), 1 + random.Next(9));
            Assert.Equal(
                (whole.Status, whole.Reason, whole.Data, whole.Trailer), (pieces.Status, pieces.Reason, pieces.Data, pieces.Trailer));
        }
    }

    private static (ParseStatus Status, int Consumed) StatusOfPrefix(byte[] body, int end)
    {
        var decoded = DecodedBody.Of(body[..end], BodyFraming.Chunked, -1, 64, 64);
        return (decoded.Status, decoded.Consumed);
    }

    private static void DecodeRepeatedly(byte[] body, byte[] output)
    {
        for (var round = 0; round < 1000; round++)
        {
            var decoder = default(BodyDecoder);
            decoder.Start(BodyFraming.Chunked, -1);
            Assert.True(decoder.Decode(body, output, out _, out _) == ParseStatus.Done);
        }
    }
}
