using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>The client against servers on loopback that do odd things.</summary>
public class LoopbackTests
{
    private static async Task<string> GetAsync(Transport transport, string url)
    {
        using var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit);
        return await response.Body.ReadAllTextAsync().AsTask().WaitAsync(Wait.Limit);
    }

    private static RawServer Fixed(string answer, bool closes = false) => new(async conn =>
    {
        while (await conn.ReadRequestAsync() is not null)
        {
            await conn.WriteAsync(answer);
            if (closes) return;
        }
    });

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 2)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nok", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokJUNK", 2)]
    public async Task Reuse_is_decided_by_the_response(string answer, int opened)
    {
        await using var server = Fixed(answer);
        using var transport = new Transport();
        Assert.Equal("ok", await GetAsync(transport, server.Url));
        Assert.Equal("ok", await GetAsync(transport, server.Url));
        Assert.Equal(opened, server.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => server.Open == 0, "the connections are closed");
    }

    [Fact]
    public async Task A_body_may_last_until_the_connection_closes()
    {
        await using var server = Fixed("HTTP/1.1 200 OK\r\n\r\nuntil close", closes: true);
        using var transport = new Transport();
        Assert.Equal("until close", await GetAsync(transport, server.Url));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsho")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n0\r\n")]
    public async Task A_truncated_body_is_an_error(string answer)
    {
        await using var server = Fixed(answer, closes: true);
        using var transport = new Transport();
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, server.Url));
        Assert.Equal(TransportError.UnexpectedEof, error.Error);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_head_that_is_cut_off_is_an_error_at_once()
    {
        // The last bytes and the end are often one event, which nothing follows.
        await using var server = Fixed("HTTP/1.1 200 OK\r\nContent-Le", closes: true);
        using var transport = new Transport();
        for (var round = 0; round < 200; round++)
        {
            var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, server.Url));
            Assert.Equal(TransportError.UnexpectedEof, error.Error);
        }

        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_close_right_behind_an_answer_takes_the_connection_from_the_pool()
    {
        await using var server = Fixed(RawServer.Ok("ok"), closes: true);
        using var transport = new Transport();
        for (var round = 0; round < 200; round++)
        {
            Assert.Equal("ok", await GetAsync(transport, server.Url));
            await Wait.UntilAsync(() => transport.Pool.Counts == (0, 0, 0), "the connection is gone");
        }
    }

    [Theory]
    [InlineData("SSH-2.0-x\r\n\r\n", RejectReason.MalformedStatusLine)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", RejectReason.DuplicateContentLength)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", RejectReason.UnsupportedTransferEncoding)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", RejectReason.MalformedChunkSize)]
    public async Task A_server_that_breaks_the_rules_is_an_error_and_not_tried_again(string answer, RejectReason reason)
    {
        await using var server = Fixed(answer);
        using var transport = new Transport();
        var error = await Assert.ThrowsAsync<ProtocolException>(() => GetAsync(transport, server.Url));
        Assert.Equal(reason, error.Reason);
        Assert.Equal(1, server.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => server.Open == 0, "the connection is closed");
    }

    [Fact]
    public async Task A_head_beyond_the_limit_is_refused()
    {
        await using var server = Fixed($"HTTP/1.1 200 OK\r\nX: {new string('a', 2000)}\r\nContent-Length: 0\r\n\r\n");
        using var transport = new Transport { MaxResponseHeaderBytes = 1000 };
        Assert.Equal(RejectReason.HeadTooLong, (await Assert.ThrowsAsync<ProtocolException>(() => GetAsync(transport, server.Url))).Reason);
        using var patient = new Transport { MaxResponseHeaderBytes = 3000 };
        Assert.Equal("", await GetAsync(patient, server.Url));
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilNothingIsLeftAsync(patient);
    }

    [Fact]
    public async Task Five_informational_responses_are_waited_through_and_six_are_not()
    {
        await using var server = RawServer.Answering((_, request) =>
            string.Concat(
                Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", request.StartsWith("GET /five", StringComparison.Ordinal) ? 5 : 6))
                    + RawServer.Ok("ok"));
        using var transport = new Transport();
        Assert.Equal("ok", await GetAsync(transport, server.Url + "five"));
        var error = await Assert.ThrowsAsync<ProtocolException>(() => GetAsync(transport, server.Url + "six"));
        Assert.Equal(RejectReason.TooManyInformationalResponses, error.Reason);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Switching_protocols_is_final()
    {
        await using var server = Fixed("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        using var transport = new Transport();
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
        Assert.Equal(101, response.StatusCode);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task The_server_is_asked_before_a_body_is_sent()
    {
        await using var server = new RawServer(async conn =>
        {
            Assert.NotNull(await conn.ReadThroughAsync("\r\n\r\n"));
            await conn.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            Assert.Equal("hello", await conn.ReadExactlyAsync(5));
            await conn.WriteAsync(RawServer.Ok("ok"));
            await conn.WaitForCloseAsync();
        });
        using var transport = new Transport { ExpectContinueTimeout = Timeout.InfiniteTimeSpan };
        var request = new Request("POST", server.Url, "hello");
        request.Header.Set("Expect", "100-continue");
        using (var response = await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit))
            Assert.Equal("ok", await response.Body.ReadAllTextAsync());
        Assert.Equal((1, 1, 0), transport.Pool.Counts);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_body_that_the_server_refuses_is_not_sent_and_its_connection_not_used_again()
    {
        var rest = new TaskCompletionSource<string?>();
        await using var server = new RawServer(async conn =>
        {
            Assert.NotNull(await conn.ReadThroughAsync("\r\n\r\n"));
            await conn.WriteAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno");
            rest.SetResult(await conn.ReadThroughAsync("hello"));
        });
        using var transport = new Transport { ExpectContinueTimeout = Timeout.InfiniteTimeSpan };
        var request = new Request("POST", server.Url, "hello");
        request.Header.Set("Expect", "100-continue");
        using (var response = await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit))
        {
            Assert.Equal(417, response.StatusCode);
            Assert.Equal("no", await response.Body.ReadAllTextAsync());
        }

        Assert.Null(await rest.Task.WaitAsync(Wait.Limit));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_expectation_gets_the_body_all_the_same()
    {
        await using var server = RawServer.Answering(static (_, request) => RawServer.Ok(request[^5..]));
        using var transport = new Transport { ExpectContinueTimeout = TimeSpan.FromMilliseconds(20) };
        var request = new Request("POST", server.Url, "hello");
        request.Header.Set("Expect", "100-continue");
        using (var response = await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit))
            Assert.Equal("hello", await response.Body.ReadAllTextAsync());
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Head_has_a_length_and_no_body()
    {
        await using var server = Fixed("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nX-A: b\r\n\r\n");
        var client = new RouteGen.Client { Transport = new Transport() };
        using (var response = await client.HeadAsync(server.Url))
        {
            Assert.Equal((1234L, "b", ""), (response.ContentLength, response.Header.Get("x-a"), await response.Body.ReadAllTextAsync()));
        }

        using (await client.HeadAsync(server.Url)) Assert.Equal(1, server.Opened);
        await Wait.UntilNothingIsLeftAsync((Transport)client.Transport);
    }

    [Fact]
    public async Task Headers_of_equal_heads_are_apart()
    {
        await using var server = Fixed("HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 0\r\n\r\n");
        using var transport = new Transport();
        using var first = await transport.RoundTripAsync(new Request("GET", server.Url));
        using var second = await transport.RoundTripAsync(new Request("GET", server.Url));
        Assert.Equal("b", first.Header.Get("X-A"));
        first.Header.Set("X-A", "changed");
        Assert.Equal(("changed", "b"), (first.Header.Get("X-A"), second.Header.Get("X-A")));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_large_body_comes_whole_by_either_kind_of_read()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(static number => $"{number:D6}\n"));
        await using var server = Fixed(RawServer.Ok(text));
        using var transport = new Transport();
        Assert.Equal(text, await GetAsync(transport, server.Url));
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url));
        var copy = new MemoryStream();
        await Task.Run(() => response.Body.CopyTo(copy)).WaitAsync(Wait.Limit);
        Assert.Equal(text, Encoding.Latin1.GetString(copy.ToArray()));
        Assert.Equal(1, server.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_large_body_is_sent_whole()
    {
        var length = 3_000_000;
        await using var server = RawServer.Answering(static (_, request) => RawServer.Ok(request.Length.ToString()));
        using var transport = new Transport();
        using var response = await transport.RoundTripAsync(new Request("POST", server.Url, new byte[length])).AsTask()
            .WaitAsync(Wait.Limit);
        Assert.InRange(int.Parse(await response.Body.ReadAllTextAsync()), length, length + 500);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_refused_connection_says_so()
    {
        await using var server = Fixed("");
        var url = server.Url;
        await server.DisposeAsync();
        using var transport = new Transport();
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, url));
        Assert.Equal(TransportError.ConnectionRefused, error.Error);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task The_clients_limit_ends_the_wait_for_a_head_and_the_connection()
    {
        await using var server = new RawServer(static async conn =>
        {
            Assert.NotNull(await conn.ReadRequestAsync());
            await conn.WriteAsync(RawServer.Ok("ok"));
            await conn.WaitForCloseAsync();
        });
        using var transport = new Transport();
        // The connection stands before the limit begins; a limit that ends a dial would leave its connection in the pool.
        Assert.Equal("ok", await GetAsync(transport, server.Url));
        var client = new RouteGen.Client { Transport = transport, Timeout = TimeSpan.FromMilliseconds(500) };
        var error = await Assert.ThrowsAsync<TransportException>(() => client.GetAsync(server.Url).AsTask().WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        Assert.EndsWith("Client.Timeout exceeded while awaiting headers.", error.Message, StringComparison.Ordinal);
        await Wait.UntilAsync(() => server.Open == 0, "the connection is closed");
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Host_names_are_looked_up()
    {
        await using var server = Fixed(RawServer.Ok("ok"));
        using var transport = new Transport();
        Assert.Equal("ok", await GetAsync(transport, $"http://localhost:{server.Port}/"));
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://no-such-host.invalid/"));
        Assert.Equal(TransportError.NameResolution, error.Error);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    // The server closes each connection right after its second answer, without a word: the close races with the next request.
    [Fact]
    public async Task A_close_that_races_with_a_request_is_never_seen_by_a_get()
    {
        await using var server = new RawServer(static async conn =>
        {
            for (var count = 0; count < 2; count++)
            {
                if (await conn.ReadRequestAsync() is null) return;
                await conn.WriteAsync(RawServer.Ok("ok"));
            }
        });
        using var transport = new Transport();
        for (var round = 0; round < 400; round++) Assert.Equal("ok", await GetAsync(transport, server.Url));
        Assert.InRange(server.Opened, 200, 400);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Many_callers_with_few_connections_and_random_cancels_leak_nothing()
    {
        await using var server = RawServer.Answering(static (_, request) => RawServer.Ok(request[5..9]));
        using var transport = new Transport { MaxConnsPerHost = 4 };
        var served = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var round = 0; round < 60; round++)
            {
                using var source = new CancellationTokenSource();
                if (random.Next(3) == 0) source.CancelAfter(TimeSpan.FromMicroseconds(random.Next(2000)));
                var name = $"{(worker * 100) + round:D4}";
                try
                {
                    using var response = await transport.RoundTripAsync(new Request("GET", server.Url + name), source.Token);
                    if (random.Next(4) == 0) continue;
                    Assert.Equal(name, await response.Body.ReadAllTextAsync(0, source.Token));
                    Interlocked.Increment(ref served);
                }
                catch (OperationCanceledException) when (source.IsCancellationRequested)
                {
                    // As asked for.
                }
            }
        }))).WaitAsync(TimeSpan.FromMinutes(3));
        Assert.True(served > 300);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => server.Open == 0, "the connections are closed");
    }
}
