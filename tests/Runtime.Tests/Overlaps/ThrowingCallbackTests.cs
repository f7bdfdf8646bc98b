using RouteGen;
using RouteGen.Tests.Client;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Overlaps;

/// <summary>
/// User code registers a callback that throws with a token that it was given, and the library cancels the token. Were it to do so on a
/// thread of its own, the process would end, and this run of the tests with it.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class ThrowingCallbackTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_round_tripper_that_the_time_limit_ends()
    {
        var callback = new ThrowingCallback();
        var client = new Client { Transport = new Answering(callback.WaitAsync<Response>), Timeout = s_limit };
        var failure = await Assert.ThrowsAsync<TransportException>(() => client.GetAsync("http://a.test/").AsTask().WaitAsync(Wait.Limit));
        Assert.True(failure.IsTimeout);
        await callback.UntilItRanAsync();
    }

    [Fact]
    public async Task A_body_of_another_round_tripper_that_the_time_limit_ends()
    {
        var callback = new ThrowingCallback();
        var client = new Client
        {
            Transport = new Answering(_ => Task.FromResult(new Response { StatusCode = 200, Body = new HeldBody(callback) })),
            Timeout = s_limit,
        };
        using var response = await client.GetAsync("http://a.test/");
        var failure = await Assert.ThrowsAsync<TransportException>(
            () => response.Body.ReadAllBytesAsync(100).AsTask().WaitAsync(Wait.Limit));
        Assert.True(failure.IsTimeout);
        await callback.UntilItRanAsync();
    }

    [Fact]
    public async Task A_redirects_body_that_is_not_read_to_its_end()
    {
        var callback = new ThrowingCallback();
        var count = 0;
        var client = new Client
        {
            Transport = new Answering(_ =>
            {
                var response = new Response { StatusCode = count++ > 0 ? 200 : 302, Body = new HeldBody(callback) };
                response.Header.Set("Location", "/next");
                return Task.FromResult(response);
            }),
        };
        using var response = await client.GetAsync("http://a.test/").AsTask().WaitAsync(Wait.Limit);
        Assert.Equal(200, response.StatusCode);
        await callback.UntilItRanAsync();
    }

    [Fact]
    public async Task A_request_body_whose_connection_is_reset()
    {
        var callback = new ThrowingCallback();
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadThroughAsync("\r\n\r\n");
            await callback.UntilItIsRegisteredAsync();
            conn.Reset();
        });
        using var transport = new Transport();
        var request = new Request("POST", server.Url, new HeldBody(callback)) { ContentLength = -1 };
        await Assert.ThrowsAnyAsync<IOException>(() => transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit));
        await callback.UntilItRanAsync();
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dial_whose_time_is_up_or_whose_transport_is_disposed(bool disposes)
    {
        var callback = new ThrowingCallback();
        using var transport = new Transport
        {
            DialTimeout = disposes ? TimeSpan.FromMinutes(1) : s_limit,
            DialContext = (_, _, token) => new ValueTask<Stream>(callback.WaitAsync<Stream>(token)),
        };
        var call = transport.RoundTripAsync(new Request("GET", "http://a.test/")).AsTask();
        await callback.UntilItIsRegisteredAsync();
        if (disposes) transport.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(Wait.Limit));
        Assert.True(call.IsFaulted);
        await callback.UntilItRanAsync();
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_of_a_dial_whose_time_is_up_or_whose_call_is_cancelled(bool cancels)
    {
        var callback = new ThrowingCallback();
        using var transport = new Transport { DialContext = (_, _, _) => new ValueTask<Stream>(new HeldStream(callback)) };
        var client = new Client { Transport = transport, Timeout = cancels ? TimeSpan.FromMinutes(1) : s_limit };
        using var source = new CancellationTokenSource();
        var call = client.GetAsync("http://a.test/", source.Token).AsTask();
        await callback.UntilItIsRegisteredAsync();
        if (cancels) await source.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(Wait.Limit));
        Assert.Equal(cancels, call.IsCanceled);
        await callback.UntilItRanAsync();
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_body_that_a_middleware_wrapped_and_whose_handler_ran_out_of_time()
    {
        var callback = new ThrowingCallback();
        var limited = Http.TimeoutHandler(Handler.From(async (w, r) => await r.Body.ReadAllBytesAsync(100)), s_limit);
        await using var server = ServerFixture.Async((w, r) =>
        {
            r.Body = new HeldBody(callback);
            return limited.ServeHttpAsync(w, r).AsTask();
        });
        using var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 503 ", client.ReadToEnd(), StringComparison.Ordinal);
        await callback.UntilItRanAsync();
    }

    [Fact]
    public async Task A_body_that_a_middleware_wrapped_and_whose_backend_does_not_want_it()
    {
        var callback = new ThrowingCallback();
        await using var backend = new RawServer(async conn =>
        {
            await conn.ReadThroughAsync("\r\n\r\n");
            await callback.UntilItIsRegisteredAsync();
            await conn.WriteAsync(RawServer.Ok("early"));
        });
        using var proxy = new Transport();
        var forwarding = new ReverseProxy(Url.Parse(backend.Url)) { Transport = proxy };
        await using var server = ServerFixture.Async((w, r) =>
        {
            r.Body = new HeldBody(callback);
            return forwarding.ServeHttpAsync(w, r).AsTask();
        });
        using var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
        Assert.EndsWith("early", client.ReadToEnd(), StringComparison.Ordinal);
        await callback.UntilItRanAsync();
    }

    /// <summary>Waits until its token is cancelled, with a callback registered that throws.</summary>
    private sealed class ThrowingCallback
    {
        private readonly TaskCompletionSource _isRegistered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task UntilItIsRegisteredAsync() => _isRegistered.Task.WaitAsync(Wait.Limit);

        internal Task UntilItRanAsync() => _ran.Task.WaitAsync(Wait.Limit);

        internal async Task<T> WaitAsync<T>(CancellationToken token)
        {
            Assert.True(token.CanBeCanceled);
            // On a slow machine the token may be cancelled already: then the callback runs here.
            var isRegistering = true;
            token.Register(() =>
            {
                _ran.TrySetResult();
                if (!Volatile.Read(ref isRegistering)) throw new InvalidDataException("on purpose");
            });
            Volatile.Write(ref isRegistering, false);
            _isRegistered.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        }
    }

    private sealed class Answering(Func<CancellationToken, Task<Response>> answer) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) =>
            new(answer(cancellationToken));
    }

    private sealed class HeldBody(ThrowingCallback callback) : Body
    {
        public override long ContentLength => -1;

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(callback.WaitAsync<int>(cancellationToken));
    }

    // It takes what is written.
    private sealed class HeldStream(ThrowingCallback callback) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(callback.WaitAsync<int>(cancellationToken));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
