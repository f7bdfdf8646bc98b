// Whose fault a failure was: what a handler throws, what its client sees of it, and what the log, the access log and the metrics say.
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed partial class FaultTests : IDisposable
{
    private const string Get = "GET /fault HTTP/1.1\r\nHost: h\r\n\r\n";

    private readonly ConcurrentQueue<AccessLogEntry> _entries = new();
    private readonly ConcurrentQueue<string> _statuses = new();
    private readonly MeterListener _meters = new();

    public FaultTests()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Http.ServerTelemetryName, Name: "http.server.request.duration" })
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var status = "none";
            foreach (var (name, value) in tags)
                if (name == "http.response.status_code") status = $"{value}";
            _statuses.Enqueue(status);
        });
        _meters.Start();
    }

    public void Dispose() => _meters.Dispose();

    private static string Post(string body, string fields = "") =>
        $"POST /fault HTTP/1.1\r\nHost: h\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}";

    private static string Chunked(string body) => $"POST /fault HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{body}";

    // What is thrown or done, what is sent, the status that the client sees (0: the end alone), whether there is a line, and the access
    // log's status.
    private static readonly Dictionary<string,
    (Func<ResponseWriter, Request, Task> Handler, string Sent, int Status, bool IsLogged, int Access)> s_cases = new()
    {
        ["its own bug"] = ((_, _) => throw new InvalidOperationException("on purpose"), Get, 500, true, 500),
        ["a bug behind a buffered head"] = (BugBehindHead, Get, 500, true, 500),
        ["an abort"] = ((_, _) => throw new AbortHandlerException(), Get, 0, false, 500),
        ["a bad request"] = ((_, _) => throw new BadRequestException(422, "not so"), Get, 422, false, 422),
        ["a bad request as a cause"] = (
            (_, _) => throw new InvalidOperationException("outer", new BadRequestException(409, "inner")), Get, 409, false, 409),
        ["a failed wait for a bad request"] = (
            (_, _) => Task.Run(static () => Task.FromException(new BadRequestException("no")).Wait()), Get, 400, false, 400),
        ["text beyond its bound"] = ((_, r) => r.Body.ReadAllTextAsync(3).AsTask(), Post("1234"), 413, false, 413),
        ["text beyond its bound, chunked"] = (
            (_, r) => r.Body.ReadAllTextAsync(3).AsTask(), Chunked("4\r\n1234\r\n0\r\n\r\n"), 413, false, 413),
        ["a body beyond MaxBytesReader"] = (
            (w, r) => Http.MaxBytesReader(w, r.Body, 3).ReadAllBytesAsync().AsTask(), Post("1234"), 413, false, 413),
        ["a chunk that is none"] = ((_, r) => r.Body.ReadAllBytesAsync().AsTask(), Chunked("zz\r\n"), 400, false, 400),
        ["a chunk's missing end"] = ((_, r) => r.Body.ReadAllBytesAsync().AsTask(), Chunked("1\r\nabc"), 400, false, 400),
        ["malformed JSON"] = ((_, r) => r.Body.ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Post("{\"Name\":"), 400, false, 400),
        ["JSON of another type"] = (
            (_, r) => r.Body.ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Post("{\"Name\":7}"), 400, false, 400),
        ["no JSON at all"] = ((_, r) => r.Body.ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Get, 400, false, 400),
        ["JSON beyond its bound"] = (
            (_, r) => r.Body.ReadJsonAsync(JsonOfTest.Default.Thing, 3).AsTask(), Post("{\"Name\":\"x\"}"), 413, false, 413),
        ["a bare JsonException"] = ((_, _) => throw new System.Text.Json.JsonException("a backend's"), Get, 500, true, 500),
        ["a form that is none"] = (
            (_, r) => r.ParseFormAsync().AsTask(), Post("a=%zz", "Content-Type: application/x-www-form-urlencoded\r\n"), 400, false, 400),
        ["another type than multipart"] = (
            (_, r) => r.ParseMultipartFormAsync().AsTask(), Post("a=b", "Content-Type: text/plain\r\n"), 415, false, 415),
        ["multipart that is none"] = (
            (_, r) => r.ParseMultipartFormAsync().AsTask(), Post("nothing", "Content-Type: multipart/form-data; boundary=b\r\n"), 400,
            false, 400),
        ["its own cancellation"] = ((_, _) => throw new OperationCanceledException(new CancellationToken(true)), Get, 500, true, 500),
        ["a backend's broken response"] = ((_, _) => throw new ProtocolException(RejectReason.MalformedStatusLine), Get, 500, true, 500),
        ["a file that is damaged"] = ((_, _) => throw new InvalidDataException("mine"), Get, 500, true, 500),
        ["too long a response of a backend"] = (
            (_, _) => new Response { Body = "abcd" }.Body.ReadAllTextAsync(3).AsTask(), Get, 500, true, 500),
        ["malformed JSON of a backend"] = (
            (_, _) => new Response { Body = "{" }.Body.ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Get, 500, true, 500),
        ["a backend's response beyond MaxBytesReader"] =
            ((w, _) => Http.MaxBytesReader(w, OfBackend("abcd"), 3).ReadAllBytesAsync().AsTask(), Get, 500, true, 500),
        ["a backend's response beyond its client's limit"] = (BeyondLimitOfClient, Get, 500, true, 500),
        ["malformed JSON of a backend, limited"] =
            ((w, _) => Http.MaxBytesReader(w, OfBackend("{"), 3).ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Get, 500, true, 500),
        ["malformed JSON of a backend, as a stream"] =
            ((_, _) => Body.From(OfBackend("{")).ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Get, 500, true, 500),
        ["malformed JSON in a part of a backend"] =
            (async (_, _) => await (await PartOfBackend("{")).ReadJsonAsync(JsonOfTest.Default.Thing), Get, 500, true, 500),
        ["too long a part of a backend"] = (async (_, _) => await (await PartOfBackend("abcd")).ReadAllBytesAsync(3), Get, 500, true, 500),
        ["a malformed part in a part of a backend"] =
            (async (_, _) => await new MultipartReader(await PartOfBackend("x"), "c").NextPartAsync(), Get, 500, true, 500),
        ["an empty response of a backend"] = (
            (_, _) => new Response().Body.ReadJsonAsync(JsonOfTest.Default.Thing).AsTask(), Get, 500, true, 500),
    };

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var name in s_cases.Keys)
        {
            cases.Add(name, false);
            cases.Add(name, true);
        }

        return cases;
    }

    private static Body OfBackend(string text) => new Response { Body = text }.Body;

    private static async Task<Body> PartOfBackend(string text) =>
        (await new MultipartReader(OfBackend($"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n{text}\r\n--b--\r\n"), "b")
            .NextPartAsync())!;

    private static async Task BeyondLimitOfClient(ResponseWriter w, Request r)
    {
        var client = new Client { Transport = new Backend(), MaxResponseBodyBytes = 3 };
        using var response = await client.GetAsync("http://backend.test/");
        await response.Body.ReadAllBytesAsync();
    }

    private sealed class Backend : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) =>
            new(new Response { StatusCode = 200, Body = "abcd" });
    }

    private static Task BugBehindHead(ResponseWriter w, Request r)
    {
        w.WriteHeader(201);
        w.Write("x");
        throw new InvalidOperationException("on purpose");
    }

    private ServerFixture Serve(Func<ResponseWriter, Request, Task> handler, bool yields = false, ServerOptions? options = null)
    {
        var mux = new ServeMux();
        mux.HandleFunc("/fault", async (w, r) =>
        {
            if (yields) await Task.Yield();
            await handler(w, r);
        });
        return new ServerFixture(Http.AccessLog(Http.Instrument(mux), _entries.Enqueue), options);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_a_handler_throws_is_answered_and_logged_by_whose_fault_it_was(string name, bool yields)
    {
        var (handler, sent, status, isLogged, access) = s_cases[name];
        await using var server = Serve(handler, yields);
        var client = server.Connect();
        client.Send(sent);
        if (status != 0)
        {
            var response = client.Read();
            Assert.Equal(status, response.Status);
            Assert.Equal($"{status} {StatusCodes.Text(status)}", response.Text);
        }

        client.ExpectEnd();
        if (isLogged) server.TakeLog("A handler failed.");
        Eventually.True(() => !_entries.IsEmpty, "no access log");
        Assert.Equal(access, Assert.Single(_entries).StatusCode);
        Assert.Equal(status == 0 ? "none" : $"{status}", Assert.Single(_statuses));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_access_log_inside_a_time_limit_shows_the_status_that_is_sent(bool isLate)
    {
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Http.AccessLog(
                Handler.From(async (w, r) =>
                {
                    w.WriteHeader(201);
                    await r.Body.ReadAllBytesAsync();
                    throw new InvalidOperationException("on purpose");
                }),
                _entries.Enqueue),
            TimeSpan.FromMinutes(1)),
            new ServerOptions { ReadTimeout = isLate ? TimeSpan.FromMilliseconds(300) : null });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n" + (isLate ? "ab" : "abc"));
        var status = isLate ? 408 : 500;
        Assert.Equal(status, client.Read().Status);
        client.ExpectEnd();
        if (!isLate) server.TakeLog("A handler failed.");
        Assert.Equal(status, Assert.Single(_entries).StatusCode);
    }

    // What a handler was given can be sent on, whatever its client announced.
    [Theory]
    [InlineData("a b")]
    [InlineData("\"X-T\", X-T, X:T")]
    [InlineData("%")]
    [InlineData("\u00e9")]
    public async Task Announced_trailers_that_are_no_names_fail_no_handler(string names)
    {
        await using var server = Serve(static async (w, r) =>
        {
            await r.Body.ReadAllBytesAsync();
            var sent = new Request("POST", "http://backend.test/", "copy") { IsChunked = true, Trailer = r.Trailer };
            await sent.WriteAsync(Stream.Null);
            await r.Clone().WriteAsync(Stream.Null);
            w.Write("sent on");
        });
        var client = server.Connect();
        client.Send($"POST /fault HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: {names}\r\n\r\n1\r\na\r\n0\r\n\r\n");
        var response = client.Read();
        Assert.Equal((200, "sent on"), (response.Status, response.Text));
    }

    [Theory]
    [InlineData("close", false)]
    [InlineData("reset", false)]
    [InlineData("half", false)]
    [InlineData("close", true)]
    public async Task A_cancellation_that_the_client_caused_is_499_in_the_access_log_and_nowhere_else(string how, bool isLinked)
    {
        using var begun = new SemaphoreSlim(0);
        await using var server = Serve(async (w, r) =>
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(r.Context.CancellationToken);
            var token = isLinked ? linked.Token : r.Context.CancellationToken;
            w.Write("buffered");
            begun.Release();
            await Task.Delay(-1, token);
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        if (how == "reset") client.Reset();
        else if (how == "half") client.EndSending();
        else client.Dispose();
        Eventually.True(() => !_entries.IsEmpty, "no access log");
        var entry = Assert.Single(_entries);
        Assert.Equal(499, entry.StatusCode);
        Assert.StartsWith("127.0.0.1:", entry.RemoteAddr, StringComparison.Ordinal);
        Assert.Equal("none", Assert.Single(_statuses));
        if (how == "half") client.ExpectEnd();
    }

    [Fact]
    public async Task A_cancellation_behind_a_head_that_has_left_keeps_its_status()
    {
        using var begun = new SemaphoreSlim(0);
        await using var server = Serve(async (w, r) =>
        {
            await w.FlushAsync();
            begun.Release();
            await Task.Delay(-1, r.Context.CancellationToken);
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        client.Dispose();
        Eventually.True(() => !_entries.IsEmpty, "no access log");
        Assert.Equal(200, Assert.Single(_entries).StatusCode);
        Assert.Equal("200", Assert.Single(_statuses));
    }

    [Fact]
    public async Task A_bad_body_behind_a_head_that_has_left_cuts_the_connection_without_a_line()
    {
        await using var server = Serve(async (w, r) =>
        {
            new ResponseController(w).EnableFullDuplex();
            w.Write("begun");
            await w.FlushAsync();
            await r.Body.ReadAllBytesAsync();
        });
        var client = server.Connect();
        client.Send(Chunked("zz\r\n"));
        var received = client.ReadToEnd();
        Assert.Contains("begun", received, StringComparison.Ordinal);
        Assert.DoesNotContain("0\r\n\r\n", received, StringComparison.Ordinal);
        Eventually.True(() => !_entries.IsEmpty, "no access log");
        Assert.Equal(200, Assert.Single(_entries).StatusCode);
    }

    [Fact]
    public async Task A_cancellation_by_closing_the_server_is_logged()
    {
        using var begun = new SemaphoreSlim(0);
        await using var server = Serve(async (_, r) =>
        {
            begun.Release();
            await Task.Delay(-1, r.Context.CancellationToken);
            await Task.Yield();
        });
        var client = server.Connect();
        client.Send(Get);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        server.Server.Close();
        server.TakeLog("A handler failed.");
    }

    [Fact]
    public async Task A_body_that_takes_too_long_is_408_in_the_access_log_without_a_line()
    {
        await using var server = Serve(
            async (_, r) => await r.Body.ReadAllBytesAsync(), options: new ServerOptions { ReadTimeout = TimeSpan.FromMilliseconds(300) });
        var client = server.Connect();
        client.Send("POST /fault HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
        Assert.Equal(408, client.Read().Status);
        client.ExpectEnd();
        Eventually.True(() => !_entries.IsEmpty, "no access log");
        Assert.Equal(408, Assert.Single(_entries).StatusCode);
        Assert.Equal("408", Assert.Single(_statuses));
    }

    // The limit of a call to another server is no fault of the client.
    [Fact]
    public async Task Another_time_limit_than_that_of_the_body_is_500()
    {
        await using var server = Serve(
            (_, _) => throw new TransportException(TransportError.TimedOut, "The other server is slow."));
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal(500, client.Read().Status);
        server.TakeLog("A handler failed.");
    }

    [Fact]
    public async Task Another_time_limit_that_expires_behind_that_of_the_body_is_500()
    {
        await using var server = Serve(
            async (_, r) =>
            {
                await Record.ExceptionAsync(async () => await r.Body.ReadAllBytesAsync());
                throw new TransportException(TransportError.TimedOut, "The other server is slow.");
            },
            options: new ServerOptions { ReadTimeout = TimeSpan.FromMilliseconds(300) });
        var client = server.Connect();
        client.Send("POST /fault HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
        Assert.Equal(500, client.Read().Status);
        server.TakeLog("A handler failed.");
    }

    [Fact]
    public async Task Json_of_a_request_is_read_and_says_where_it_is_malformed()
    {
        Assert.Equal("x", (await Body.From("\uFEFF{\"Name\":\"x\"}").ReadJsonAsync(JsonOfTest.Default.Thing))!.Name);
        Assert.Equal("x", Body.From("{\"Name\":\"x\"}").ReadJson(JsonOfTest.Default.Thing)!.Name);
        Assert.Null(Body.From("null").ReadJson(JsonOfTest.Default.Thing));
        var failure = Assert.Throws<BadRequestException>(() => Body.From("{\n\"Name\":7}").ReadJson(JsonOfTest.Default.Thing));
        Assert.Equal(400, failure.StatusCode);
        Assert.Contains("$.Name, line 2, byte", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(399)]
    [InlineData(500)]
    public void A_bad_request_has_a_status_from_400_to_499(int status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BadRequestException(status, "x"));

    internal sealed record Thing(string Name);

    [JsonSerializable(typeof(Thing))]
    private sealed partial class JsonOfTest : JsonSerializerContext;
}
