using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class BodyFramingTests
{
    [Theory]
    [InlineData("", "None", 0)]
    [InlineData("Content-Length: 0\r\n", "None", 0)]
    [InlineData("Content-Length: 5\r\n", "Length", 5)]
    [InlineData("Transfer-Encoding: chunked\r\n", "Chunked", -1)]
    public void Request_body_is_framed_by_its_fields(string fields, string framing, long length)
    {
        var head = new RequestHead();
        Assert.Equal(ParseStatus.Done, head.Parse(HeadText.Bytes("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"), 512, 20));
        Assert.Equal((framing, length), (BodyFramingRules.OfRequest(head, out var actual).ToString(), actual));
    }

    // Framing, its length, the length that is reported, whether the connection closes.
    [Theory]
    [InlineData("GET", "1.1 200", "", "UntilClose", -1, -1, true)]
    [InlineData("GET", "1.1 200", "Content-Length: 5\r\n", "Length", 5, 5, false)]
    [InlineData("GET", "1.1 200", "Content-Length: 0\r\n", "None", 0, 0, false)]
    [InlineData("GET", "1.1 200", "Transfer-Encoding: chunked\r\n", "Chunked", -1, -1, false)]
    [InlineData("GET", "1.1 200", "Content-Length: 5\r\nConnection: close\r\n", "Length", 5, 5, true)]
    [InlineData("GET", "1.0 200", "Content-Length: 5\r\n", "Length", 5, 5, true)]
    [InlineData("GET", "1.0 200", "Content-Length: 5\r\nConnection: keep-alive\r\n", "Length", 5, 5, false)]
    [InlineData("HEAD", "1.1 200", "Content-Length: 5\r\n", "None", 0, 5, false)]
    [InlineData("HEAD", "1.1 200", "Transfer-Encoding: chunked\r\n", "None", 0, -1, false)]
    [InlineData("HEAD", "1.1 200", "", "None", 0, -1, false)]
    [InlineData("GET", "1.1 101", "Content-Length: 5\r\n", "None", 0, 0, false)]
    [InlineData("GET", "1.1 204", "Transfer-Encoding: chunked\r\n", "None", 0, 0, false)]
    [InlineData("GET", "1.1 304", "Content-Length: 5\r\n", "None", 0, 0, false)]
    [InlineData("CONNECT", "1.1 200", "Content-Length: 5\r\n", "UntilClose", -1, -1, true)]
    [InlineData("CONNECT", "1.1 407", "Content-Length: 5\r\n", "Length", 5, 5, false)]
    public void Response_body_is_framed_by_method_status_and_fields(
        string method, string start, string fields, string framing, long length, long reported, bool closes)
    {
        var head = new ResponseHead();
        Assert.Equal(ParseStatus.Done, head.Parse(HeadText.Bytes($"HTTP/{start} X\r\n{fields}\r\n"), 512, 20));
        var actual = BodyFramingRules.OfResponse(head, method, out var actualLength);
        Assert.Equal((framing, length), (actual.ToString(), actualLength));
        Assert.Equal(reported, BodyFramingRules.ReportedLength(head, method));
        Assert.Equal(closes, BodyFramingRules.ClosesAfter(head, actual));
    }
}
