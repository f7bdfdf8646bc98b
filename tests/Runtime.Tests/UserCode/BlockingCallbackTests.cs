using RouteGen;
using RouteGen.IO;
using RouteGen.Tests.Client;
using Runtime.Tests.Serving;

namespace Runtime.Tests.UserCode;

/// <summary>Callbacks that block, where nothing forbids it, hold up what is theirs alone.</summary>
[Collection(ServerCollection.Name)]
public sealed class BlockingCallbackTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    // The threads of the portable back end are the thread pool's, which adds one now and then.
    private static readonly bool s_hasMonitor = IoBackends.Default is EpollBackend;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_for_the_end_of_a_request_holds_up_no_other_connection(bool hijacks)
    {
        using var gate = new ManualResetEventSlim();
        var held = 0;
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Path == "/held")
            {
                r.Context.CancellationToken.Register(() =>
                {
                    Interlocked.Increment(ref held);
                    gate.Wait();
                });
                if (hijacks)
                {
                    new ResponseController(w).Hijack().Dispose();
                    return;
                }
            }

            w.Write("hello");
        });
        // So many that each reactor has some, and some of those that are held.
        var count = s_hasMonitor ? 40 * Environment.ProcessorCount : 8;
        var others = Enumerable.Range(0, count).Select(_ => server.Connect()).ToList();
        foreach (var other in others)
        {
            other.Send(Get);
            Assert.Equal("hello", other.Read().Text);
        }

        var clients = others.Where((_, index) => index % 8 == 0).ToList();
        others.RemoveAll(clients.Contains);
        foreach (var client in clients) client.Send(Get.Replace("/ ", "/held ", StringComparison.Ordinal));
        try
        {
            Eventually.True(
                () => Volatile.Read(ref held) == clients.Count, () => $"{Volatile.Read(ref held)} of {clients.Count} callbacks run");
            foreach (var other in others)
            {
                other.Send(Get);
                Assert.Equal("hello", other.Read().Text);
            }
        }
        finally
        {
            gate.Set();
        }

        if (!hijacks) Assert.All(clients, static client => Assert.Equal("hello", client.Read().Text));
    }

    [Fact]
    public async Task A_callback_of_a_stream_holds_up_no_send_of_its_connection()
    {
        using var gate = new ManualResetEventSlim();
        var stream = new HeldStream(gate);
        using var transport = new Transport { DialContext = (_, _, _) => new ValueTask<Stream>(stream) };
        using var source = new CancellationTokenSource();
        var call = transport.RoundTripAsync(
            new Request("POST", "http://a.test/", Body.From(new MemoryStream(new byte[100_000]))), source.Token).AsTask();
        await Wait.UntilAsync(() => stream.IsHeld, "a send waits, and a later read has registered its callback");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
        try
        {
            // Its last use has ended, that of the send as well.
            await Wait.UntilAsync(() => stream.IsDisposed, "the stream is disposed");
        }
        finally
        {
            gate.Set();
        }

        await Wait.UntilNothingIsLeftAsync(transport);
    }

    /// <summary>Its writes never end, and its second read registers a callback that blocks.</summary>
    private sealed class HeldStream(ManualResetEventSlim gate) : MemoryStream
    {
        private readonly TaskCompletionSource _isWriting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _reads;
        private volatile bool _isHeld;
        private volatile bool _isDisposed;

        internal bool IsHeld => _isHeld;

        internal bool IsDisposed => _isDisposed;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _isWriting.Task;
            // Whoever writes has registered what it waits for when the write has come back to it.
            await Task.Delay(100, CancellationToken.None);
            if (_reads++ == 0)
            {
                var interim = "HTTP/1.1 103 Early Hints\r\n\r\n"u8;
                interim.CopyTo(buffer.Span);
                return interim.Length;
            }

            cancellationToken.Register(gate.Wait);
            _isHeld = true;
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isWriting.TrySetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        protected override void Dispose(bool disposing)
        {
            _isDisposed = true;
            base.Dispose(disposing);
        }
    }
}
