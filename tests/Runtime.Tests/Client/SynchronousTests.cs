using System.Text;
using RouteGen.IO;
using Runtime.Tests.Serving;

namespace RouteGen.Tests.Client;

[Collection(ServerCollection.Name)]
public sealed class SynchronousTests
{
    [Fact]
    public async Task Two_hundred_handlers_that_wait_for_another_service_do_not_starve_each_other()
    {
        // On the portable back end handlers run on the thread pool, which grows by one thread at a time.
        if (IoBackends.Default is not EpollBackend) return;
        const int Count = 200;
        // The service answers when the last of them asks: it would wait for ever if one could not be started.
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = ServerFixture.Async(async (w, r) =>
        {
            if (Interlocked.Increment(ref arrived) == Count) all.SetResult();
            await all.Task;
            w.Write("served " + await r.Body.ReadAllTextAsync());
        });
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        await using var server = new ServerFixture((w, r) =>
        {
            using var response = client.Post($"http://{service.Address}/", "text/plain", r.RawQuery);
            w.Write(response.Body.ReadAllText());
        });
        using var outer = new Transport();
        var caller = new RouteGen.Client { Transport = outer };
        var answers = await Task.WhenAll(Enumerable.Range(0, Count).Select(async number =>
        {
            using var response = await caller.GetAsync($"http://{server.Address}/?{number}");
            return await response.Body.ReadAllTextAsync();
        })).WaitAsync(Wait.Limit);
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"served {number}"), answers);
        // The fixtures look for connections that are left.
        outer.Dispose();
        transport.Dispose();
    }

    [Fact]
    public async Task Callers_that_block_where_they_got_their_answer_hold_up_nobody()
    {
        // They go on on the threads that drive IO. On the portable back end these are the thread pool's.
        if (IoBackends.Default is not EpollBackend) return;
        await using var server = RawServer.Answering((_, _) => RawServer.Ok("ok"));
        using var transport = new Transport();
        using var goOn = new ManualResetEventSlim();
        var blocked = 0;
        var calls = new Task<string>[Environment.ProcessorCount + 3];
        for (var index = 0; index < calls.Length; index++) calls[index] = BlockAsync();
        await Wait.UntilAsync(() => Volatile.Read(ref blocked) == calls.Length, "all callers have their answer, and block");
        for (var round = 0; round < 20; round++)
        {
            using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
            Assert.Equal("ok", await response.Body.ReadAllTextAsync().AsTask().WaitAsync(Wait.Limit));
        }

        goOn.Set();
        Assert.All(await Task.WhenAll(calls).WaitAsync(Wait.Limit), text => Assert.Equal("ok", text));
        await Wait.UntilNothingIsLeftAsync(transport);

        async Task<string> BlockAsync()
        {
            using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).ConfigureAwait(false);
            Interlocked.Increment(ref blocked);
            Assert.True(goOn.Wait(Wait.Limit));
            return await response.Body.ReadAllTextAsync().ConfigureAwait(false);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_body_arrives_whole_however_it_is_framed(bool isSized)
    {
        // Longer than any buffer on the way, and never a whole number of them.
        var bytes = new byte[1_300_007];
        new Random(1).NextBytes(bytes);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            var received = await r.Body.ReadAllBytesAsync();
            w.Write($"{r.ContentLength} {received.AsSpan().SequenceEqual(bytes)}");
        });
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        using (
            var response = await client.PostAsync(
                $"http://{server.Address}/", "", Body.From(new MemoryStream(bytes), isSized ? bytes.Length : -1)))
            Assert.Equal(isSized ? "1300007 True" : "-1 True", await response.Body.ReadAllTextAsync());
        transport.Dispose();
    }

    [Fact]
    public async Task Calls_outside_of_a_handler_wait_on_their_thread()
    {
        await using var server = RawServer.Answering(
            (_, request) => RawServer.Ok(request[..request.IndexOf(' ')] == "HEAD" ? "" : request.Split("\r\n\r\n")[1]));
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        using var get = client.Get(server.Url);
        using var head = client.Head(server.Url);
        using var post = client.Post(server.Url, "text/plain", "text");
        using var form = client.PostForm(server.Url, [new("a b", "c&d"), new("e", "é=")]);
        Assert.All([get, head, post, form], response => Assert.Equal(200, response.StatusCode));
        Assert.Equal(("text", "a+b=c%26d&e=%C3%A9%3D"), (Read(post), Read(form)));
        var error = Assert.Throws<TransportException>(() => client.Get("http://127.0.0.1:1/"));
        Assert.Equal(TransportError.ConnectionRefused, error.Error);
    }

    private static string Read(Response response)
    {
        using var reader = new StreamReader(response.Body, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
