using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.UserCode;

/// <summary>
/// A Dispose of user code that throws: it fails its call if one waits for it, and is written to the transport's log if none does.
/// </summary>
public sealed partial class FailingDisposeTests
{
    private const string OfBody = "The body of a request that was not sent completely could not be disposed.";
    private const string OfStream = "The stream of a connection could not be disposed.";

    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public async Task A_body_that_was_sent_fails_its_call_and_is_disposed_once()
    {
        await using var server = RawServer.Answering(static (_, _) => RawServer.Ok("ok"));
        using var transport = new Transport { ErrorLog = _log.Enqueue };
        var body = new FailingBody(readFails: false);
        var failure = await Record.ExceptionAsync(() => SendAsync(transport, server.Url, body));
        // The response may have come before.
        if (failure is not null) Assert.Equal("of the dispose", Assert.IsType<InvalidDataException>(failure).Message);
        await Wait.UntilNothingIsLeftAsync(transport);
        Assert.Equal(1, body.DisposeCount);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_body_of_a_call_that_failed_is_disposed_once_and_logged()
    {
        await using var server = RawServer.Answering(static (_, _) => RawServer.Ok("ok"));
        using var transport = new Transport { ErrorLog = _log.Enqueue };
        var body = new FailingBody(readFails: true);
        Assert.Equal(
            "of the read", (await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(transport, server.Url, body))).Message);
        await Wait.UntilAsync(() => !_log.IsEmpty, "it was logged");
        Assert.Equal(1, body.DisposeCount);
        AssertEntry(OfBody, Assert.Single(_log));
    }

    [Fact]
    public async Task A_body_that_was_never_sent_does_not_replace_the_failure_of_its_call()
    {
        using var transport = new Transport
        { ErrorLog = _log.Enqueue, DialContext = static (_, _, _) => throw new InvalidOperationException("of the dial") };
        var body = new FailingBody(readFails: false);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(transport, "http://a.test/", body));
        Assert.Equal("of the dial", failure.Message);
        Assert.Equal(1, body.DisposeCount);
        AssertEntry(OfBody, Assert.Single(_log));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Streams_of_closed_connections_are_logged_and_the_log_is_bounded(bool dialsTls)
    {
        const int Count = 50;
        await using var server = RawServer.Answering(static (_, _) => RawServer.Ok("ok"));
        DialFunc dial = async (_, _, token) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, server.Port, token);
            return new FailingStream(socket);
        };
        using var transport = new Transport
        {
            ErrorLog = _log.Enqueue,
            DisableKeepAlives = true,
            DialContext = dialsTls ? null : dial,
            DialTlsContext = dialsTls ? dial : null,
        };
        var start = Environment.TickCount64;
        for (var round = 0; round < Count; round++) await SendAsync(transport, dialsTls ? "https://a.test/" : "http://a.test/", null);
        await Wait.UntilNothingIsLeftAsync(transport);
        await Wait.UntilAsync(() => server.Open == 0, "the streams are disposed");
        Assert.InRange(_log.Count, 1, 2 + (int)((Environment.TickCount64 - start) / 1000));
        Assert.All(_log, static entry => AssertEntry(OfStream, entry));

        // The next one, when a second is over, has the count of those before.
        await Wait.UntilAsync(
            () =>
            {
                SendAsync(transport, dialsTls ? "https://a.test/" : "http://a.test/", null).Wait(Wait.Limit);
                return _log.Sum(LeftOut) + _log.Count >= Count;
            },
            "every one is counted");
    }

    private static void AssertEntry(string what, string entry)
    {
        Assert.StartsWith(what, entry, StringComparison.Ordinal);
        Assert.Contains("\n    System.IO.InvalidDataException: of the dispose", entry, StringComparison.Ordinal);
    }

    private static int LeftOut(string entry) => Number().Match(entry) is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    private static async Task SendAsync(Transport transport, string url, Body? body)
    {
        var request = new Request(body is null ? "GET" : "POST", url, body) { ContentLength = body is null ? 0 : 3 };
        using var response = await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit);
        Assert.Equal("ok", await response.Body.ReadAllTextAsync());
    }

    [GeneratedRegex(@"disposed\. (\d+) earlier failures")]
    private static partial Regex Number();

    private sealed class FailingBody(bool readFails) : Body
    {
        private int _left = 3;
        private int _disposeCount;

        internal int DisposeCount => Volatile.Read(ref _disposeCount);

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (readFails) throw new InvalidDataException("of the read");
            var count = Math.Min(_left, buffer.Length);
            _left -= count;
            return count;
        }

        public override ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref _disposeCount);
            throw new InvalidDataException("of the dispose");
        }
    }

    private sealed class FailingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            // Not by the finaliser.
            if (disposing) throw new InvalidDataException("of the dispose");
        }
    }
}
