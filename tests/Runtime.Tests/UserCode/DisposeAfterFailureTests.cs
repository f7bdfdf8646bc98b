using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RouteGen;
using Runtime.Tests.House;
using Runtime.Tests.Serving;

namespace Runtime.Tests.UserCode;

/// <summary>
/// A Dispose of user code that throws after its call has failed neither replaces that failure nor is lost: it is reported as an unobserved
/// exception. After a call that has succeeded, it fails the call. There is a row for each place that disposes an object of a user.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed partial class DisposeAfterFailureTests
{
    private const string Wrapper = "is disposed by its owner, which gets the failure";
    private const string Ours = "disposes no object of a user";
    private const string OfTransport = "FailingDisposeTests";

    private static readonly AsyncLocal<Exception?> s_ofListener = new();

    private static readonly Dictionary<string, Func<Failing, Exception, Task>> s_afterFailure = new()
    {
        ["Client/Client.cs, body beyond MaxResponseBodyBytes"] = static async (failing, _) =>
        {
            var client = new Client { MaxResponseBodyBytes = 2, Transport = Responding(() => Ok(failing.Body("long"))) };
            var body = (await client.GetAsync("http://a.test/")).Body;
            await body.ReadAllTextAsync();
        },
        ["Client/Client.Send.cs, response whose cookies are not stored"] = static (failing, call) => GetAsync(
            new Client { Jar = new BrokenJar(null, call), Transport = Responding(() => Cookied(failing)) }),
        ["Client/Client.Send.cs, body of a request that gets no cookies"] = static (failing, call) =>
            new Client { Jar = new BrokenJar(call, null) }.PostAsync("http://a.test/", "", failing.Body("abc")).AsTask(),
        ["Client/Client.Redirect.cs, to no URL"] = static (failing, _) => GetAsync(
            new Client { Transport = Responding(() => Redirect(failing, "http://[")) }),
        ["Client/Client.Redirect.cs, that is refused"] = static (failing, call) => GetAsync(new Client
        {
            CheckRedirect = (_, _) => throw call,
            Transport = Responding(() => Redirect(failing, "/")),
        }),
        ["Client/Client.Redirect.cs, that is refused and cannot be read"] = static (failing, call) => GetAsync(new Client
        {
            CheckRedirect = (_, _) => throw call,
            Transport = Responding(() => Redirect(failing, "/", new InvalidOperationException("of the read"))),
        }),
        ["Client/Client.Redirect.cs, that is one too many"] = static (failing, _) =>
        {
            var count = 0;
            return GetAsync(new Client { Transport = Responding(() => ++count < 10 ? Redirect(null, "/") : Redirect(failing, "/")) });
        },
        ["Client/Client.Redirect.cs, that cannot be read"] = static (failing, call) => GetAsync(
            new Client { Transport = Responding(() => Redirect(failing, "/", call)) }),
        ["Client/Observe/TelemetryRoundTripper.cs, body"] = static (failing, call) =>
            WatchedAsync(call, atStart: true, Responding(static () => Ok(Body.Empty)), failing.Body("abc")),
        ["Client/Observe/TelemetryRoundTripper.cs, response"] = static (failing, call) =>
            WatchedAsync(call, atStart: false, Responding(() => Ok(failing.Body("abc"))), Body.Empty),
        ["Messages/Request.Write.cs, output"] = static (failing, call) =>
            new Request("POST", "http://a.test/", failing.Body("abc")).WriteAsync(new BrokenStream(call)).AsTask(),
        ["Messages/Request.Write.cs, body"] = static (failing, call) =>
            new Request("POST", "http://a.test/", failing.Body("abc", call)).WriteAsync(Stream.Null).AsTask(),
        ["Messages/Response.Write.cs, output"] = static (failing, call) =>
            Ok(failing.Body("abc")).WriteAsync(new BrokenStream(call)).AsTask(),
        ["Messages/Response.Write.cs, body"] = static (failing, call) =>
            Ok(failing.Body("abc", call)).WriteAsync(Stream.Null).AsTask(),
        ["Proxy/ReverseProxy.Serve.cs, response"] = static (failing, call) => ServeAsync(new ReverseProxy("http://a.test")
        {
            Transport = Responding(() => Ok(failing.Body("abc"))),
            ModifyResponse = _ => throw call,
            ErrorHandler = static (_, _, failure) => ValueTask.FromException(failure),
        }),
        ["Handlers/Files/FileServer.cs, content"] = static (failing, call) =>
            ServeAsync(Http.FileServer(new Files(() => failing.Stream(call)))),
    };

    private static readonly Dictionary<string, Func<Failing, Task>> s_afterSuccess = new()
    {
        ["Client/Client.Redirect.cs"] = static failing =>
        {
            var count = 0;
            return GetAsync(new Client { Transport = Responding(() => ++count == 1 ? Redirect(failing, "/") : Ok(Body.Empty)) });
        },
        ["Messages/Request.Write.cs"] = static failing =>
            new Request("POST", "http://a.test/", failing.Body("abc")).WriteAsync(Stream.Null).AsTask(),
        ["Messages/Response.Write.cs"] = static failing => Ok(failing.Body("abc")).WriteAsync(Stream.Null).AsTask(),
        ["Proxy/ReverseProxy.Serve.cs"] = static failing =>
            ServeAsync(new ReverseProxy("http://a.test") { Transport = Responding(() => Ok(failing.Body("abc"))) }),
        ["Handlers/Files/FileServer.cs"] = static failing => ServeAsync(Http.FileServer(new Files(() => failing.Stream(null)))),
    };

    /// <summary>Files that dispose something and have no row. Those of connections and of the server have tests of their own.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["Client/Calls/LimitedBody.cs"] = Wrapper,
        ["Client/Conn/Bodies/DecodedBody.cs"] = Ours,
        ["Client/Conn/Bodies/SwitchedBody.cs"] = Ours,
        ["Client/Conn/ConnSettings.cs"] = OfTransport,
        ["Client/Conn/Exchange.cs"] = Ours,
        ["Client/Conn/PersistConn.WriteBody.cs"] = OfTransport,
        ["Client/Transport/BrotliContentDecoder.cs"] = Ours,
        ["Client/Transport/Transport.RoundTrip.cs"] = "EmptyBodyTests.Empty_body_is_disposed_once_wherever_its_call_fails",
        ["Client/Transport/Transport.cs"] = Ours,
        ["Errors/Disposal.cs"] = "is called by the others",
        ["Handlers/Files/DiskEntry.cs"] = Ours,
        ["Handlers/Files/RegularFile.cs"] = Ours,
        ["Handlers/Limits/TimedBody.cs"] = Wrapper,
        ["Messages/Bodies/MaxBytesBody.cs"] = Wrapper,
        ["Messages/Bodies/ProbedBody.cs"] = Wrapper,
        ["Messages/Bodies/StreamBody.cs"] = Wrapper,
        ["Messages/Control/HijackedConn.cs"] = Ours,
        ["Messages/Forms/TempFiles.cs"] = Ours,
        ["Messages/Request.Multipart.cs"] = Ours,
        ["Messages/Request.Serve.cs"] = Ours,
        ["Messages/Response.cs"] = Wrapper,
        ["Messages/Served/RequestContext.cs"] = Ours,
        ["Proxy/ForwardedBody.cs"] = Ours,
        ["Proxy/ProxiedSwitch.cs"] = "ProxyStreamTests.A_switch_whose_backend_fails_closes_the_connection_of_its_client",
        ["Testing/TestServer.cs"] = Ours,
    };

    public static TheoryData<string> AfterFailure() => [.. s_afterFailure.Keys];

    public static TheoryData<string> AfterSuccess() => [.. s_afterSuccess.Keys];

    [Theory]
    [MemberData(nameof(AfterFailure))]
    public async Task After_a_call_that_failed_it_is_reported_and_does_not_replace_the_failure(string place)
    {
        var marker = Guid.NewGuid().ToString();
        var reports = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs report)
        {
            if (report.Exception.ToString().Contains(marker, StringComparison.Ordinal)) Interlocked.Increment(ref reports);
        }

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            await FailAsync(s_afterFailure[place], marker);
            Eventually.True(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return Volatile.Read(ref reports) > 0;
                },
                "the failure of the dispose was not reported");
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        Assert.Equal(1, reports);
    }

    [Theory]
    [MemberData(nameof(AfterSuccess))]
    public async Task After_a_call_that_succeeded_it_fails_the_call(string place)
    {
        var failing = new Failing("of the dispose");
        var failure = await Record.ExceptionAsync(() => s_afterSuccess[place](failing).WaitAsync(Eventually.Patience));
        Assert.Equal("of the dispose", Assert.IsType<InvalidDataException>(failure).Message);
        Assert.Equal(1, failing.Count);
    }

    [Fact]
    public void Every_file_that_disposes_something_has_a_row_or_a_reason()
    {
        var rows = s_afterFailure.Keys.Concat(s_afterSuccess.Keys).Select(static row => row.Split(',')[0]).ToHashSet();
        var files = Repository.Files("src/Runtime", ".cs")
            .Where(static file => !file.StartsWith("src/Runtime/IO/", StringComparison.Ordinal)
                && !file.StartsWith("src/Runtime/Server/", StringComparison.Ordinal))
            .Where(static file => Disposes().IsMatch(Repository.Read(file)))
            .Select(static file => file["src/Runtime/".Length..]).ToList();
        Assert.Equal([], files.Where(file => !rows.Contains(file) && !s_elsewhere.ContainsKey(file)));
        Assert.Equal([], rows.Concat(s_elsewhere.Keys).Where(file => !files.Contains(file)));
    }

    // Nothing of the failure is left on the caller's stack, so that it is collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailAsync(Func<Failing, Exception, Task> act, string marker)
    {
        var failing = new Failing(marker);
        var call = new InvalidOperationException("of the call");
        var failure = await Record.ExceptionAsync(() => act(failing, call).WaitAsync(Eventually.Patience));
        Assert.NotNull(failure);
        Assert.DoesNotContain(marker, failure.ToString(), StringComparison.Ordinal);
        // These are failures of the library's own.
        var isOwn = failure.Message.Contains("is not a URL", StringComparison.Ordinal)
            || failure.Message.Contains("Stopped after 10 redirects", StringComparison.Ordinal)
            || failure.Message.Contains("longer than the limit of 2 bytes", StringComparison.Ordinal);
        Assert.True(isOwn || ReferenceEquals(call, failure) || ReferenceEquals(call, failure.InnerException), failure.ToString());
        Assert.Equal(1, failing.Count);
    }

    private static async Task GetAsync(Client client) => await client.GetAsync("http://a.test/");

    private static async Task ServeAsync(IHandler handler) =>
        await handler.ServeHttpAsync(new ResponseRecorder(), TestRequest.New("GET", "/a.txt"));

    private static async Task WatchedAsync(Exception call, bool atStart, IRoundTripper roundTripper, Body body)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Http.ClientTelemetryName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => { if (atStart && s_ofListener.Value is { } failure) throw failure; },
            ActivityStopped = _ => { if (!atStart && s_ofListener.Value is { } failure) throw failure; },
        };
        ActivitySource.AddActivityListener(listener);
        s_ofListener.Value = call;
        await Http.Instrument(roundTripper).RoundTripAsync(new Request("POST", "http://a.test/", body));
    }

    private static Responder Responding(Func<Response> respond) => new(respond);

    private static Response Ok(Body body) => new() { StatusCode = 200, Body = body };

    private static Response Cookied(Failing failing) =>
        new() { StatusCode = 200, Header = { ["Set-Cookie"] = "a=b" }, Body = failing.Body("abc") };

    private static Response Redirect(Failing? failing, string location, Exception? ofRead = null) => new()
    {
        StatusCode = 302,
        ContentLength = -1,
        Header = { ["Location"] = location },
        Body = failing?.Body("abc", ofRead) ?? Body.Empty,
    };

    [GeneratedRegex(@"(?<!base)\.Dispose(Async|AfterFailure)?\b|\bDisposal\.|await using")]
    private static partial Regex Disposes();

    /// <summary>Objects whose Dispose fails, and is counted.</summary>
    private sealed class Failing(string message)
    {
        private int _count;

        internal int Count => Volatile.Read(ref _count);

        internal Body Body(string text, Exception? ofRead = null) => new FailingBody(this, text, ofRead);

        internal Stream Stream(Exception? ofRead) => new FailingStream(this, ofRead);

        internal void Fail()
        {
            Interlocked.Increment(ref _count);
            throw new InvalidDataException(message);
        }
    }

    private sealed class FailingBody(Failing failing, string text, Exception? ofRead) : Body
    {
        private int _position;

        public override int Read(Span<byte> buffer)
        {
            if (ofRead is not null) throw ofRead;
            var count = Math.Min(text.Length - _position, buffer.Length);
            System.Text.Encoding.ASCII.GetBytes(text.AsSpan(_position, count), buffer);
            _position += count;
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read(buffer.Span);
        }

        protected override void Dispose(bool disposing) => failing.Fail();
    }

    private sealed class FailingStream(Failing failing, Exception? ofRead) : MemoryStream("abc"u8.ToArray())
    {
        public override long Length => ofRead is null ? base.Length : throw ofRead;

        protected override void Dispose(bool disposing) => failing.Fail();
    }

    private sealed class BrokenStream(Exception failure) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }

    private sealed class Responder(Func<Response> respond) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) => new(respond());
    }

    private sealed class BrokenJar(Exception? ofRead, Exception? ofStore) : ICookieJar
    {
        public IReadOnlyList<Cookie> Cookies(Url url) => ofRead is null ? [] : throw ofRead;

        public void SetCookies(Url url, IReadOnlyList<Cookie> cookies) => throw ofStore!;
    }

    private sealed class Files(Func<Stream> open) : IFileSystem
    {
        public FileEntry Open(string path) => new Entry(open);
    }

    private sealed class Entry(Func<Stream> open) : FileEntry
    {
        public override string Name => "a.txt";

        public override bool IsDirectory => false;

        public override IEnumerable<FileEntry> Entries() => [];

        public override Stream OpenRead() => open();
    }
}
