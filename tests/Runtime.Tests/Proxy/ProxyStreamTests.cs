using RouteGen.Tests.Client;
using Runtime.Tests.Serving;

namespace RouteGen.Tests.Proxying;

/// <summary>
/// Bodies, trailers, informational responses and tunnels on their way through a proxy (BEHAVIOUR U2), in both directions.
/// </summary>
[Collection(ServerCollection.Name)]
public class ProxyStreamTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Upgrade = "GET /chat HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, upgrade\r\nUpgrade: echo\r\n\r\n";
    private const string Switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: Echo\r\nX-A: b\r\n\r\n";

    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_large_body_goes_through_whole_in_both_directions(string backend)
    {
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(static number => $"{number:D6}\n"));
        await using var proxy = ProxyFixture.Answering(
            backend, static (_, request) => RawServer.Ok(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        var client = proxy.Connect();
        client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {text.Length}\r\n\r\n{text}");
        var answer = client.Read();
        Assert.Equal((200, text), (answer.Status, answer.Text));
        // The connection goes on.
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab");
        Assert.Equal("ab", client.Read().Text);
        Assert.Equal(1, proxy.Back.Opened);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Pieces_arrive_as_they_are_sent_and_trailers_behind_them(string backend)
    {
        await using var proxy = new ProxyFixture(backend, static async conn =>
        {
            Assert.NotNull(await conn.ReadThroughAsync("\r\n\r\n"));
            Assert.Equal("3\r\none\r\n", await conn.ReadExactlyAsync(8));
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n5\r\nfirst\r\n");
            Assert.Equal("3\r\ntwo\r\n", await conn.ReadExactlyAsync(8));
            await conn.WriteAsync("6\r\nsecond\r\n");
            Assert.Equal("0\r\nX-T: t\r\n\r\n", await conn.ReadThroughAsync("\r\n\r\n"));
            await conn.WriteAsync("0\r\nX-A: b\r\nX-Late: c\r\n\r\n");
            await conn.WaitForCloseAsync();
        });
        var client = proxy.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\none\r\n");
        var start = client.ReceiveUntil("first\r\n");
        Assert.Contains("\r\nTrailer: X-A\r\n", start);
        client.Send("3\r\ntwo\r\n");
        Assert.EndsWith("second\r\n", client.ReceiveUntil("second\r\n"));
        client.Send("0\r\nX-T: t\r\n\r\n");
        Assert.Equal("0\r\nX-A: b\r\nX-Late: c\r\n\r\n", client.ReceiveUntil("\r\n\r\n"));
    }

    [Fact]
    public async Task Trailers_that_nobody_announced_come_behind_a_short_body_too()
    {
        await using var proxy = ProxyFixture.Answering(
            "sockets", static (_, _) => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Late: c\r\n\r\n");
        var answer = proxy.Ask(Get);
        Assert.Equal("ok", answer.Text);
        Assert.Equal([("X-Late", "c")], answer.Trailers);
    }

    [Theory]
    [InlineData("Content-Type: text/event-stream; charset=utf-8\r\nContent-Length: 10\r\n", 0)]
    [InlineData("Connection: close\r\n", 0)]
    [InlineData("Content-Length: 10\r\n", -1)]
    [InlineData("Content-Length: 10\r\n", 5)]
    public async Task What_somebody_waits_for_is_sent_at_once_or_in_time(string fields, int flushMs)
    {
        var sees = new TaskCompletionSource();
        await using var proxy = new ProxyFixture(
            "sockets",
            async conn =>
            {
                Assert.NotNull(await conn.ReadRequestAsync());
                await conn.WriteAsync($"HTTP/1.1 200 OK\r\n{fields}\r\n");
                await sees.Task.WaitAsync(Wait.Limit);
                await conn.WriteAsync("event");
                await sees.Task.WaitAsync(Wait.Limit);
                await conn.WriteAsync("later");
            },
            made => new ReverseProxy(made.Rewrite) { Transport = made.Transport, FlushInterval = TimeSpan.FromMilliseconds(flushMs) });
        var client = proxy.Connect();
        client.Send(Get);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.ReceiveUntil("\r\n\r\n"));
        sees.SetResult();
        Assert.Contains("event", client.ReceiveUntil("event"));
        Assert.Contains("later", client.ReceiveUntil("later"));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Informational_responses_are_passed_on_with_their_own_fields(string backend)
    {
        await using var proxy = ProxyFixture.Answering(
            backend, static (_, _) =>
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: x\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n"
                    + RawServer.Ok("ok"),
            wrap: static made => Handler.From((w, r) =>
            {
                w.Header.Set("X-Front", "1");
                return made.ServeHttpAsync(w, r).AsTask();
            }));
        var client = proxy.Connect();
        client.Send(Get);
        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", client.ReceiveUntil("\r\n\r\n"));
        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n", client.ReceiveUntil("\r\n\r\n"));
        var answer = client.Read();
        Assert.Equal(("ok", "1", (string?)null), (answer.Text, answer["X-Front"], answer["Link"]));
    }

    [Fact]
    public async Task A_server_that_sends_informational_responses_for_ever_is_cut_off()
    {
        await using var proxy = new ProxyFixture("sockets", static async conn =>
        {
            Assert.NotNull(await conn.ReadRequestAsync());
            while (true) await conn.WriteAsync("HTTP/1.1 102 Processing\r\n\r\n");
        });
        var client = proxy.Connect();
        client.Send(Get);
        Assert.EndsWith("HTTP/1.1 502 Bad Gateway\r\n", client.ReceiveUntil("502 Bad Gateway\r\n"));
        proxy.TakeLog("could not forward a request");
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nhalf")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n")]
    public async Task An_answer_that_breaks_off_breaks_off_for_the_client(string rest)
    {
        await using var proxy = new ProxyFixture("sockets", async conn =>
        {
            Assert.NotNull(await conn.ReadRequestAsync());
            await conn.WriteAsync("HTTP/1.1 200 OK\r\n" + rest);
        });
        var client = proxy.Connect();
        client.Send(Get);
        Assert.DoesNotContain("0\r\n\r\n", client.ExpectGone());
        proxy.TakeLog("could not forward the whole response");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_client_that_goes_away_ends_the_request_behind(string backend)
    {
        var ended = new TaskCompletionSource();
        await using var proxy = new ProxyFixture(backend, async conn =>
        {
            Assert.NotNull(await conn.ReadRequestAsync());
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            await conn.WaitForCloseAsync();
            ended.SetResult();
        });
        var client = proxy.Connect();
        client.Send(Get);
        client.ReceiveUntil("first\r\n");
        client.Dispose();
        await ended.Task.WaitAsync(Wait.Limit);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task An_answer_that_comes_before_the_request_was_sent_reaches_its_client(string backend)
    {
        await using var proxy = new ProxyFixture(backend, static async conn =>
        {
            Assert.NotNull(await conn.ReadThroughAsync("\r\n\r\n"));
            await conn.WriteAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
            await conn.WaitForCloseAsync();
        });
        var client = proxy.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nbegun");
        var answer = client.Read();
        Assert.Equal((413, "no"), (answer.Status, answer.Text));
        client.EndSending();
        client.ExpectGone();
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_switch_of_protocols_is_a_tunnel_with_two_directions(string backend)
    {
        await using var proxy = new ProxyFixture(backend, static async conn =>
        {
            var request = await conn.ReadRequestAsync();
            Assert.Contains("\r\nConnection: Upgrade\r\n", request);
            Assert.Contains("\r\nUpgrade: echo\r\n", request);
            await conn.WriteAsync(Switching + "early");
            Assert.Equal("ping", await conn.ReadExactlyAsync(4));
            await conn.WriteAsync("pong");
            await conn.WaitForCloseAsync();
            // The client has ended its direction only.
            await conn.WriteAsync("last");
        });
        var client = proxy.Connect();
        client.Send(Upgrade);
        var head = client.ReceiveUntil("early");
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", head);
        Assert.Contains("\r\nConnection: Upgrade\r\n", head);
        Assert.Contains("\r\nUpgrade: Echo\r\n", head);
        Assert.Contains("\r\nX-A: b\r\n", head);
        client.Send("ping");
        client.ReceiveUntil("pong");
        client.EndSending();
        Assert.Equal("last", client.ReadToEnd());
    }

    [Fact]
    public async Task A_server_that_breaks_a_tunnel_off_ends_it()
    {
        await using var proxy = new ProxyFixture("sockets", static async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(Switching + "early");
            Assert.Equal("ping", await conn.ReadExactlyAsync(4));
            conn.Reset();
        });
        var client = proxy.Connect();
        client.Send(Upgrade);
        client.ReceiveUntil("early");
        client.Send("ping");
        client.ExpectGone();
    }

    // The backend's stream is that of another transport. It fails, or cannot be disposed once the client has ended its direction.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_switch_whose_backend_fails_closes_the_connection_of_its_client(bool readFails)
    {
        var back = new FailingSwitch(readFails);
        await using var front = new ServerFixture(new ReverseProxy("http://a.test") { Transport = back });
        var client = front.Connect();
        client.Send(Upgrade);
        client.ReceiveUntil("\r\n\r\n");
        if (!readFails) client.EndSending();
        client.ExpectGone();
        front.TakeLog(readFails ? "of the read" : "of the dispose");
    }

    [Fact]
    public async Task A_switch_to_another_protocol_than_the_one_asked_for_is_answered_502()
    {
        await using var proxy = new ProxyFixture("sockets", static async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(Switching.Replace("Echo", "other"));
            await conn.WaitForCloseAsync();
        });
        var client = proxy.Connect();
        client.Send(Upgrade);
        Assert.Equal(502, client.Read().Status);
        proxy.TakeLog("\"other\" when \"echo\"");
    }

    private sealed class FailingSwitch(bool readFails) : Body, IRoundTripper
    {
        private readonly TaskCompletionSource<int> _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanWrite => true;

        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) =>
            new(new Response { StatusCode = 101, Header = { ["Connection"] = "Upgrade", ["Upgrade"] = "echo" }, Body = this });

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return readFails ? throw new InvalidOperationException("of the read") : await _read.Task;
        }

        protected override void Dispose(bool disposing)
        {
            _read.TrySetException(new IOException("It was disposed."));
            throw new InvalidOperationException("of the dispose");
        }
    }

    // Every 3rd client goes away in the middle.
    [Fact]
    public async Task Many_at_once_leave_nothing_behind()
    {
        var body = new string('x', 20_000);
        await using var proxy = ProxyFixture.Answering("epoll", (_, request) => RawServer.Ok(request[^5..] + body));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var round = 0; round < 40; round++)
            {
                var client = proxy.Connect();
                client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20005\r\n\r\n{body}");
                if (round % 3 != 0)
                {
                    client.Send($"{worker}-{round:D3}");
                    Assert.Equal($"{worker}-{round:D3}", client.Read().Text[..5]);
                }

                client.Dispose();
            }
        }))).WaitAsync(TimeSpan.FromMinutes(3));
    }
}
