using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.Serving;

/// <summary>Waits that a handler begins twice: the second is refused where it begins, the first goes on, and the process lives.</summary>
[Collection(ServerCollection.Name)]
public class MisuseTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";

    // A row for each stream that may wait for its peer: where a handler gets it.
    public static TheoryData<string, string> Streams()
    {
        var rows = new TheoryData<string, string>();
        foreach (var backend in OperatingSystem.IsLinux() ? new[] { "epoll", "sockets" } : ["sockets"])
            foreach (var stream in new[] { "request", "hijacked", "response", "compressed", "bounded", "switched" })
                if (backend == "epoll" || stream is not ("request" or "hijacked")) rows.Add(stream, backend);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_second_read_is_refused_at_its_caller_and_the_first_gets_what_comes(string which, string backend)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = 0;
        await using var upstream = ServerFixture.Async((w, _) => SendLateAsync(which, w, release.Task));
        using var transport = MakeTransport(backend);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            using var opened = await OpenAsync(which, w, r, transport, $"http://{upstream.Address}/");
            var stream = opened.Stream;
            var buffer = new byte[3];
            var first = stream.ReadAsync(buffer).AsTask();
            for (var more = 0; more < 3; more++)
            {
                var thrown = which is "bounded"
                    ? await Record.ExceptionAsync(async () => _ = await stream.ReadAsync(new byte[3]))
                    : Record.Exception(() => { _ = stream.ReadAsync(new byte[3]); });
                if (thrown is InvalidOperationException) Interlocked.Increment(ref refused);
            }

            if (Record.Exception(() => { _ = stream.Read(new byte[3], 0, 3); }) is InvalidOperationException)
                Interlocked.Increment(ref refused);
            release.SetResult();
            var count = await first;
            Assert.True(count > 0);
            await stream.ReadExactlyAsync(buffer.AsMemory(count, 3 - count));
            Assert.Equal("abc"u8, buffer);
            if (which == "hijacked") await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        });
        var client = server.Connect();
        client.Send(which is "request" or "hijacked" ? Post : Get);
        if (which is "request" or "hijacked")
        {
            await Eventually.Of(release.Task);
            client.Send("abc");
        }

        Assert.Equal(200, client.Read().Status);
        Assert.Equal(4, refused);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_ValueTask_of_the_client_that_is_awaited_twice_gives_both_the_result(string backend)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            await release.Task;
            w.Write("a");
            await w.FlushAsync();
            await Task.Yield();
            w.Write("bc");
        });
        using var transport = MakeTransport(backend);
        var client = new Client { Transport = transport };
        var responding = client.GetAsync($"http://{server.Address}/");
        var tripping = transport.RoundTripAsync(new Request("GET", $"http://{server.Address}/"));
        var both = new[] { Await(responding), Await(responding), Await(tripping), Await(tripping) };
        release.SetResult();
        var responses = await Eventually.Of(Task.WhenAll(both));
        Assert.Same(responses[0], responses[1]);
        Assert.Same(responses[2], responses[3]);
        foreach (var response in new[] { responses[0], responses[2] })
        {
            using (response)
            {
                var total = 0;
                while (true)
                {
                    var reading = response.Body.ReadAsync(new byte[2]);
                    var counts = await Eventually.Of(Task.WhenAll(Await(reading), Await(reading)));
                    Assert.Equal(counts[0], counts[1]);
                    if (counts[0] == 0) break;
                    total += counts[0];
                }

                Assert.Equal(3, total);
            }
        }
    }

    private static async Task<T> Await<T>(ValueTask<T> task) => await task;

    private static Transport MakeTransport(string backend) =>
        new() { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), DisableKeepAlives = true };

    private static async Task SendLateAsync(string which, ResponseWriter w, Task release)
    {
        if (which == "switched")
        {
            w.Header.Set("Connection", "Upgrade");
            w.Header.Set("Upgrade", "x");
            w.WriteHeader(101);
            using var conn = new ResponseController(w).Hijack();
            await release;
            await conn.WriteAsync("abc"u8.ToArray());
            return;
        }

        if (which == "compressed") w.Header.Set("Content-Encoding", "gzip");
        await w.FlushAsync();
        await release;
        if (which != "compressed")
        {
            await w.WriteAsync("abc"u8.ToArray());
            return;
        }

        var compressed = new MemoryStream();
        await using (
            var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("abc"u8);
        await w.WriteAsync(compressed.ToArray());
    }

    private static async Task<Opened> OpenAsync(string which, ResponseWriter w, Request r, Transport transport, string upstream)
    {
        if (which == "request") return new Opened(r.Body, null);
        if (which == "hijacked")
        {
            var conn = new ResponseController(w).Hijack();
            return new Opened(conn, conn);
        }

        var client = new Client { Transport = transport, MaxResponseBodyBytes = which == "bounded" ? 100 : 0 };
        var request = new Request("GET", upstream);
        if (which == "switched")
        {
            request.Header.Set("Connection", "Upgrade");
            request.Header.Set("Upgrade", "x");
        }

        var response = await client.DoAsync(request);
        return new Opened(response.Body, response);
    }

    private sealed record Opened(Stream Stream, IDisposable? Owner) : IDisposable
    {
        public void Dispose() => Owner?.Dispose();
    }
}
