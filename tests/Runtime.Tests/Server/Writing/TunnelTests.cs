using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>RFC 9110 section 9.3.6: a 2xx to CONNECT has neither length nor chunks, and nothing can follow it on the connection.</summary>
[Collection(ServerCollection.Name)]
public sealed class TunnelTests
{
    private const string Connect = "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n";

    public static TheoryData<string, HandlerFunc, string> Handlers() => new()
    {
        { "nothing", static (_, _) => { }, "" },
        { "a status", static (w, _) => w.WriteHeader(200), "" },
        { "another status", static (w, _) => w.WriteHeader(299), "" },
        { "a length", static (w, _) => w.Header.Set("Content-Length", "5"), "" },
        { "chunks", static (w, _) => w.Header.Set("Transfer-Encoding", "chunked"), "" },
        { "a short body", static (w, _) => w.Write("hello"), "hello" },
        { "a body of another length", static (w, _) => { w.Header.Set("Content-Length", "2"); w.Write("hello"); }, "hello" },
        { "a flushed body", static (w, _) => { w.Flush(); w.Write("hel"); w.Flush(); w.Write("lo"); }, "hello" },
        { "a long body", static (w, _) => w.Write(new string('x', 5000)), new string('x', 5000) },
        { "trailers", static (w, _) => { w.Header.Set("Trailer", "X-T"); w.Write("hello"); w.Header.Set("X-T", "1"); }, "hello" },
    };

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task A_2xx_to_connect_that_nobody_took_over_has_no_framing_and_closes(string does, HandlerFunc handler, string body)
    {
        Assert.NotEmpty(does);
        await using var server = new ServerFixture(handler);
        var client = server.Connect();
        // What follows is for the tunnel, and no request.
        client.Send(Connect + "GET /next HTTP/1.1\r\nHost: a.test\r\n\r\n");
        var text = client.ExpectGone();
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Assert.StartsWith("HTTP/1.1 2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", text[..end], StringComparison.Ordinal);
        Assert.DoesNotContain("Transfer-Encoding", text[..end], StringComparison.Ordinal);
        Assert.Equal(body, text[end..]);
    }

    [Fact]
    public async Task Another_status_to_connect_is_framed_and_the_connection_goes_on()
    {
        await using var server = new ServerFixture(static (w, _) => Http.Error(w, "no", 403));
        var client = server.Connect();
        client.Send(Connect + Connect);
        Assert.Equal(("no\n", "3"), (client.Read() is var first ? first.Text : "", first["Content-Length"]));
        Assert.Equal(403, client.Read().Status);
    }
}
