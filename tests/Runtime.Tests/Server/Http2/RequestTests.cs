using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

[Collection(ServerCollection.Name)]
public class RequestTests
{
    [Fact]
    public async Task A_request_is_served_with_the_automatic_fields()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write($"{r.Proto} {r.Method} {r.Host} {r.Path} {r.RawQuery}"));
        using var client = server.ConnectHttp2();
        client.Get(1, "/a/b?c=d");
        var answer = client.Await(1);
        Assert.Equal((200, "HTTP/2.0 GET h /a/b c=d"), (answer.Status, answer.Body));
        Assert.Equal([":status", "date", "content-length", "content-type"], answer.Names);
        Assert.Equal("23", answer.Field("content-length"));
        Assert.Equal("text/plain; charset=utf-8", answer.Field("content-type"));
    }

    [Fact]
    public async Task Both_protocols_share_a_port()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.Proto));
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        Assert.Equal("HTTP/2.0", client.Await(1).Body);
        Assert.Equal("HTTP/1.1", server.Ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").Text);
    }

    [Fact]
    public async Task A_preface_may_arrive_byte_by_byte()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.Proto));
        using var client = server.Connect(begins: false);
        foreach (var letter in FrameClient.Preface) client.SendText(letter.ToString());
        foreach (var octet in FrameClient.Frame(Http2Frame.Settings, 0, 0, default)) client.SendBytes([octet]);
        foreach (var octet in FrameClient.Frame(Http2Frame.Headers, 5, 1, FrameClient.Block(FrameClient.Start("GET", "/"))))
            client.SendBytes([octet]);
        Assert.Equal("HTTP/2.0", client.Await(1).Body);
    }

    [Fact]
    public async Task A_server_without_the_protocol_refuses_the_preface()
    {
        await using var server = new ServerFixture(static (w, _) => w.Write("x"));
        using var client = server.Connect();
        client.Send(FrameClient.Preface);
        Assert.Equal(505, client.Read().Status);
    }

    [Fact]
    public async Task An_upgrade_to_h2c_is_ignored()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.Proto));
        var answer = server.Ask(
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
        Assert.Equal((200, "HTTP/1.1"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Many_requests_of_one_packet_are_all_served()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.RawQuery));
        using var client = server.ConnectHttp2();
        var frames = new List<byte>();
        for (var id = 1; id < 400; id += 2)
            frames.AddRange(FrameClient.Frame(Http2Frame.Headers, 5, id, FrameClient.Block(FrameClient.Start("GET", $"/?{id}"))));
        client.SendBytes(frames.ToArray());
        for (var id = 1; id < 400; id += 2) Assert.Equal($"{id}", client.Await(id).Body);
    }

    [Fact]
    public async Task A_body_is_read_to_its_end_and_written_back()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) =>
        {
            Assert.Equal(-1, r.ContentLength);
            w.Write(await r.Body.ReadAllTextAsync());
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/");
        client.SendData(1, "abc");
        client.SendData(1, "");
        client.Synchronise();
        client.SendData(1, "def", ends: true);
        Assert.Equal("abcdef", client.Await(1).Body);
    }

    [Fact]
    public async Task A_blocking_handler_reads_a_body_while_others_are_served()
    {
        await using var server = Http2Fixture.Start(static (w, r) =>
        {
            using var all = new MemoryStream();
            r.Body.CopyTo(all);
            w.Write($"{all.Length}");
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/", ("content-length", "6"));
        client.SendData(1, "abc");
        client.Get(3, "/");
        Assert.Equal("0", client.Await(3).Body);
        client.SendData(1, "def", ends: true);
        Assert.Equal("6", client.Await(1).Body);
    }

    [Fact]
    public async Task A_large_body_flows_both_ways_within_the_windows()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) =>
        {
            var buffer = new byte[10_000];
            while (await r.Body.ReadAsync(buffer) is var count and > 0) await w.WriteAsync(buffer.AsMemory(0, count));
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/");
        var part = new string('x', 16_384);
        var sent = 0L;
        // The whole is far larger than each window, and the client sends no more than the server has returned.
        var window = 65_536L;
        while (sent < 3_000_000)
        {
            if (window < part.Length)
            {
                var update = client.AwaitControl(Http2Frame.WindowUpdate);
                if (update.Id == 1) window += System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(update.Payload);
                continue;
            }

            client.SendData(1, part);
            sent += part.Length;
            window -= part.Length;
        }

        client.SendData(1, "", ends: true);
        Assert.Equal(sent, client.Await(1).BodyLength);
    }

    [Fact]
    public async Task Trailers_flow_both_ways()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) =>
        {
            w.Header.Set("Trailer", "X-Sum");
            w.Write(await r.Body.ReadAllTextAsync());
            w.Header.Set("X-Sum", r.Trailer!.Get("X-In"));
            w.Header.Set("Trailer:X-Late", "late");
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/", ("trailer", "x-in"));
        client.SendData(1, "body");
        client.SendHead(1, ends: true, ("x-in", "42"));
        var answer = client.Await(1);
        Assert.Equal("body", answer.Body);
        Assert.Equal([("x-sum", "42"), ("x-late", "late")], answer.Trailers);
    }

    [Fact]
    public async Task Expect_is_met_by_100_when_the_body_is_read()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) => w.Write(await r.Body.ReadAllTextAsync()));
        using var client = server.ConnectHttp2();
        client.Post(1, "/", ("expect", "100-continue"));
        client.Until(() => client.Of(1).Status == 100);
        client.SendData(1, "now", ends: true);
        var answer = client.Await(1);
        Assert.Equal([100, 200], answer.Statuses);
        Assert.Equal("now", answer.Body);
    }

    [Fact]
    public async Task Informational_responses_precede_the_final_one()
    {
        await using var server = Http2Fixture.Start(static (w, _) =>
        {
            w.Header.Set("Link", "</style.css>; rel=preload");
            w.WriteHeader(103);
            w.Header.Remove("Link");
            w.WriteHeader(204);
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        var answer = client.Await(1);
        Assert.Equal([103, 204], answer.Statuses);
        Assert.Null(answer.Field("link"));
        Assert.Null(answer.Field("content-length"));
    }

    [Fact]
    public async Task A_flush_sends_what_was_written_while_the_handler_goes_on()
    {
        using var goesOn = new SemaphoreSlim(0);
        await using var server = Http2Fixture.StartAsync(async (w, _) =>
        {
            w.Header.Set("Content-Type", "text/event-stream");
            w.Write("data: 1\n\n");
            await w.FlushAsync();
            await goesOn.WaitAsync();
            w.Write("data: 2\n\n");
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        client.Until(() => client.Of(1).Body == "data: 1\n\n");
        goesOn.Release();
        Assert.Equal("data: 1\n\ndata: 2\n\n", client.Await(1).Body);
    }

    [Fact]
    public async Task A_blocking_handler_may_flush()
    {
        using var goesOn = new SemaphoreSlim(0);
        await using var server = Http2Fixture.Start((w, _) =>
        {
            w.Write("1");
            w.Flush();
            Assert.True(goesOn.Wait(Eventually.Patience));
            w.Write("2");
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        client.Until(() => client.Of(1).Body == "1");
        goesOn.Release();
        Assert.Equal("12", client.Await(1).Body);
    }

    [Fact]
    public async Task The_request_may_be_read_after_the_response_has_begun()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) =>
        {
            await w.FlushAsync();
            w.Write(await r.Body.ReadAllTextAsync());
        });
        using var client = server.ConnectHttp2();
        client.Post(1, "/");
        client.Until(() => client.Of(1).Status == 200);
        client.SendData(1, "after", ends: true);
        Assert.Equal("after", client.Await(1).Body);
    }

    [Fact]
    public async Task HEAD_has_the_length_and_no_body()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("12345"));
        using var client = server.ConnectHttp2();
        client.SendHead(1, ends: true, FrameClient.Start("HEAD", "/"));
        var answer = client.Await(1);
        Assert.Equal(("5", 0L), (answer.Field("content-length"), answer.BodyLength));
    }

    [Fact]
    public async Task Fields_of_a_connection_are_not_sent()
    {
        await using var server = Http2Fixture.Start(static (w, _) =>
        {
            w.Header.Set("Connection", "keep-alive, x");
            w.Header.Set("Keep-Alive", "timeout=5");
            w.Header.Set("Upgrade", "h2c");
            w.Header.Set("X-Kept", "a\r\nb");
            w.Write("x");
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        var answer = client.Await(1);
        Assert.Equal([":status", "x-kept", "date", "content-length", "content-type"], answer.Names);
        Assert.Equal("a  b", answer.Field("x-kept"));
    }

    [Fact]
    public async Task Cookies_are_joined()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.Header.Get("Cookie")));
        using var client = server.ConnectHttp2();
        client.Get(1, "/", ("cookie", "a=1"), ("x", "y"), ("cookie", "b=2"));
        Assert.Equal("a=1; b=2", client.Await(1).Body);
    }

    [Fact]
    public async Task A_handler_cannot_take_over_the_connection()
    {
        await using var server = Http2Fixture.Start(static (w, _) =>
        {
            var failure = Assert.Throws<NotSupportedException>(() => new ResponseController(w).Hijack());
            w.Write(failure.Message);
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        Assert.Equal("A connection of HTTP/2 carries other requests, too, and cannot be taken over.", client.Await(1).Body);
    }

    [Fact]
    public async Task A_file_is_sent()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, new string('f', 300_000));
            await using var server = Http2Fixture.StartAsync(async (w, _) =>
            {
                using var file = File.OpenHandle(path);
                w.Header.Set("Content-Length", "200000");
                await w.SendFileAsync(file, 100_000, 200_000);
            });
            using var client = server.ConnectHttp2();
            client.Get(1, "/");
            Assert.Equal(200_000, client.Await(1).BodyLength);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_failed_handler_gets_a_500_and_is_logged()
    {
        await using var server = Http2Fixture.Start(static (_, _) => throw new InvalidOperationException("boom"));
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        Assert.Equal((500, "500 Internal Server Error"), (client.Await(1).Status, client.Of(1).Body));
        Assert.Contains("boom", server.TakeLog("A handler failed."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_fails_after_the_head_resets_the_stream_only()
    {
        await using var server = Http2Fixture.Start(static (w, r) =>
        {
            w.Write("x");
            if (r.Path != "/fail") return;
            w.Flush();
            throw new AbortHandlerException();
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/fail");
        Assert.Equal(Http2Error.Internal, client.Await(1).Error);
        client.Get(3, "/");
        Assert.Equal("x", client.Await(3).Body);
    }

    [Fact]
    public async Task A_response_of_another_length_than_declared_resets_the_stream()
    {
        await using var server = Http2Fixture.Start(static (w, _) =>
        {
            w.Header.Set("Content-Length", "10");
            w.Write("short");
        });
        using var client = server.ConnectHttp2();
        client.Get(1, "/");
        Assert.Equal(Http2Error.Internal, client.Await(1).Error);
        server.TakeLog("A handler wrote a different number of bytes");
    }

    [Fact]
    public async Task A_body_that_is_not_read_is_refused_without_harm_to_the_connection()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.ConnectHttp2();
        // Each leaves data behind. If its window were lost, the later ones could not be sent.
        for (var id = 1; id < 2 * 40; id += 2)
        {
            client.Post(id, "/");
            client.SendData(id, new string('x', 16_384));
            client.SendData(id, new string('x', 16_384));
            Assert.Equal("x", client.Await(id).Body);
            client.Until(() => client.Of(id).Error == Http2Error.None);
        }

        client.Get(101, "/");
        Assert.Equal("x", client.Await(101).Body);
    }
}
