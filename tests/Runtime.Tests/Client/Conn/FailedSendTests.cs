namespace RouteGen.Tests.Client;

/// <summary>Sends of a request's only part, which fail.</summary>
public sealed class FailedSendTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Bodiless = "HTTP/1.1 204 No Content\r\n\r\n";
    private const int RecordBytes = 16 * 1024;

    private readonly FakeBackend _backend = new();
    private readonly FakeClock _clock = new();

    // TLS sends a long request in several records. If the second one fails, the first one may have been received.
    [Theory]
    [InlineData(true, RecordBytes, RecordBytes, false)]
    [InlineData(true, RecordBytes, 0, false)]
    [InlineData(true, RecordBytes / 2, 0, true)]
    [InlineData(false, RecordBytes, 0, true)]
    public async Task Post_is_sent_again_only_if_surely_nothing_of_it_was_written(bool isTls, int length, int written, bool isRetried)
    {
        using var transport = new Transport { Backend = _backend, Clock = _clock };
        await UseFirstAsync(transport);
        var conn = _backend.Conn(0);
        conn.IsTls = isTls;
        conn.SentBeforeError = written;
        conn.SendError = new TransportException(TransportError.ConnectionReset, "broken pipe");
        var call = transport.RoundTripAsync(new Request("POST", Url, new byte[length])).AsTask();
        // The time in which a response may still arrive is over.
        Assert.NotEqual(0, conn.Deadline);
        conn.Expire();
        if (isRetried)
        {
            await Wait.UntilAsync(() => _backend.Dials.Count == 2 && _backend.Conn(1).Sent.Length > length, "it was sent again");
            _backend.Conn(1).Arrive(Bodiless);
            Assert.Equal(204, (await call.WaitAsync(Wait.Limit)).StatusCode);
        }
        else
        {
            var failure = await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit));
            Assert.Equal(TransportError.ConnectionReset, failure.Error);
            Assert.Single(_backend.Dials);
        }

        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Failure_of_another_kind_ends_its_call_and_leaves_nothing(bool isReused, bool hasUserBody)
    {
        using var transport = new Transport { Backend = _backend, Clock = _clock };
        if (isReused) await UseFirstAsync(transport);
        var failure = new InvalidOperationException("of the stream");
        var body = new GatedBody();
        if (isReused) _backend.Conn(0).SendError = failure;
        var request = new Request("POST", Url, hasUserBody ? body : "abc");
        if (hasUserBody) request.ContentLength = 1;
        if (!isReused)
        {
            var trace = new ClientTrace { GotConn = _ => _backend.Conn(0).SendError = failure };
            trace.AddTo(request.Context);
        }

        var call = transport.RoundTripAsync(request).AsTask();
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => call.WaitAsync(Wait.Limit)));
        if (hasUserBody) await Wait.UntilAsync(() => body.IsDisposed, "the body is disposed");
        Assert.Single(_backend.Dials);
        await Wait.UntilNothingIsLeftAsync(transport);
        await _backend.UntilAllAreClosedAsync();
    }

    private async Task UseFirstAsync(Transport transport)
    {
        var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => _backend.Dials.Count == 1 && _backend.Conn(0).Sent.Length > 0, "the request was sent");
        _backend.Conn(0).Arrive(Bodiless);
        (await first.WaitAsync(Wait.Limit)).Dispose();
    }
}
