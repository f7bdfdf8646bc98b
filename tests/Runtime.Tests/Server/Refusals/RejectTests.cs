using System.Globalization;
using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class RejectTests
{
    private static readonly HandlerFunc s_ok = (w, _) => w.Write("ok");

    public static TheoryData<RejectReason, string> Heads => new()
    {
        { RejectReason.MalformedRequestLine, "GET /\r\nHost: h\r\n\r\n" },
        { RejectReason.InvalidMethod, "G{T / HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.MalformedVersion, "GET / HTTP/11\r\nHost: h\r\n\r\n" },
        { RejectReason.UnsupportedVersion, "GET / HTTP/2.0\r\nHost: h\r\n\r\n" },
        { RejectReason.BareLineFeed, "GET / HTTP/1.1\nHost: h\r\n\r\n" },
        { RejectReason.BareCarriageReturn, "GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n" },
        { RejectReason.ObsoleteLineFolding, "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n" },
        { RejectReason.MissingColon, "GET / HTTP/1.1\r\nHost: h\r\nA\r\n\r\n" },
        { RejectReason.EmptyFieldName, "GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n" },
        { RejectReason.WhitespaceBeforeColon, "GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n" },
        { RejectReason.InvalidFieldName, "GET / HTTP/1.1\r\nHost: h\r\nA(: b\r\n\r\n" },
        { RejectReason.InvalidFieldValue, "GET / HTTP/1.1\r\nHost: h\r\nA: \u0001\r\n\r\n" },
        { RejectReason.UnderscoreInFramingField, "GET / HTTP/1.1\r\nHost: h\r\nContent_Length: 5\r\n\r\n" },
        { RejectReason.BlankAroundFramingValue, "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5 \r\n\r\n" },
        { RejectReason.InvalidTargetByte, "GET /\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.FragmentInTarget, "GET /#a HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.InvalidTargetForm, "GET a HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.InvalidTargetAuthority, "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.BadEscape, "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.ForbiddenEscape, "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.InvalidPathEncoding, "GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.MissingHost, "GET / HTTP/1.1\r\n\r\n" },
        { RejectReason.MalformedHost, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" },
        { RejectReason.DuplicateHost, "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n" },
        { RejectReason.ContradictingHost, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n" },
        { RejectReason.InvalidContentLength, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello" },
        { RejectReason.DuplicateContentLength, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello" },
        { RejectReason.DuplicateContentType, "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n\r\n" },
        { RejectReason.LengthAndTransferEncoding, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: "
            + "chunked\r\n\r\n0\r\n\r\n" },
        { RejectReason.UnsupportedTransferEncoding, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
        { RejectReason.TransferEncodingOnHttp10, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { RejectReason.MalformedTransferEncoding, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" },
        { RejectReason.RequestLineTooLong, $"GET /{new string('a', 16 * 1024)} HTTP/1.1\r\nHost: h\r\n\r\n" },
        { RejectReason.UnknownExpectation, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\nContent-Length: 5\r\n\r\nhello" },
        { RejectReason.ForbiddenTrailerField, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: "
            + "Content-Length\r\n\r\n0\r\n\r\n" },
    };

    // The others are met inside a body, inside a response, or have tests of their own below.
    private static readonly RejectReason[] s_elsewhere =
    [
        RejectReason.None, RejectReason.MalformedStatusLine, RejectReason.IncompleteHead, RejectReason.HeadTooLong,
        RejectReason.TooManyFields,
        RejectReason.MalformedChunkSize, RejectReason.ChunkSizeTooLong, RejectReason.MalformedChunkExtension,
        RejectReason.ChunkExtensionsTooLong,
        RejectReason.MalformedChunkEnd, RejectReason.TrailerTooLong, RejectReason.IncompleteBody,
        RejectReason.TooManyInformationalResponses,
        RejectReason.SilentContentCoding,
        RejectReason.MalformedContentCoding,
        RejectReason.BytesBehindConnect,
        RejectReason.HeadTimedOut,
        RejectReason.BodyTimedOut,
    ];

    [Fact]
    public void Every_reason_has_its_test()
    {
        var tested = Heads.Select(row => (RejectReason)row[0]).Concat(s_elsewhere).Order();
        Assert.Equal(Enum.GetValues<RejectReason>().Order(), tested);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task A_refused_head_is_answered_and_closed_and_what_follows_it_is_not_served(RejectReason reason, string head)
    {
        var (status, text) = RejectReasons.ResponseTo(reason);
        await using var server = new ServerFixture(s_ok);
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n" + head);
        client.SendWhileTaken(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: h\r\n\r\n", 100))));
        Assert.Equal("ok", client.Read().Text);
        var answer = client.Read();
        Assert.Equal(status, answer.Status);
        Assert.Equal("Content-Type Connection Date Content-Length", answer.Names);
        Assert.Equal("close", answer["Connection"]);
        Assert.Equal("text/plain; charset=utf-8", answer["Content-Type"]);
        Assert.Equal(Expected(reason, status, answer.Reason, text), answer.Text);
        client.ExpectEnd();
    }

    private static string Expected(RejectReason reason, int status, string name, string text) =>
        reason == RejectReason.UnsupportedTransferEncoding ? text : $"{status} {name}{(text.Length > 0 ? ": " + text : "")}";

    [Theory]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n")]
    public async Task A_head_that_the_peer_does_not_complete_is_answered_400(string head)
    {
        await using var server = new ServerFixture(s_ok);
        var client = server.Connect();
        client.Send(head);
        client.EndSending();
        Assert.Equal(400, client.Read().Status);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_peer_that_sends_nothing_is_closed_without_an_answer()
    {
        await using var server = new ServerFixture(s_ok);
        var client = server.Connect();
        client.EndSending();
        client.ExpectEnd();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task A_head_over_the_limit_is_answered_431(int fieldLength)
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { MaxHeaderBytes = 2000 });
        var client = server.Connect();
        var lines = new StringBuilder("GET / HTTP/1.1\r\nHost: h\r\n");
        while (lines.Length < 10_000) lines.Append($"A: {new string('x', fieldLength)}\r\n");
        client.SendWhileTaken(Encoding.ASCII.GetBytes(lines.ToString()));
        var answer = client.Read();
        Assert.Equal(431, answer.Status);
        Assert.Equal("431 Request Header Fields Too Large", answer.Text);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_head_at_the_limit_is_served_again_and_again()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { MaxHeaderBytes = 2000 });
        var client = server.Connect();
        const string frame = "GET / HTTP/1.1\r\nHost: h\r\nA: \r\n\r\n";
        for (var round = 0; round < 3; round++)
        {
            client.Send(frame.Replace("A: ", "A: " + new string('x', 2000 - frame.Length), StringComparison.Ordinal));
            Assert.Equal(200, client.Read().Status);
        }
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 431)]
    public async Task A_head_has_a_thousand_fields_at_most(int count, int status)
    {
        await using var server = new ServerFixture(s_ok);
        var lines = string.Concat(
            Enumerable.Range(0, count - 1).Select(index => string.Create(CultureInfo.InvariantCulture, $"X-{index}: 1\r\n")));
        Assert.Equal(status, server.Ask($"GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n").Status);
    }

    [Theory]
    [InlineData(0, 64 * 1024, 200)]
    [InlineData(0, (64 * 1024) + 1, 431)]
    [InlineData(1 << 20, 1 << 20, 200)]
    [InlineData(1 << 20, (1 << 20) + 1, 431)]
    public async Task A_head_of_64_KiB_or_what_is_set_is_served_and_a_longer_one_refused(int headBytesMax, int headLength, int status)
    {
        await using var server = new ServerFixture(
            (w, r) => w.Write($"{r.Header.Get("A").Length}"), new ServerOptions { MaxHeaderBytes = headBytesMax });
        var client = server.Connect();
        const string frame = "GET / HTTP/1.1\r\nHost: h\r\nA: \r\n\r\n";
        var length = headLength - frame.Length;
        var head = frame.Replace("A: ", "A: " + new string('x', length), StringComparison.Ordinal);
        client.SendWhileTaken(Encoding.ASCII.GetBytes(head));
        var answer = client.Read();
        Assert.Equal(status, answer.Status);
        if (status == 200) Assert.Equal($"{length}", answer.Text);
        else client.ExpectEnd();
    }

    // A slow path of three kinds: the line comes whole, its end comes later, and it never ends.
    [Theory]
    [InlineData(0, 16 * 1024, 200)]
    [InlineData(0, (16 * 1024) + 1, 414)]
    [InlineData(100, 100, 200)]
    [InlineData(100, 101, 414)]
    [InlineData(60_000, 60_000, 200)]
    [InlineData(60_000, 60_001, 414)]
    public async Task A_request_line_of_16_KiB_or_what_is_set_is_served_and_a_longer_one_refused(
        int lineBytesMax, int lineLength, int status)
    {
        await using var server = new ServerFixture((w, r) => w.Write("ok"), new ServerOptions { MaxRequestLineBytes = lineBytesMax });
        const string frame = "GET / HTTP/1.1";
        var line = frame.Replace("/ ", "/" + new string('x', lineLength - frame.Length) + " ", StringComparison.Ordinal);
        Assert.Equal(status, server.Ask(line + "\r\nHost: h\r\n\r\n").Status);
        var client = server.Connect();
        client.Send(line + "\r");
        if (status == 200) client.Send("\nHost: h\r\n\r\n");
        else client.SendWhileTaken(Encoding.ASCII.GetBytes(new string('x', 100_000)));
        Assert.Equal(status, client.Read().Status);
    }
}
