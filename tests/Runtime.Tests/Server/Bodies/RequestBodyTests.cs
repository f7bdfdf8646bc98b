using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class RequestBodyTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static IHandler Reader(bool isAsync) => new FuncHandler(isAsync ? ReadAsync : ReadSync);

    private static async ValueTask ReadAsync(ResponseWriter w, Request r)
    {
        var body = await r.Body.ReadAllBytesAsync();
        w.Write($"{body.Length} {Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(20, body.Length)))} {Checksum(body)}");
        if (r.Trailer is { } trailer) w.Write($" {trailer.Get("X-Sum")}");
    }

    private static ValueTask ReadSync(ResponseWriter w, Request r)
    {
        var copy = new MemoryStream();
        r.Body.CopyTo(copy);
        var body = copy.ToArray();
        w.Write($"{body.Length} {Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(20, body.Length)))} {Checksum(body)}");
        if (r.Trailer is { } trailer) w.Write($" {trailer.Get("X-Sum")}");
        return default;
    }

    private static int Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 17;
        foreach (var value in bytes) sum = unchecked((sum * 31) + value);
        return sum;
    }

    private static string Expected(string body, string trailer = "") =>
        $"{body.Length} {body[..Math.Min(20, body.Length)]} {Checksum(Encoding.Latin1.GetBytes(body))}{trailer}";

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 7)]
    [InlineData(true, 7)]
    [InlineData(false, 100_000)]
    [InlineData(true, 100_000)]
    public async Task A_body_with_a_length_is_read_in_whatever_pieces_it_comes(bool isAsync, int pieceLength)
    {
        await using var server = new ServerFixture(Reader(isAsync));
        var client = server.Connect();
        client.SendEach(
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello worldGET / HTTP/1.1\r\nHost: h\r\n\r\n", pieceLength);
        Assert.Equal(Expected("hello world"), client.Read().Text);
        Assert.Equal(Expected(""), client.Read().Text);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    [InlineData(true, 5)]
    [InlineData(false, 100_000)]
    [InlineData(true, 100_000)]
    public async Task A_chunked_body_and_its_trailers_are_read_in_whatever_pieces_they_come(bool isAsync, int pieceLength)
    {
        await using var server = new ServerFixture(Reader(isAsync));
        var client = server.Connect();
        const string request = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" +
            "5;ext=1\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nX-Sum: 42\r\n\r\n";
        client.SendEach(request + Get, pieceLength);
        Assert.Equal(Expected("hello world", " 42"), client.Read().Text);
        Assert.Equal(Expected(""), client.Read().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_body_is_read_whole(bool isAsync)
    {
        await using var server = new ServerFixture(Reader(isAsync));
        var client = server.Connect();
        var body = string.Concat(Enumerable.Range(0, 200_000).Select(number => $"{number % 9973},"));
        client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.Equal(Expected(body), client.Read().Text);
        var chunks = new StringBuilder("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var start = 0; start < body.Length; start += 60_000)
        {
            var piece = body[start..Math.Min(body.Length, start + 60_000)];
            chunks.Append($"{piece.Length:x}\r\n{piece}\r\n");
        }

        client.Send(chunks.Append("0\r\n\r\n").ToString());
        Assert.Equal(Expected(body), client.Read().Text);
        client.Send(Get);
        Assert.Equal(Expected(""), client.Read().Text);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello", false)]
    [InlineData("Content-Length: 5\r\n\r\nhello", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n", true)]
    public async Task A_small_body_that_nobody_reads_is_drained(string rest, bool isLate)
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        var client = server.Connect();
        var request = "POST / HTTP/1.1\r\nHost: h\r\n" + rest;
        client.Send(isLate ? request[..^3] : request);
        if (isLate) client.Send(request[^3..]);
        Assert.Null(client.Read()["Connection"]);
        client.Send(Get);
        Assert.Equal("x", client.Read().Text);
    }

    [Fact]
    public async Task A_body_just_below_256_KiB_that_nobody_reads_is_drained()
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        var client = server.Connect();
        const int length = (256 * 1024) - 1;
        client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{new string('b', length)}{Get}");
        Assert.Null(client.Read()["Connection"]);
        Assert.Equal("x", client.Read().Text);
    }

    [Theory]
    [InlineData(262_144)]
    [InlineData(3_000_000)]
    public async Task A_body_of_256_KiB_that_nobody_reads_closes_the_connection_and_the_answer_is_readable(int length)
    {
        await using var server = new ServerFixture((w, _) => w.Write("no"));
        var client = server.Connect();
        client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n");
        client.SendWhileTaken(new byte[length]);
        var answer = client.Read();
        Assert.Equal("close", answer["Connection"]);
        Assert.Equal("no", answer.Text);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_chunked_body_beyond_256_KiB_that_nobody_reads_closes_the_connection()
    {
        await using var server = new ServerFixture((w, _) => w.Write("no"));
        var client = server.Connect();
        var chunk = $"8000\r\n{new string('c', 0x8000)}\r\n";
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, 12)));
        var answer = client.Read();
        Assert.Equal("close", answer["Connection"]);
        Assert.Equal("no", answer.Text);
        client.ExpectEnd();
    }

    [Theory]
    [InlineData("zz\r\nhello\r\n")]
    [InlineData("5\r\nhelloXX0\r\n\r\n")]
    [InlineData("0\r\nContent-Length: 5\r\n\r\n")]
    public async Task A_broken_body_that_nobody_reads_costs_the_connection_and_not_the_answer(string body)
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        var answer = client.Read();
        Assert.Equal(200, answer.Status);
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_body_that_ends_early_and_that_nobody_reads_costs_the_connection_and_not_the_answer()
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        client.EndSending();
        var answer = client.Read();
        Assert.Equal("x", answer.Text);
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_body_fails_the_read_and_nothing_behind_it_is_taken_for_a_request(bool isAsync)
    {
        Exception? seen = null;
        var served = 0;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            served++;
            try
            {
                if (isAsync) await r.Body.ReadAllBytesAsync();
                else r.Body.CopyTo(Stream.Null);
            }
            catch (BadRequestException failure)
            {
                seen = failure;
            }

            w.Write("x");
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloGET / HTTP/1.1\r\nHost: h\r\n\r\n");
        var answer = client.Read();
        Assert.Equal("x", answer.Text);
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
        Assert.Equal(
            RejectReason.MalformedChunkEnd,
            Assert.IsType<ProtocolException>(Assert.IsType<BadRequestException>(seen).InnerException).Reason);
        Assert.Equal(1, served);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_fails_on_a_broken_body_answers_400_without_a_log_line(bool isAsync)
    {
        await using var server = new ServerFixture(Reader(isAsync));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
        var answer = client.Read();
        Assert.Equal(400, answer.Status);
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Continue_is_sent_at_the_first_read(bool isAsync)
    {
        await using var server = new ServerFixture(Reader(isAsync));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, client.Read().Status);
        client.Send("hello");
        var answer = client.Read();
        Assert.Equal(Expected("hello"), answer.Text);
        Assert.Null(answer["Connection"]);
        client.Send(Get);
        Assert.Equal(200, client.Read().Status);
    }

    [Fact]
    public async Task Continue_is_sent_once_when_the_handler_sends_it_itself()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            w.WriteHeader(100);
            w.Write(await r.Body.ReadAllTextAsync());
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, client.Read().Status);
        client.Send("hello");
        Assert.Equal("hello", client.Read().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_was_not_asked_for_closes_the_connection(bool isSentAnyway)
    {
        await using var server = new ServerFixture((w, _) => w.Write("no"));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        if (isSentAnyway) client.Send("hello");
        var answer = client.Read();
        Assert.Equal(200, answer.Status);
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_body_sent_without_waiting_for_continue_is_read()
    {
        await using var server = new ServerFixture(Reader(isAsync: true));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
        Assert.Equal(100, client.Read().Status);
        Assert.Equal(Expected("hello"), client.Read().Text);
    }

    [Fact]
    public async Task Expect_means_nothing_on_Http_10_or_without_a_body()
    {
        await using var server = new ServerFixture(Reader(isAsync: false));
        Assert.Equal(Expected("hello"), server.Ask("POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello").Text);
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n");
        Assert.Null(client.Read()["Connection"]);
    }

    [Fact]
    public async Task The_body_cannot_be_read_once_the_head_of_the_answer_left()
    {
        Exception? seen = null;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            w.Flush();
            seen = await Record.ExceptionAsync(async () => await r.Body.ReadAllBytesAsync());
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        Assert.Equal(200, client.Read().Status);
        Assert.IsType<InvalidOperationException>(seen);
        client.Send(Get);
        Assert.Equal(200, client.Read().Status);
    }

    [Fact]
    public async Task Cancelling_a_read_ends_it_as_cancelled_and_closes_the_connection()
    {
        var seen = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new CancellationTokenSource();
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var read = r.Body.ReadAllBytesAsync(0, source.Token);
            reading.SetResult();
            seen.SetResult(await Record.ExceptionAsync(async () => await read));
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
        await Eventually.Of(reading.Task);
        await source.CancelAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await Eventually.Of(seen.Task));
        client.ExpectGone();
    }

    [Fact]
    public async Task A_read_that_the_handler_forgot_closes_the_connection_although_it_ends_before_it_is_interrupted()
    {
        var buffer = new byte[100];
        var forgotten = new TaskCompletionSource<Task<int>>();
        RawClient client = null!;
        // The server logs before it interrupts the read.
        void OnLog(string line)
        {
            client.Send("hello");
            Eventually.Of(forgotten.Task.Unwrap()).GetAwaiter().GetResult();
        }

        await using var server = ServerFixture.Async(
            async (w, r) =>
            {
                forgotten.SetResult(r.Body.ReadAsync(buffer).AsTask());
                w.Write("x");
                // The log is called on another thread than the one that reads.
                await Task.Yield();
            },
            new ServerOptions { ErrorLog = OnLog });
        client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        var response = client.Read();
        Assert.Equal(("x", "close"), (response.Text, response["Connection"]));
        client.ExpectGone();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_that_the_handler_forgot_cannot_disturb_what_follows(bool hasBodyLater)
    {
        ValueTask<int> forgotten = default;
        var buffer = new byte[100];
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Method == "POST") forgotten = r.Body.ReadAsync(buffer);
            w.Write("x");
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        server.TakeLog("still reading");
        if (hasBodyLater) client.SendWhileTaken("hello"u8);
        client.ExpectGone();
        var failure = await Record.ExceptionAsync(async () => await Eventually.Of(forgotten.AsTask()));
        Assert.True(failure is null or IOException or InvalidOperationException, $"{failure}");
        Assert.Equal("x", server.Ask(Get).Text);
    }
}
