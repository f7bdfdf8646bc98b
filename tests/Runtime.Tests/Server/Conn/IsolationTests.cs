using System.Globalization;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class IsolationTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_and_writers_are_dead_once_the_answer_is_complete(bool isAsync)
    {
        Request? keptRequest = null;
        ResponseWriter? keptWriter = null;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            (keptRequest, keptWriter) = (keptRequest ?? r, keptWriter ?? w);
            if (isAsync) await Task.Yield();
            if (r.Path != "/") w.Write($"{r.Method} {r.Host} {r.Path} ");
            w.Write("x");
        });
        server.Ask(Get);
        server.ExpectNoConn();
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Method);
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Path);
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Host);
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Header);
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Body);
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.RemoteAddr);
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Context);
        Assert.Throws<ObjectDisposedException>(() => keptWriter!.Header);
        Assert.Throws<ObjectDisposedException>(() => keptWriter!.Write("x"u8));
        Assert.Throws<ObjectDisposedException>(() => keptWriter!.WriteHeader(200));
        Assert.Throws<ObjectDisposedException>(() => keptWriter!.Flush());
        Assert.Throws<ObjectDisposedException>(() => keptWriter!.GetSpan());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await keptWriter!.WriteAsync(new byte[1]));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await keptWriter!.FlushAsync());
        Assert.Throws<ObjectDisposedException>(() => keptRequest!.Method = "LATE");
        for (var round = 0; round < 5; round++)
        {
            // The peer has the answer before the request has ended; the connection goes after that.
            server.ExpectNoConn();
            Assert.Throws<ObjectDisposedException>(() => keptRequest!.Path);
            Assert.Throws<ObjectDisposedException>(() => keptRequest!.Context);
            Assert.Equal("POST other /seen x", server.Ask("POST /seen HTTP/1.1\r\nHost: other\r\n\r\n").Text);
        }
    }

    [Fact]
    public async Task A_kept_context_belongs_to_its_request_for_ever()
    {
        var contexts = new List<RequestContext>();
        await using var server = new ServerFixture((w, r) =>
        {
            r.Context.Set(r.Path);
            contexts.Add(r.Context);
            w.Write("x");
        });
        var client = server.Connect();
        for (var index = 0; index < 5; index++)
        {
            client.Send($"GET /{index} HTTP/1.1\r\nHost: h\r\n\r\n");
            client.Read();
        }

        for (var index = 0; index < 5; index++)
        {
            var context = contexts[index];
            Assert.Equal($"/{index}", context.Get<string>());
            // The peer may have the answer before the request has ended.
            Eventually.True(() => context.CancellationToken.IsCancellationRequested, "the context did not end with its request");
        }
    }

    [Fact]
    public async Task A_kept_body_never_reads_what_belongs_to_a_later_request()
    {
        Body? kept = null;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (kept is null) kept = r.Body;
            else w.Write(await r.Body.ReadAllTextAsync());
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        client.Read();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\ndef");
        var buffer = new byte[10];
        Assert.Throws<ObjectDisposedException>(() => kept!.Read(buffer));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept!.ReadAllBytesAsync());
        kept!.Dispose();
        client.Send("ghi");
        Assert.Equal("defghi", client.Read().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_handler_leaves_on_its_thread_is_gone_for_the_next(bool isAsync)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            w.Write(
                $"{s_local.Value} {CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator} "
                    + $"{SynchronizationContext.Current is not null}");
            s_local.Value = "left";
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = "#";
            CultureInfo.CurrentCulture = culture;
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            if (r.Path == "/throw") throw new AbortHandlerException();
            if (isAsync) await r.Body.ReadAllBytesAsync();
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            ExecutionContext.SuppressFlow();
        });
        for (var round = 0; round < 20; round++)
        {
            var client = server.Connect();
            client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
            client.Send("x");
            Assert.Equal(" . False", client.Read().Text);
            client.Send(Get);
            Assert.Equal(" . False", client.Read().Text);
            client.Send("GET /throw HTTP/1.1\r\nHost: h\r\n\r\n");
            client.ExpectEnd();
        }
    }
}
