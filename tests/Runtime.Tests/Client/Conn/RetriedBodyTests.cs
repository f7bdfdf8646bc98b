namespace RouteGen.Tests.Client;

/// <summary>Order of the end of a body that was sent and the creation of the one that is sent again.</summary>
public sealed class RetriedBodyTests
{
    private const string Url = "http://127.0.0.1:80/";
    private const string Bodiless = "HTTP/1.1 204 No Content\r\n\r\n";

    [Fact]
    public async Task Body_whose_read_ends_soon_is_disposed_before_it_is_made_again()
    {
        // On a slow machine, the read may take longer than the transport waits.
        for (var attempt = 0; attempt < 50; attempt++)
            if (await WasDisposedBeforeAsync(new SlowBody(TimeSpan.FromMilliseconds(15)))) return;
        Assert.Fail("The body was never disposed in time.");
    }

    [Fact]
    public async Task Body_whose_read_does_not_end_delays_the_retry_for_a_bounded_time()
    {
        using var body = new SlowBody(Wait.Limit);
        Assert.False(await WasDisposedBeforeAsync(body));
    }

    private static async Task<bool> WasDisposedBeforeAsync(SlowBody body)
    {
        var backend = new FakeBackend();
        using var transport = new Transport { Backend = backend };
        var first = transport.RoundTripAsync(new Request("GET", Url)).AsTask();
        await Wait.UntilAsync(() => backend.Dials.Count == 1 && backend.Conn(0).Sent.Length > 0, "the request was sent");
        backend.Conn(0).Arrive(Bodiless);
        (await first.WaitAsync(Wait.Limit)).Dispose();

        var wasDisposed = false;
        var request = new Request("POST", Url, body)
        {
            ContentLength = 1,
            GetBody = () =>
            {
                wasDisposed = body.IsDisposed;
                return "x";
            },
        };
        request.Header.Set("Idempotency-Key", "k");
        var call = transport.RoundTripAsync(request).AsTask();
        await Wait.UntilAsync(() => body.IsReading, "the body is read");
        backend.Conn(0).ArriveEnd();
        await Wait.UntilAsync(
            () => backend.Dials.Count == 2 && backend.Conn(1).Sent.EndsWith("\r\n\r\nx", StringComparison.Ordinal), "it was sent again");
        backend.Conn(1).Arrive(Bodiless);
        Assert.Equal(204, (await call.WaitAsync(Wait.Limit)).StatusCode);
        body.Leave();
        await Wait.UntilAsync(() => body.IsDisposed, "the body is disposed");
        await Wait.UntilNothingIsLeftAsync(transport);
        await backend.UntilAllAreClosedAsync();
        return wasDisposed;
    }

    /// <summary>A body whose read takes a time to end after it was cancelled.</summary>
    private sealed class SlowBody(TimeSpan time) : Body
    {
        private readonly CancellationTokenSource _leaves = new();
        private volatile bool _isReading;
        private volatile bool _isDisposed;

        internal bool IsReading => _isReading;

        internal bool IsDisposed => _isDisposed;

        internal void Leave() => _leaves.Cancel();

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isReading = true;
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(time, _leaves.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException(cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _isDisposed = true;
            base.Dispose(disposing);
        }
    }
}
