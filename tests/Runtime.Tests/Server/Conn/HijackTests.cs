using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class HijackTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_takes_the_connection_over_has_both_of_its_directions(bool outlivesHandler)
    {
        Task echo = Task.CompletedTask;
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            var conn = new ResponseController(w).Hijack();
            echo = EchoAsync(conn);
            if (!outlivesHandler) await echo;
        });
        var client = server.Connect();
        client.Send(Get);
        for (var round = 0; round < 3; round++)
        {
            client.Send($"ping {round}");
            Assert.Equal($"ping {round}", Receive(client, 6));
        }

        client.EndSending();
        client.ExpectEnd();
        await Eventually.Of(echo);
    }

    [Fact]
    public async Task A_connection_that_was_closed_gets_no_time_limit_any_more()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            var conn = new ResponseController(w).Hijack();
            conn.Write("closed"u8);
            conn.Dispose();
            Assert.Throws<ObjectDisposedException>(() => conn.SetDeadline(DateTimeOffset.MaxValue));
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal("closed", client.ReadToEnd());
    }

    [Fact]
    public async Task What_was_sent_behind_the_request_comes_first()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            using var conn = new ResponseController(w).Hijack();
            var buffer = new byte[100];
            var count = 0;
            for (int read; (read = conn.Read(buffer.AsSpan(count))) > 0;) count += read;
            conn.Write(buffer.AsSpan(0, count));
        });
        var client = server.Connect();
        client.Send(Get + "early");
        client.Send(" late");
        client.EndSending();
        Assert.Equal("early late", client.ReadToEnd());
    }

    [Fact]
    public async Task The_body_of_the_request_is_the_new_owners_to_read()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            var body = r.Body;
            using var conn = new ResponseController(w).Hijack();
            Assert.Throws<InvalidOperationException>(() => body.Read(new byte[1]));
            var buffer = new byte[5];
            conn.ReadExactly(buffer);
            conn.Write(buffer);
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        Assert.Equal("hello", client.ReadToEnd());
    }

    [Fact]
    public async Task Answers_that_were_finished_before_are_sent_before()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Path != "/take")
            {
                w.Write("first");
                return;
            }

            using var conn = new ResponseController(w).Hijack();
            conn.Write("raw"u8);
        });
        var client = server.Connect();
        client.Send(Get + "GET /take HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("first", client.Read().Text);
        Assert.Equal("raw", client.ReadToEnd());
    }

    [Fact]
    public async Task A_switch_of_protocols_is_answered_101_with_its_fields_and_then_the_handler_goes_on()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            w.Header.Set("Connection", "Upgrade");
            w.Header.Set("Upgrade", r.Header.Get("Upgrade"));
            w.WriteHeader(Status.SwitchingProtocols);
            using var conn = new ResponseController(w).Hijack();
            var line = new byte[4];
            conn.ReadExactly(line);
            conn.Write(line);
        });
        var client = server.Connect();
        client.Send("GET /chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
        var answer = client.Read();
        Assert.Equal(101, answer.Status);
        Assert.Equal("Upgrade", answer["Connection"]);
        Assert.Equal("echo", answer["Upgrade"]);
        Assert.Null(answer["Content-Length"]);
        Assert.Null(answer["Transfer-Encoding"]);
        client.Send("ping");
        Assert.Equal("ping", client.ReadToEnd());
    }

    [Fact]
    public async Task Connect_makes_a_tunnel()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            Assert.Equal(("CONNECT", "inner.example:443"), (r.Method, r.Host));
            using var conn = new ResponseController(w).Hijack();
            conn.Write("HTTP/1.1 200 Connection established\r\n\r\n"u8);
            conn.CopyTo(conn);
        });
        var client = server.Connect();
        client.Send("CONNECT inner.example:443 HTTP/1.1\r\nHost: inner.example:443\r\n\r\n");
        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\n", Receive(client, 39));
        client.Send("through");
        client.EndSending();
        Assert.Equal("through", client.ReadToEnd());
    }

    [Fact]
    public async Task What_was_flushed_stands_before_what_is_written_raw()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Write("Hello, ");
            w.Flush();
            using var conn = new ResponseController(w).Hijack();
            conn.Write("6\r\nworld!\r\n0\r\n\r\n"u8);
        });
        Assert.Equal("Hello, world!", server.Ask(Get).Text);
    }

    [Fact]
    public async Task The_writer_is_of_no_use_any_more_but_for_its_header()
    {
        var failures = new List<Exception?>();
        await using var server = new ServerFixture((w, _) =>
        {
            using var conn = new ResponseController(w).Hijack();
            failures.Add(Record.Exception(() => w.Write("x"u8)));
            failures.Add(Record.Exception(() => w.Write(default(ReadOnlySpan<byte>))));
            failures.Add(Record.Exception(() => w.WriteHeader(200)));
            failures.Add(Record.Exception(() => w.Flush()));
            failures.Add(Record.Exception(() => new ResponseController(w).Hijack()));
            w.Header.Set("A", "b");
        });
        var client = server.Connect();
        client.Send(Get);
        client.ExpectEnd();
        Assert.Equal(5, failures.Count);
        Assert.All(failures, failure => Assert.IsType<InvalidOperationException>(failure));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_fails_after_it_took_the_connection_over_is_logged_and_the_connection_is_closed(bool isAsync)
    {
        HijackedConn? conn = null;
        await using var server = ServerFixture.Async((w, _) =>
        {
            conn = new ResponseController(w).Hijack();
            var failure = new InvalidOperationException("on purpose");
            return isAsync ? FailLaterAsync(failure) : throw failure;
        });
        var client = server.Connect();
        client.Send(Get);
        server.TakeLog("on purpose");
        Assert.Equal("", client.ReadToEnd());
        Assert.Throws<ObjectDisposedException>(() => conn!.Write("too late"u8));
    }

    [Fact]
    public async Task The_server_forgets_the_connection_and_its_limits()
    {
        HijackedConn? conn = null;
        var token = default(CancellationToken);
        using var go = new SemaphoreSlim(0);
        var options = new ServerOptions
        {
            IdleTimeout = TimeSpan.FromMilliseconds(50),
            ReadTimeout = TimeSpan.FromMilliseconds(500),
            WriteTimeout = TimeSpan.FromMilliseconds(500)
        };
        await using var server = ServerFixture.Async(
            async (w, r) =>
            {
                token = r.Context.CancellationToken;
                conn = new ResponseController(w).Hijack();
                await go.WaitAsync();
            },
            options);
        var client = server.Connect();
        client.Send(Get);
        Eventually.True(() => conn is not null, "the handler was not called");
        server.ExpectNoConn();
        // A connection that came later runs into the same limits.
        server.Connect().ExpectEnd();
        await Eventually.Of(server.Server.ShutdownAsync());
        server.Server.Close();
        Assert.False(token.IsCancellationRequested);
        go.Release();
        Eventually.True(() => token.IsCancellationRequested, "the context did not end with the handler");
        client.Send("x");
        await conn!.ReadExactlyAsync(new byte[1]);
        await conn.WriteAsync("y"u8.ToArray());
        Assert.Equal("y", Receive(client, 1));
        conn.Dispose();
    }

    [Fact]
    public async Task A_limit_of_the_new_owners_ends_a_read()
    {
        Exception? seen = null;
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            await using var conn = new ResponseController(w).Hijack();
            conn.SetDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
            seen = await Record.ExceptionAsync(async () => await conn.ReadExactlyAsync(new byte[1]));
        });
        var client = server.Connect();
        client.Send(Get);
        client.ExpectGone();
        Eventually.True(() => seen is not null, "the read did not end");
        Assert.True(Assert.IsType<TransportException>(seen).IsTimeout);
    }

    [Fact]
    public async Task One_direction_can_be_ended_alone()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            using var conn = new ResponseController(w).Hijack();
            conn.CloseWrite();
            Assert.Equal((byte)'x', (byte)conn.ReadByte());
        });
        var client = server.Connect();
        client.Send(Get);
        client.ExpectEnd();
        client.Send("x");
    }

    [Fact]
    public async Task Many_connections_are_taken_over_at_once()
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            await using var conn = new ResponseController(w).Hijack();
            await EchoAsync(conn);
        });
        var clients = Enumerable.Range(0, 50).Select(_ => server.Connect()).ToList();
        for (var index = 0; index < clients.Count; index++) clients[index].Send(Get + index.ToString("D3"));
        for (var index = 0; index < clients.Count; index++) Assert.Equal(index.ToString("D3"), Receive(clients[index], 3));
        foreach (var client in clients) client.EndSending();
        foreach (var client in clients) client.ExpectEnd();
    }

    [Fact]
    public async Task A_writer_without_a_connection_says_that_it_has_none()
    {
        var controller = new ResponseController(new RouteGen.Tests.RecordingWriter());
        Assert.Throws<NotSupportedException>(() => controller.Hijack());
        Assert.Throws<NotSupportedException>(() => controller.SetReadDeadline(null));
        Assert.Throws<NotSupportedException>(() => controller.SetWriteDeadline(null));
        Assert.Throws<NotSupportedException>(() => controller.EnableFullDuplex());
        controller.Flush();
        await controller.FlushAsync();
    }

    private static async Task EchoAsync(HijackedConn conn)
    {
        await using (conn)
        {
            var buffer = new byte[64];
            for (int count; (count = await conn.ReadAsync(buffer)) > 0;) await conn.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    private static async Task FailLaterAsync(Exception failure)
    {
        await Task.Yield();
        throw failure;
    }

    private static string Receive(RawClient client, int count)
    {
        var text = new StringBuilder();
        while (text.Length < count) text.Append(client.ReceiveOnce());
        return text.ToString();
    }
}
