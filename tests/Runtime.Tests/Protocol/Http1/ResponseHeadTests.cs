using Runtime.Tests.Support;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class ResponseHeadTests
{
    private const int HeadBytesMax = 512;
    private const int FieldCountMax = 20;

    [Theory]
    [MemberData(nameof(ResponseCases.Accepted), MemberType = typeof(ResponseCases))]
    public void Head_is_read_the_same_however_it_arrives(string text, string expected)
    {
        var bytes = HeadText.Bytes(text);
        HeadDriver.CheckAccepted(new ResponseHead(), bytes, HeadBytesMax, FieldCountMax, head => HeadText.Of(head, bytes), expected);
    }

    [Theory]
    [MemberData(nameof(ResponseCases.Rejected), MemberType = typeof(ResponseCases))]
    public void Head_that_breaks_a_rule_is_rejected_however_it_arrives(string text, RejectReason reason) =>
        HeadDriver.CheckRejected(new ResponseHead(), HeadText.Bytes(text), HeadBytesMax, FieldCountMax, reason);

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(20261);
        var head = new ResponseHead();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = HeadText.Bytes(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\nTrailer: a, b\r\nPragma: no-cache\r\n\r\n");
            if (round % 4 == 0) random.NextBytes(bytes);
            for (var changes = random.Next(4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = "\r\n: \t,;0\0\xFF"u8[random.Next(10)];
            head.Reset();
            var status = head.Parse(bytes, HeadBytesMax, FieldCountMax);
            Assert.Equal(status == ParseStatus.Rejected, head.Reason != RejectReason.None);
        }
    }

    [Fact]
    public void Typical_head_costs_no_allocation()
    {
        var bytes = HeadText.Bytes(
            "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 11:00:00 GMT\r\nContent-Length: 4\r\nContent-Type: text/plain\r\n\r\n");
        var head = new ResponseHead();
        Assert.Equal(0, Allocation.LeastOf(() => ParseRepeatedly(head, bytes)));
    }

    private static void ParseRepeatedly(ResponseHead head, byte[] bytes)
    {
        for (var round = 0; round < 1000; round++)
        {
            head.Reset();
            Assert.True(head.Parse(bytes, HeadBytesMax, FieldCountMax) == ParseStatus.Done);
        }
    }
}
