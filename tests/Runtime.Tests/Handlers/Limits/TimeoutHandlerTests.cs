using System.Text;
using Runtime.Tests.Serving;
using RouteGen;

namespace Runtime.Tests.Handling;

[Collection(ServerCollection.Name)]
public sealed class TimeoutHandlerTests
{
    private const string Ask = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    // Longer than it takes a busy machine to begin a handler.
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task An_answer_in_time_is_sent_whole()
    {
        await using var server = new ServerFixture(Outer(Http.TimeoutHandler(
            Handler.From(async (w, r) =>
            {
                await Task.Yield();
                w.Header.Set("X-Inner", "inner");
                w.Header.Set("Date", null);
                w.WriteHeader(103);
                w.WriteHeader(201);
                w.Flush();
                w.Write($"{r.Method} ");
                Encoding.ASCII.GetBytes("body", w);
                await w.WriteAsync("!"u8.ToArray());
            }),
            s_long)));
        var client = server.Connect();
        for (var round = 0; round < 3; round++)
        {
            client.Send(Ask);
            var answer = client.Read();
            Assert.Equal((201, "GET body!", "9"), (answer.Status, answer.Text, answer["Content-Length"]));
            Assert.Equal(("outer", "inner", null), (answer["X-Outer"], answer["X-Inner"], answer["Date"]));
        }
    }

    [Fact]
    public async Task A_body_is_read_by_a_handler_in_time()
    {
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Handler.From((w, r) =>
            {
                using var reader = new StreamReader(r.Body);
                w.Write(reader.ReadToEnd());
            }),
            s_long));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n" + new string('x', 100));
        client.Send(new string('y', 39_900));
        Assert.Equal(new string('x', 100) + new string('y', 39_900), client.Read().Text);
        client.Send(Ask);
        Assert.Equal("", client.Read().Text);
    }

    [Theory]
    [InlineData(null, "<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>")]
    [InlineData("late", "late")]
    public async Task After_the_limit_503_is_answered_and_the_handler_is_refused(string? body, string text)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failures = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Handler.From(async (w, r) =>
            {
                w.Header.Set("X-Inner", "lost");
                w.Write("lost");
                var token = r.Context.CancellationToken;
                var input = r.Body;
                using var cancelled = token.Register(() => goOn.TrySetResult());
                await goOn.Task;
                Exception?[] seen =
                [
                    Record.Exception(() => w.Write("x"u8)), Record.Exception(() => w.WriteHeader(200)), Record.Exception(w.Flush),
                    Record.Exception(() => w.Advance(1)), Record.Exception(() => input.Read(new byte[1])),
                ];
                failures.SetResult(string.Join(' ', seen.Select(failure => failure?.GetType().Name)));
            }),
            s_short,
            body));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        var answer = client.Read();
        Assert.Equal((503, text, null), (answer.Status, answer.Text, answer["X-Inner"]));
        Assert.Equal(string.Join(' ', Enumerable.Repeat(nameof(HandlerTimeoutException), 5)), await Eventually.Of(failures.Task));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_of_the_handler_neither_replaces_nor_delays_the_503(bool blocks)
    {
        using var goOn = new ManualResetEventSlim();
        // The end of the request calls the callback, too, if it comes first, and logs its exception.
        await using var server = new ServerFixture(
            Http.TimeoutHandler(
                Handler.From((_, r) =>
                {
                    r.Context.CancellationToken.Register(() =>
                    {
                        if (!blocks) throw new InvalidOperationException("of the callback");
                        goOn.Wait(TimeSpan.FromMinutes(1));
                    });
                    goOn.Wait(TimeSpan.FromMinutes(1));
                }),
                s_short),
            new ServerOptions { ErrorLog = static _ => { } });
        var client = server.Connect();
        client.Send(Ask);
        Assert.Equal(503, client.Read().Status);
        goOn.Set();
        client.Send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Contains(client.Read().Status, (int[])[200, 503]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_callback_that_throws_is_logged_even_if_it_runs_before_the_request_ends(bool isCopied)
    {
        using var goOn = new ManualResetEventSlim();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var limited = Http.TimeoutHandler(
            Handler.From((_, r) =>
            {
                r.Context.CancellationToken.Register(() =>
                {
                    ran.SetResult();
                    throw new InvalidOperationException("of the callback");
                });
                goOn.Wait(TimeSpan.FromMinutes(1));
            }),
            s_short);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            await limited.ServeHttpAsync(w, isCopied ? r.WithContext(new RequestContext(r.Context)) : r);
            await Eventually.Of(ran.Task);
        });
        var client = server.Connect();
        client.Send(Ask);
        Assert.Equal(503, client.Read().Status);
        goOn.Set();
        server.TakeLog("A callback registered for the cancellation of a request failed.");
    }

    [Fact]
    public async Task A_handler_that_blocks_is_left_behind_and_the_connection_goes_on()
    {
        using var release = new ManualResetEventSlim();
        var ended = new CountdownEvent(3);
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Handler.From((w, r) =>
            {
                if (r.Path == "/fast")
                {
                    w.Write("fast");
                    return;
                }

                release.Wait();
                ended.Signal();
            }),
            s_short));
        var client = server.Connect();
        for (var round = 0; round < 3; round++)
        {
            client.Send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal(503, client.Read().Status);
        }

        release.Set();
        Eventually.True(() => ended.IsSet, "the handlers did not end");
        Eventually.True(
            () =>
            {
                client.Send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n");
                return client.Read().Text == "fast";
            },
            "no answer in time");
    }

    [Fact]
    public async Task A_read_that_waits_when_time_is_up_ends_with_the_connection()
    {
        var failure = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Handler.From(async (_, r) => failure.SetResult(await Record.ExceptionAsync(async () => await r.Body.ReadAllBytesAsync()))),
            s_short));
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        var answer = client.Read();
        Assert.Equal((503, "close"), (answer.Status, answer["Connection"]));
        Assert.Contains("Timeout", answer.Text);
        client.ExpectGone();
        Assert.IsType<HandlerTimeoutException>(await Eventually.Of(failure.Task));
    }

    [Fact]
    public async Task A_failure_in_time_is_the_servers_matter()
    {
        var handler = Http.TimeoutHandler(Handler.From((_, _) => throw new AbortHandlerException()), s_long);
        await Assert.ThrowsAsync<AbortHandlerException>(
            async () => await handler.ServeHttpAsync(new ResponseRecorder(), TestRequest.New("GET", "/")));
    }

    [Fact]
    public async Task A_timeout_of_the_handlers_own_is_a_failure_and_not_ours()
    {
        var writer = new ResponseRecorder();
        var handler = Http.TimeoutHandler(Handler.From((_, _) => throw new TimeoutException("its own")), s_long);
        Assert.Equal(
            "its own",
            (await Assert.ThrowsAsync<TimeoutException>(
                async () => await handler.ServeHttpAsync(writer, TestRequest.New("GET", "/")))).Message);
        Assert.Equal(0, writer.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_request_is_answered_503_without_a_body()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = Http.TimeoutHandler(
            Handler.From(async (w, _) =>
            {
                started.SetResult();
                await release.Task;
                refused.SetResult(Record.Exception(() => w.Write("x"u8)));
            }),
            Timeout.InfiniteTimeSpan);
        var request = TestRequest.New("GET", "/");
        var writer = new ResponseRecorder();
        var served = handler.ServeHttpAsync(writer, request).AsTask();
        await Eventually.Of(started.Task);
        request.Context.End();
        await Eventually.Of(served);
        Assert.Equal((503, ""), (writer.StatusCode, writer.BodyText));
        release.SetResult();
        Assert.IsType<OperationCanceledException>(await Eventually.Of(refused.Task));
    }

    [Fact]
    public async Task Handlers_that_end_just_as_time_is_up_answer_one_or_the_other()
    {
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Handler.From((w, _) =>
            {
                Thread.SpinWait(Random.Shared.Next(200_000));
                w.Write("in time");
            }),
            TimeSpan.FromMilliseconds(1),
            "late"));
        var client = server.Connect();
        for (var round = 0; round < 100; round++)
        {
            client.Send(Ask);
            var answer = client.Read();
            Assert.Equal(answer.Status == 200 ? "in time" : "late", answer.Text);
        }
    }

    [Fact]
    public async Task A_limit_of_zero_never_calls_the_handler()
    {
        var calls = 0;
        await using var server = new ServerFixture(Http.TimeoutHandler(Handler.From((_, _) => calls++), TimeSpan.Zero, "never"));
        var client = server.Connect();
        for (var round = 0; round < 20; round++)
        {
            client.Send(Ask);
            Assert.Equal((503, "never"), client.Read() is var answer ? (answer.Status, answer.Text) : default);
        }

        Assert.Equal(0, calls);
    }

    [Fact]
    public void A_limit_has_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Http.TimeoutHandler(Http.NotFoundHandler(), TimeSpan.FromSeconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Http.TimeoutHandler(Http.NotFoundHandler(), TimeSpan.MaxValue));
    }

    private static FuncHandler Outer(IHandler handler) => new((w, r) =>
    {
        w.Header.Set("X-Outer", "outer");
        w.Header.Set("X-Inner", "replaced");
        return handler.ServeHttpAsync(w, r);
    });
}
