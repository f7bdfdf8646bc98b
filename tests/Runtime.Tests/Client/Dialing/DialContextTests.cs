using System.Net;
using System.Net.Sockets;
using System.Text;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>Connections that the user opens: any stream, and Unix-domain sockets.</summary>
public class DialContextTests
{
    private static async Task<string> GetAsync(Transport transport, string url, CancellationToken cancellationToken = default)
    {
        using var response = await transport.RoundTripAsync(new Request("GET", url), cancellationToken).AsTask().WaitAsync(Wait.Limit);
        return await response.Body.ReadAllTextAsync();
    }

    private static DialFunc DialTo(RawServer server, Action<string, string>? seen = null) => async (network, address, token) =>
    {
        seen?.Invoke(network, address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, token);
        return new NetworkStream(socket, ownsSocket: true);
    };

    [Fact]
    public async Task A_dial_that_cancels_itself_is_not_reported_as_a_time_limit()
    {
        using var transport = new Transport { DialContext = static (_, _, _) => throw new OperationCanceledException("mine") };
        var failure = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://a.test/"));
        Assert.Equal((TransportError.Aborted, false), (failure.Error, failure.IsTimeout));
        Assert.Equal("mine", failure.GetBaseException().Message);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_dial_that_times_out_by_itself_is_not_reported_as_the_clients_limit()
    {
        using var transport = new Transport { DialContext = static (_, _, _) => throw new TimeoutException("mine") };
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => GetAsync(transport, "http://a.test/"));
        Assert.Equal("mine", failure.GetBaseException().Message);
        Assert.DoesNotContain("Client.Timeout", failure.ToString(), StringComparison.Ordinal);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_stream_is_pooled_and_watched_like_any_connection()
    {
        await using var server = new RawServer(async conn =>
        {
            for (var count = 0; count < 3 && await conn.ReadRequestAsync() is not null; count++)
                await conn.WriteAsync(RawServer.Ok($"{conn.Number}:{conn.Requests}"));
        });
        var addresses = new List<string>();
        using var transport = new Transport { DialContext = DialTo(server, (network, address) => addresses.Add($"{network} {address}")) };
        for (var round = 1; round <= 3; round++) Assert.Equal($"1:{round}", await GetAsync(transport, "http://[2001:db8::1]/"));
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 0, 0), "the server's close of the idle connection was seen");
        Assert.Equal("2:1", await GetAsync(transport, "http://[2001:db8::1]/"));
        Assert.Equal(["tcp [2001:db8::1]:80", "tcp [2001:db8::1]:80"], addresses);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => server.Open == 0, "the streams are disposed");
    }

    [Fact]
    public async Task Bodies_go_both_ways_over_a_stream()
    {
        await using var server = RawServer.Answering(
            (_, request) => RawServer.Ok(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        using var transport = new Transport { DialContext = DialTo(server) };
        var text = new string('x', 300_000);
        using var response = await transport.RoundTripAsync(
            new Request("POST", "http://a.test/", Body.From(new MemoryStream(Encoding.Latin1.GetBytes(text)), text.Length))).AsTask()
                .WaitAsync(Wait.Limit);
        Assert.Equal(text, await response.Body.ReadAllTextAsync());
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_stream_that_never_answers_is_given_up_by_limit_and_by_cancelling()
    {
        await using var server = new RawServer(static conn => conn.WaitForCloseAsync());
        using var transport = new Transport { DialContext = DialTo(server), ResponseHeaderTimeout = TimeSpan.FromMilliseconds(50) };
        Assert.True((await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://a.test/"))).IsTimeout);
        using var patient = new Transport { DialContext = DialTo(server) };
        using var source = new CancellationTokenSource();
        var call = GetAsync(patient, "http://a.test/", source.Token);
        await Wait.UntilAsync(() => server.Opened == 2, "the second was dialed");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilNothingIsLeftAsync(patient);
        await Wait.UntilAsync(() => server.Open == 0, "the streams are disposed");
    }

    [Fact]
    public async Task A_stream_that_ignores_cancelling_holds_nobody_up()
    {
        var stream = new DeafStream();
        using var transport = new Transport
        { DialContext = (_, _, _) => new(stream), ResponseHeaderTimeout = TimeSpan.FromMilliseconds(50) };
        Assert.True((await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://a.test/"))).IsTimeout);
        await Wait.UntilAsync(() => stream.IsDisposed, "the stream is disposed");
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("flush")]
    [InlineData("negative")]
    [InlineData("too many")]
    [InlineData("dispose")]
    public async Task A_stream_that_breaks_the_rules_of_streams_fails_its_call_and_gives_its_place_back(string what)
    {
        foreach (var proxy in (string?[])[null, "http://proxy.test:1", "socks5://proxy.test:1"])
        {
            var stream = new DeafStream { Breaks = what };
            using var transport = new Transport
            {
                DialContext = (_, _, _) => new(stream),
                DialTimeout = TimeSpan.FromMilliseconds(200),
                Proxy = proxy is null ? null : _ => Url.Parse(proxy),
                MaxConnsPerHost = 1,
            };
            var client = new RouteGen.Client { Transport = transport, Timeout = TimeSpan.FromMilliseconds(300) };
            var call = client.GetAsync(proxy is null ? "http://a.test/" : "https://a.test/").AsTask();
            await Assert.ThrowsAsync<TransportException>(() => call.WaitAsync(Wait.Limit));
            // A dial that ends after its caller has left is pooled, as any connection.
            await Wait.UntilNothingIsLeftAsync(transport);
            await Wait.UntilAsync(() => stream.IsDisposed, "the stream is disposed");
        }
    }

    [Fact]
    public async Task A_dial_that_throws_fails_its_caller_with_the_users_error()
    {
        using var transport = new Transport
        { DialContext = static (_, _, _) => throw new InvalidDataException("mine"), MaxConnsPerHost = 1 };
        for (var round = 0; round < 3; round++)
            Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidDataException>(() => GetAsync(transport, "http://a.test/"))).Message);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Unix_domain_sockets_are_dialed_on_the_reactors()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        try
        {
            using var transport = new Transport { DialContext = Transport.DialUnix(path) };
            var serving = ServeAsync(listener);
            Assert.Equal("unix", await GetAsync(transport, "http://service/"));
            Assert.Equal("unix", await GetAsync(transport, "http://service/"));
            await Wait.UntilNothingIsLeftAsync(transport);
            await serving.WaitAsync(Wait.Limit);
        }
        finally
        {
            File.Delete(path);
        }

        using var nowhere = new Transport { DialContext = Transport.DialUnix(path) };
        await Assert.ThrowsAsync<TransportException>(() => GetAsync(nowhere, "http://service/"));
        await Wait.UntilNothingIsLeftAsync(nowhere);
    }

    // One connection until it closes.
    private static async Task ServeAsync(Socket listener)
    {
        using var stream = new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer) > 0) await stream.WriteAsync(Encoding.Latin1.GetBytes(RawServer.Ok("unix")));
    }

    // The buffer of a request goes back to a pool when its call ends: a stream that still writes would send another request's bytes.
    [Fact]
    public async Task A_write_that_its_stream_goes_on_with_after_the_end_reads_a_buffer_of_its_own()
    {
        using var stream = new DeafStream { Breaks = "write" };
        var conn = new StreamConn(stream, static _ => { });
        var data = "first"u8.ToArray();
        var sending = conn.SendAsync(data).AsTask();
        Assert.False(sending.IsCompleted);
        conn.Abort();
        await Assert.ThrowsAsync<TransportException>(() => sending.WaitAsync(Wait.Limit));
        Array.Fill(data, (byte)'x');
        Assert.Equal("first"u8, stream.Written.Span);
        conn.Close();
        await Wait.UntilAsync(() => stream.IsDisposed, "the stream is disposed");
    }

    // It takes what is written, and its reads end with its disposal only.
    private sealed class DeafStream : Stream
    {
        private readonly TaskCompletionSource<int> _end = new();

        internal bool IsDisposed { get; private set; }

        internal string Breaks { get; init; } = "";

        internal ReadOnlyMemory<byte> Written { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Breaks switch
        {
            "negative" => new(-7),
            "too many" => new(buffer.Length + 1),
            _ => new(_end.Task),
        };

        public override Task FlushAsync(CancellationToken cancellationToken) => Breaks == "flush" ? _end.Task : Task.CompletedTask;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written = buffer;
            return Breaks == "write" ? new(_end.Task) : default;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            _end.TrySetException(new ObjectDisposedException(nameof(DeafStream)));
            base.Dispose(disposing);
            if (Breaks == "dispose") throw new NotSupportedException("mine");
        }
    }
}
