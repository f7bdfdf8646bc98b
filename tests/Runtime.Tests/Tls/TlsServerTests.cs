using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using RouteGen;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace Runtime.Tests.Tls;

[Collection(ServerCollection.Name)]
public sealed class TlsServerTests
{
    [Fact]
    public async Task A_handshake_that_fails_names_the_peer_even_when_it_is_gone()
    {
        await using var server = new TlsServerFixture();
        for (var round = 0; round < 5; round++)
        {
            var socket = server.ConnectPlain();
            var address = socket.LocalEndPoint!.ToString();
            socket.Send([22, 3, 1, 0, 200, 1]);
            // A reset: the kernel forgets the peer's address.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
            Assert.Contains($"peer={address}", server.TakeLog("TLS handshake error."), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Requests_are_answered_and_know_what_was_agreed_on(SslProtocols version)
    {
        TlsConnectionState? state = null;
        await using var server = new TlsServerFixture((w, r) =>
        {
            state = r.Tls;
            w.Write("pong"u8);
        });
        using (var stream = server.Connect("localhost", version))
            Assert.EndsWith("\r\n\r\npong", TlsServerFixture.Ask(stream), StringComparison.Ordinal);
        Assert.Equal(version, state!.Version);
        Assert.Equal("localhost", state.ServerName);
        Assert.Equal("", state.NegotiatedProtocol);
        Assert.Null(state.PeerCertificate);
        Assert.NotEqual((TlsCipherSuite)0, state.CipherSuite);
    }

    // The records of a broken peer are its fault, so there is nothing to log, and no close_notify to send.
    [Theory]
    [InlineData(SslProtocols.Tls12, 23)]
    [InlineData(SslProtocols.Tls13, 23)]
    [InlineData(SslProtocols.Tls12, 21)]
    [InlineData(SslProtocols.Tls13, 21)]
    [InlineData(SslProtocols.Tls12, 22)]
    [InlineData(SslProtocols.Tls13, 22)]
    public async Task A_corrupt_record_in_a_body_ends_the_connection_and_is_not_logged(SslProtocols version, byte kind)
    {
        var ended = 0;
        await using var server = new TlsServerFixture((_, r) =>
        {
            try
            {
                while (r.Body.Read(new byte[10]) > 0) continue;
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        });
        var socket = server.ConnectPlain();
        using var wire = new NetworkStream(socket, ownsSocket: true);
        await using var stream = new SslStream(wire, leaveInnerStreamOpen: true);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = version,
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        });
        stream.Write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nfirst"u8);
        wire.Write([kind, 3, 3, 0, 24, .. new byte[24]]);
        Eventually.True(() => Volatile.Read(ref ended) == 1 && server.Server.ConnCount == 0, "the connection is open");
    }

    [Fact]
    public async Task A_request_on_a_plain_connection_has_no_state()
    {
        TlsConnectionState? state = null;
        await using var server = new ServerFixture((w, r) => state = r.Tls);
        server.Ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Null(state);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_connection_serves_many_requests_pipelined_ones_too(SslProtocols version)
    {
        const int Requests = 500;
        await using var server = new TlsServerFixture();
        using var stream = server.Connect("localhost", version);
        // In pieces that are no requests, and records of every size.
        var all = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n", Requests)));
        var writing = Task.Run(() =>
        {
            for (int start = 0, size = 1; start < all.Length; start += size, size = (size * 7 % 1013) + 1)
                stream.Write(all.AsSpan(start, Math.Min(size, all.Length - start)));
            stream.Write("GET /b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8);
        });
        var answers = await Eventually.Of(Task.Run(() => TlsServerFixture.ReadToEnd(stream)));
        await Eventually.Of(writing);
        Assert.Equal(Requests + 1, answers.Split("\r\n\r\npong").Length - 1);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Large_bodies_go_both_ways(SslProtocols version)
    {
        const int Size = 5_000_000;
        await using var server = new TlsServerFixture((w, r) =>
        {
            var body = new byte[Size];
            var read = 0;
            while (r.Body.Read(body.AsSpan(read, Math.Min(10_000, Size - read))) is var count and > 0) read += count;
            w.Header.Set("Content-Length", $"{read}");
            w.Write(body);
        });
        using var stream = server.Connect("localhost", version);
        var body = new byte[Size];
        new Random(1).NextBytes(body);
        var writing = Task.Run(() =>
        {
            stream.Write(
                Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {Size}\r\n\r\n"));
            stream.Write(body);
        });
        var answer = await Eventually.Of(Task.Run(() => TlsServerFixture.ReadToEnd(stream)));
        await Eventually.Of(writing);
        Assert.Equal(Encoding.Latin1.GetString(body), answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_body_is_answered_408(bool blocks)
    {
        await using var server = new TlsServerFixture((w, r) =>
        {
            new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
            if (blocks) Assert.Equal(0, r.Body.Read(new byte[10]));
            else r.Body.ReadAllBytes();
        });
        using var stream = server.Connect();
        stream.Write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"u8);
        var answer = await Eventually.Of(Task.Run(() => TlsServerFixture.ReadToEnd(stream)));
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /x HTTP/1.0\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task A_plain_request_is_told_so_in_plain_http(string request)
    {
        await using var server = new TlsServerFixture();
        using var client = new RawClient(server.Address, 0);
        // In two pieces: the first is too short to be recognised.
        client.Send(request[..3]);
        client.Send(request[3..]);
        Assert.Equal(
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
            client.ReadToEnd());
        Assert.Contains("127.0.0.1:", server.TakeLog("HTTP request to an HTTPS server"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_protocol_is_http_11_by_default_and_no_other_is_agreed_on()
    {
        string? chosen = null;
        await using var server = new TlsServerFixture((_, r) => chosen = r.Tls!.NegotiatedProtocol);
        using (
            var stream = server.Connect(
                change: options => options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]))
            TlsServerFixture.Ask(stream);
        Assert.Equal("http/1.1", chosen);
        Assert.ThrowsAny<AuthenticationException>(
            () => server.Connect(change: options => options.ApplicationProtocols = [SslApplicationProtocol.Http2]));
        server.TakeLog("TLS handshake error");
    }

    [Fact]
    public async Task A_client_that_offers_http_10_alone_is_served()
    {
        string? chosen = null;
        await using var server = new TlsServerFixture((_, r) => chosen = r.Tls!.NegotiatedProtocol);
        using (var stream = server.Connect(change: options => options.ApplicationProtocols = [new SslApplicationProtocol("http/1.0")]))
            TlsServerFixture.Ask(stream);
        Assert.Equal("http/1.0", chosen);
        using (
            var stream = server.Connect(
                change: options => options.ApplicationProtocols = [new SslApplicationProtocol("http/1.0"), SslApplicationProtocol.Http11]))
            TlsServerFixture.Ask(stream);
        Assert.Equal("http/1.1", chosen);
    }

    [Fact]
    public async Task A_protocol_with_a_handler_is_taken_over_and_the_others_are_served()
    {
        await using var server = new TlsServerFixture(nextProto: new Dictionary<string, TlsNextProtoHandler>
        {
            ["echo"] = async (server, conn, handler) =>
            {
                Assert.Equal("echo", conn.Tls!.NegotiatedProtocol);
                Assert.NotNull(handler);
                var buffer = new byte[64];
                int count;
                while ((count = await conn.ReadAsync(buffer)) > 0) await conn.WriteAsync(buffer.AsMemory(0, count));
            },
            ["broken"] = (_, _, _) => throw new InvalidOperationException("made to fail"),
        });
        using (var stream = server.Connect(change: options => options.ApplicationProtocols = [new SslApplicationProtocol("echo")]))
        {
            for (var round = 0; round < 20; round++)
            {
                stream.Write("question"u8);
                var answer = new byte[8];
                stream.ReadExactly(answer);
                Assert.Equal("question"u8, answer);
            }

            Assert.Equal(1, server.Server.ConnCount);
            await stream.ShutdownAsync();
            Assert.Equal(0, stream.Read(new byte[1]));
        }

        using (var stream = server.Connect()) Assert.EndsWith("pong", TlsServerFixture.Ask(stream), StringComparison.Ordinal);
        using (var stream = server.Connect(change: options => options.ApplicationProtocols = [new SslApplicationProtocol("broken")]))
            Assert.Equal(0, stream.Read(new byte[1]));
        server.TakeLog("made to fail");
    }

    [Fact]
    public async Task A_handler_is_told_that_its_peer_took_its_leave()
    {
        using var entered = new ManualResetEventSlim();
        using var cancelled = new ManualResetEventSlim();
        await using var server = new TlsServerFixture((_, r) =>
        {
            var token = r.Context.CancellationToken;
            entered.Set();
            if (token.WaitHandle.WaitOne(Eventually.Patience)) cancelled.Set();
        });
        foreach (var version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            using var stream = server.Connect("localhost", version);
            stream.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
            Assert.True(entered.Wait(Eventually.Patience));
            await stream.ShutdownAsync();
            stream.Dispose();
            Assert.True(cancelled.Wait(Eventually.Patience));
            entered.Reset();
            cancelled.Reset();
        }
    }

    [Fact]
    public async Task A_handler_can_take_over_an_encrypted_connection()
    {
        Task? served = null;
        await using var server = new TlsServerFixture((w, _) => served = ServeAsync(new ResponseController(w).Hijack()));
        using var stream = server.Connect();
        stream.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\nmore"u8);
        var answer = new byte[4];
        stream.ReadExactly(answer);
        Assert.Equal("more"u8, answer);
        stream.Write("last"u8);
        stream.ReadExactly(answer);
        Assert.Equal("last"u8, answer);
        Assert.Equal(0, stream.Read(answer));
        Eventually.True(() => Volatile.Read(ref served) is not null, "the handler did not return");
        await Eventually.Of(served!);

        static async Task ServeAsync(HijackedConn conn)
        {
            await using (conn)
            {
                var buffer = new byte[4];
                for (var round = 0; round < 2; round++)
                {
                    await conn.ReadExactlyAsync(buffer);
                    await conn.WriteAsync(buffer);
                }
            }
        }
    }

    [Fact]
    public async Task Without_a_certificate_nothing_is_listened_at()
    {
        var server = new Server { Addr = "127.0.0.1:0" };
        using var listener = Listener.Listen(server.Addr);
        Assert.Throws<InvalidOperationException>(() => server.StartTls(listener));
        foreach (var (cert, key, missing) in new (string?, string?, string)[] { ("a.pem", null, "key"), (null, "a.pem", "certificate") })
            Assert.Equal(
                $"The {missing} file is null, but the other file is not; pass both files, or null for both.",
                Assert.Throws<ArgumentException>(() => server.StartTls(listener, cert, key)).Message);
        await Assert.ThrowsAnyAsync<IOException>(() => server.ListenAndServeTlsAsync("no-such-file.pem", "no-such-file.pem"));
        Assert.Null(server.LocalEndPoint);
    }

    [Fact]
    public async Task A_graceful_shutdown_ends_with_close_notify()
    {
        await using var server = new TlsServerFixture();
        using var idle = server.Connect();
        using var served = server.Connect();
        served.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        Assert.NotEqual(0, served.Read(new byte[1024]));
        await Eventually.Of(server.Server.ShutdownAsync());
        // A stream that was cut would end with an exception in the middle of a record, or like this one; OpenSSL tells the two apart in the
        // tests with its client.
        Assert.Equal(0, served.Read(new byte[1]));
        Assert.Equal(0, idle.Read(new byte[1]));
    }
}
