using Runtime.Tests.Support;
using System.Text;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class RequestHeadTests
{
    private const string Typical =
        "GET /items/7?full=1 HTTP/1.1\r\nHost: example.com\r\nUser-Agent: test/1.0 (x)\r\nAccept: */*\r\nAccept-Encoding: gzip, br\r\n"
        + "Connection: keep-alive\r\nCookie: a=1; b=2\r\n\r\n";

    [Theory]
    [MemberData(nameof(RequestCases.Accepted), MemberType = typeof(RequestCases))]
    public void Head_is_read_the_same_however_it_arrives(string text, string expected)
    {
        var bytes = HeadText.Bytes(text);
        HeadDriver.CheckAccepted(
            new RequestHead(), bytes, RequestCases.HeadBytesMax, RequestCases.FieldCountMax, head => HeadText.Of(head, bytes), expected);
    }

    [Theory]
    [MemberData(nameof(RequestCases.Rejected), MemberType = typeof(RequestCases))]
    public void Head_that_breaks_a_rule_is_rejected_however_it_arrives(string text, RejectReason reason) =>
        HeadDriver.CheckRejected(new RequestHead(), HeadText.Bytes(text), RequestCases.HeadBytesMax, RequestCases.FieldCountMax, reason);

    [Fact]
    public void Head_of_the_greatest_length_is_accepted_and_one_byte_more_is_not()
    {
        var bytes = HeadText.Bytes(Typical);
        var head = new RequestHead();
        Assert.Equal(ParseStatus.Done, HeadDriver.Feed(head, bytes, bytes.Length, 100, bytes.Length));
        Assert.Equal(ParseStatus.Rejected, HeadDriver.Feed(head, bytes, bytes.Length - 1, 100, bytes.Length));
        Assert.Equal(RejectReason.HeadTooLong, head.Reason);
        Assert.Equal(ParseStatus.Rejected, HeadDriver.Feed(head, bytes, bytes.Length - 1, 100, bytes.Length - 1));
        Assert.Equal(RejectReason.HeadTooLong, head.Reason);
    }

    [Fact]
    public void Greatest_number_of_fields_is_accepted_and_one_more_is_not()
    {
        var head = new RequestHead();
        var bytes = HeadText.Bytes("GET / HTTP/1.0\r\n" + string.Concat(Enumerable.Repeat("A: 1\r\n", 100)) + "\r\n");
        Assert.Equal(ParseStatus.Done, HeadDriver.Feed(head, bytes, 1 << 20, 100, bytes.Length));
        Assert.Equal(100, head.FieldCount);
        Assert.True(head.Fields.Length <= 100);
        Assert.Equal(ParseStatus.Rejected, HeadDriver.Feed(head, bytes, 1 << 20, 99, bytes.Length));
        Assert.Equal(RejectReason.TooManyFields, head.Reason);
    }

    [Fact]
    public void End_of_the_connection_inside_a_head_is_a_reason_of_its_own()
    {
        var head = new RequestHead();
        Assert.Equal(ParseStatus.NeedMore, HeadDriver.Feed(head, HeadText.Bytes("GET / HT"), 512, 20, 8));
        Assert.Equal(ParseStatus.Rejected, head.Finish());
        Assert.Equal(RejectReason.IncompleteHead, head.Reason);
    }

    [Fact]
    public void Head_that_drips_in_is_searched_once()
    {
        // Examined is where the next search begins: were it ever behind what was shown, a drip would cost quadratic time.
        var bytes = HeadText.Bytes(
            "GET / HTTP/1.1\r\nHost: a\r\nA: " + new string('a', 100_000) + "\r\n" + string.Concat(Enumerable.Repeat("B: c\r\n", 500)));
        var head = new RequestHead();
        for (var end = 0; end <= bytes.Length; end++)
        {
            Assert.Equal(ParseStatus.NeedMore, head.Parse(bytes.AsSpan(0, end), 1 << 20, 1000));
            Assert.Equal(end, head.Examined);
        }

        Assert.Equal(502, head.FieldCount);
    }

    [Fact]
    public void Typical_head_costs_no_allocation()
    {
        var bytes = HeadText.Bytes(Typical);
        var head = new RequestHead();
        Assert.Equal(0, Allocation.LeastOf(() => ParseRepeatedly(head, bytes)));
    }

    [Fact]
    public void Random_bytes_and_damaged_heads_never_throw_and_are_answered_the_same_in_pieces()
    {
        var random = new Random(20260);
        var whole = new RequestHead();
        var pieces = new RequestHead();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Damage(HeadText.Bytes(Typical), random, round);
            whole.Reset();
            var expected = whole.Parse(bytes, 200, 6);
            pieces.Reset();
            var actual = ParseStatus.NeedMore;
            for (var end = 0; actual == ParseStatus.NeedMore && end <= bytes.Length; end += 1 + random.Next(40))
                actual = pieces.Parse(bytes.AsSpan(0, end), 200, 6);
            if (actual == ParseStatus.NeedMore) actual = pieces.Parse(bytes, 200, 6);
            Assert.Equal((expected, whole.Reason), (actual, pieces.Reason));
        }
    }

    [Theory]
    [InlineData("\r\nGET", 4, 2)]
    [InlineData("\r\n\r\n\r\nGET", 4, 4)]
    [InlineData("\n\nGET", 4, 2)]
    [InlineData("\r\n", 1, 1)]
    [InlineData("GET\r\n", 4, 0)]
    [InlineData("", 4, 0)]
    public void Stray_line_ends_are_counted_up_to_a_bound(string text, int countMax, int expected) =>
        Assert.Equal(expected, RequestHead.CountStrayLineEnds(Encoding.ASCII.GetBytes(text), countMax));

    private static void ParseRepeatedly(RequestHead head, byte[] bytes)
    {
        for (var round = 0; round < 1000; round++)
        {
            head.Reset();
            Assert.True(head.Parse(bytes, 1 << 20, 1000) == ParseStatus.Done);
        }
    }

    private static byte[] Damage(byte[] bytes, Random random, int round)
    {
        if (round % 4 == 0) random.NextBytes(bytes);
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "\r\n: \t%/.#?0,"u8[random.Next(12)]);
        return bytes[..random.Next(bytes.Length + 1)];
    }
}
