using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class KeepAliveTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Post = "POST /p?q=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";

    private static void Echo(ResponseWriter w, Request r)
    {
        w.Write($"{r.Method} {r.Path} ");
        var buffer = new byte[16];
        for (int count; (count = r.Body.Read(buffer)) > 0;) w.Write(buffer.AsSpan(0, count));
    }

    [Fact]
    public async Task A_connection_serves_one_request_after_another()
    {
        await using var server = new ServerFixture(Echo);
        var client = server.Connect();
        for (var round = 0; round < 5; round++)
        {
            client.Send(Get);
            Assert.Equal("GET /a ", client.Read().Text);
            client.Send(Post);
            Assert.Equal("POST /p abc", client.Read().Text);
        }

        Assert.Equal(1, server.Server.ConnCount);
    }

    [Fact]
    public async Task Pipelined_requests_in_one_packet_are_answered_in_one_packet()
    {
        await using var server = new ServerFixture((w, r) => w.Write(r.Path));
        // A machine that holds a handler up for long lets the answers ahead of it leave: then it is tried again.
        Eventually.True(
            () =>
            {
                var client = server.Connect();
                client.Send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
                var received = client.ReceiveOnce();
                Assert.StartsWith("HTTP/1.1 200 OK", received, StringComparison.Ordinal);
                return received.Split("HTTP/1.1 200 OK").Length - 1 == 3 && received.EndsWith("/3", StringComparison.Ordinal);
            },
            "three answers never came in one packet");
    }

    [Fact]
    public async Task Five_hundred_pipelined_requests_are_answered_in_order()
    {
        await using var server = new ServerFixture((w, r) => w.Write(r.Path));
        var client = server.Connect();
        var requests = new StringBuilder();
        for (var index = 0; index < 500; index++) requests.Append($"GET /{index} HTTP/1.1\r\nHost: h\r\n\r\n");
        client.Send(requests.ToString());
        for (var index = 0; index < 500; index++) Assert.Equal($"/{index}", client.Read().Text);
    }

    [Fact]
    public async Task Requests_arrive_byte_by_byte()
    {
        await using var server = new ServerFixture(Echo);
        var client = server.Connect();
        client.SendEach(Get + Post + Get, 1);
        Assert.Equal("GET /a ", client.Read().Text);
        Assert.Equal("POST /p abc", client.Read().Text);
        Assert.Equal("GET /a ", client.Read().Text);
    }

    [Fact]
    public async Task Requests_arrive_split_at_every_place()
    {
        await using var server = new ServerFixture(Echo);
        var client = server.Connect();
        const string both = Post + Get;
        for (var split = 1; split < both.Length; split++)
        {
            client.Send(both[..split]);
            // What was answered already shows that the first part was looked at alone.
            if (split >= Post.Length) Assert.Equal("POST /p abc", client.Read().Text);
            client.Send(both[split..]);
            if (split < Post.Length) Assert.Equal("POST /p abc", client.Read().Text);
            Assert.Equal("GET /a ", client.Read().Text);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "close")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n", "close")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", null)]
    public async Task A_peer_that_asks_for_it_gets_its_connection_closed(string request, string? connection)
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        var client = server.Connect();
        client.Send(request);
        var answer = client.Read();
        Assert.Equal(connection, answer["Connection"]);
        Assert.Equal("x", answer.Text);
        client.ExpectEnd();
        server.ExpectNoConn();
    }

    [Fact]
    public async Task Http_10_with_keep_alive_stays_open()
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        var client = server.Connect();
        for (var round = 0; round < 2; round++)
        {
            client.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            var answer = client.Read();
            Assert.Equal("HTTP/1.0", answer.Version);
            Assert.Equal("keep-alive", answer["Connection"]);
            Assert.Equal("1", answer["Content-Length"]);
        }
    }

    [Fact]
    public async Task An_answer_before_a_close_survives_requests_that_were_pipelined_behind_it()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Connection", "close");
            w.Write("last");
        });
        for (var round = 0; round < 50; round++)
        {
            using var client = new RawClient(server.Address, 0);
            client.Send(Get);
            client.SendWhileTaken(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(Get, 20))));
            var answer = client.Read();
            Assert.Equal("last", answer.Text);
            Assert.Equal("close", answer["Connection"]);
            client.ExpectEnd();
        }
    }

    [Theory]
    [InlineData("POST", true)]
    [InlineData("GET", false)]
    public async Task A_stray_line_end_is_skipped_behind_a_post_only(string method, bool isSkipped)
    {
        await using var server = new ServerFixture(Echo);
        var client = server.Connect();
        client.Send($"{method} / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx\r\n\r\n");
        Assert.Equal(200, client.Read().Status);
        client.Send(Get);
        Assert.Equal(isSkipped ? 200 : 400, client.Read().Status);
        if (!isSkipped) client.ExpectEnd();
    }

    [Fact]
    public async Task Options_asterisk_reads_a_body_that_was_announced_with_an_expectation_and_goes_on()
    {
        await using var server = new ServerFixture((w, _) => w.Write("handler"));
        using var client = server.Connect();
        client.Send("OPTIONS * HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        Assert.Equal(100, client.Read().Status);
        client.Send("abcGET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(200, client.Read().Status);
        Assert.Equal("handler", client.Read().Text);
    }

    [Fact]
    public async Task Options_asterisk_is_answered_by_the_server()
    {
        await using var server = new ServerFixture((w, _) => w.Write("handler"));
        var answer = server.Ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal("0", answer["Content-Length"]);
        Assert.Equal("handler", server.Ask("OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n").Text);
    }

    [Fact]
    public async Task Options_asterisk_reaches_the_handler_when_asked_for()
    {
        await using var server = new ServerFixture((w, _) => w.Write("handler"), new ServerOptions { DisableGeneralOptionsHandler = true });
        Assert.Equal("handler", server.Ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").Text);
    }
}
