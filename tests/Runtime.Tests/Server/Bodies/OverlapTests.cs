using System.Text;
using RouteGen;
using RouteGen.IO;
using Runtime.Tests.Support;

namespace Runtime.Tests.Serving;

/// <summary>Reads and writes of one request that overlap, from tasks of the handler, of the client and of the proxy.</summary>
[Collection(ServerCollection.Name)]
public class OverlapTests
{
    private const int BodyBytes = 54_000;
    private const int Clients = 12;
    private const int RequestsPerClient = 12;
    private const string Get = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n";

    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    [Fact]
    public async Task A_task_that_reads_while_its_handler_flushes_gets_a_part_of_its_own_body_and_is_then_refused()
    {
        var refused = 0;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Method == "GET")
            {
                w.Write("next");
                return;
            }

            var body = r.Body;
            var seed = int.Parse(r.Header.Get("X-Seed")!);
            var reading = Task.Run(async () =>
            {
                try
                {
                    await CheckAsync(body, seed);
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }
            });
            w.Write("part");
            await w.FlushAsync();
            await reading;
            w.Write("end");
        });
        AskFromMany(server, (client, _) =>
        {
            var answer = client.Read();
            Assert.Equal((200, "partend"), (answer.Status, answer.Text));
            if (answer["Connection"] is null) Assert.Equal("next", client.Read().Text);
            else Assert.Equal("close", answer["Connection"]);
        });
        Assert.True(refused <= Clients * RequestsPerClient);
    }

    [Fact]
    public async Task A_task_that_reads_in_full_duplex_gets_the_whole_body_and_the_next_request_is_served()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Method == "GET")
            {
                w.Write("next");
                return;
            }

            new ResponseController(w).EnableFullDuplex();
            var body = r.Body;
            var seed = int.Parse(r.Header.Get("X-Seed")!);
            var reading = Task.Run(() => CheckAsync(body, seed));
            for (var part = 0; part < 4; part++)
            {
                w.Write("part");
                await w.FlushAsync();
            }

            w.Write((await reading).ToString());
        });
        AskFromMany(server, (client, _) =>
        {
            Assert.Equal("partpartpartpart" + BodyBytes, client.Read().Text);
            Assert.Equal("next", client.Read().Text);
        });
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public Task A_body_that_the_client_sends_on_while_the_response_is_written_arrives_whole(string backend) =>
        ForwardAsync(backend, static (upstream, client) => new FuncHandler((w, r) => new ValueTask(ForwardAsync(w, r, upstream, client))));

    [Theory]
    [MemberData(nameof(Backends))]
    public Task A_proxy_behind_a_writer_that_does_not_unwrap_passes_the_body_on_whole(string backend) =>
        ForwardAsync(backend, static (upstream, client) =>
        {
            var proxy = new ReverseProxy(upstream) { Transport = client.Transport };
            return new FuncHandler((w, r) => r.Method == "GET" ? NextAsync(w) : proxy.ServeHttpAsync(new OpaqueWriter(w), r));
        });

    [Theory]
    [InlineData("epoll", false)]
    [InlineData("epoll", true)]
    [InlineData("sockets", false)]
    [InlineData("sockets", true)]
    public async Task A_response_that_is_complete_before_the_body_was_sent_on_reaches_the_client_whole(string backend, bool isProxied)
    {
        await using var upstream = new ServerFixture(static (w, _) => w.Write("early"));
        var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), DisableKeepAlives = true };
        var address = $"http://{upstream.Address}/";
        var proxy = new ReverseProxy(address) { Transport = transport };
        var direct = new Client { Transport = transport };
        await using var front = new ServerFixture(new FuncHandler((w, r) =>
            isProxied ? proxy.ServeHttpAsync(new OpaqueWriter(w), r) : new ValueTask(ForwardAsync(w, r, address, direct))));
        var clients = Enumerable.Range(0, 10).Select(_ => new RawClient(front.Address, 0)).ToList();
        try
        {
            // All at once: each waits for a while until the connection is gone.
            for (var round = 0; round < clients.Count; round++)
                clients[round]
                    .Send("POST / HTTP/1.1\r\nHost: h\r\nX-Seed: 1\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 1000 * round));
            foreach (var client in clients) Assert.Equal("early", client.Read().Text);
            foreach (var client in clients) client.ExpectGone();
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    [Fact]
    public async Task A_handler_that_completes_while_a_task_reads_ends_the_read_and_the_connection()
    {
        var failures = 0;
        await using var server = new ServerFixture((w, r) =>
        {
            var body = r.Body;
            _ = Task.Run(async () =>
            {
                try
                {
                    await body.ReadAllBytesAsync();
                }
                catch (Exception e) when (e is IOException or InvalidOperationException)
                {
                    Interlocked.Increment(ref failures);
                }
            });
            SpinWait.SpinUntil(() => w.StatusCode != 0, 5);
        }, new ServerOptions { ErrorLog = static _ => { } });
        for (var round = 1; round <= 20; round++)
        {
            using var client = new RawClient(server.Address, 0);
            client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\npart");
            client.ReadToEnd();
            Eventually.True(() => Volatile.Read(ref failures) == round, "a read goes on without its connection");
        }
    }

    private static async Task ForwardAsync(string backend, Func<string, Client, IHandler> makeFront)
    {
        await using var upstream = ServerFixture.Async(async (w, r) =>
        {
            new ResponseController(w).EnableFullDuplex();
            w.Write("early");
            await w.FlushAsync();
            w.Write((await CheckAsync(r.Body, int.Parse(r.Header.Get("X-Seed")!))).ToString());
        });
        var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), DisableKeepAlives = true };
        await using var front = new ServerFixture(makeFront($"http://{upstream.Address}/", new Client { Transport = transport }));
        AskFromMany(front, (client, _) =>
        {
            Assert.Equal("early" + BodyBytes, client.Read().Text);
            Assert.Equal("next", client.Read().Text);
        });
    }

    private static async Task ForwardAsync(ResponseWriter w, Request r, string upstream, Client client)
    {
        if (r.Method == "GET")
        {
            w.Write("next");
            return;
        }

        var sent = new Request("POST", upstream, r.Body);
        sent.Header.Set("X-Seed", r.Header.Get("X-Seed"));
        using var response = await client.DoAsync(sent);
        var buffer = new byte[4096];
        for (int count; (count = await response.Body.ReadAsync(buffer)) > 0;)
        {
            w.Write(buffer.AsSpan(0, count));
            await w.FlushAsync();
        }
    }

    private static ValueTask NextAsync(ResponseWriter w)
    {
        w.Write("next");
        return default;
    }

    // Each request is a POST and, in the same bytes, a GET behind it.
    private static void AskFromMany(ServerFixture server, Action<RawClient, int> check)
    {
        var threads = Enumerable.Range(1, Clients).Select(seed => Task.Factory.StartNew(() =>
        {
            for (var request = 0; request < RequestsPerClient; request++)
            {
                using var client = new RawClient(server.Address, 0);
                var head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: h\r\nX-Seed: {seed}\r\nContent-Length: {BodyBytes}\r\n\r\n");
                byte[] all = [.. head, .. Pattern(seed), .. Encoding.ASCII.GetBytes(Get)];
                var split = request % 3 == 0 ? all.Length : head.Length + (request * 1000);
                client.Send(all.AsSpan(0, split));
                if (split < all.Length) Thread.Sleep(request % 2);
                client.Send(all.AsSpan(split));
                check(client, seed);
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(threads);
    }

    private static byte[] Pattern(int seed)
    {
        var bytes = new byte[BodyBytes];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = PatternAt(seed, i);
        return bytes;
    }

    private static byte PatternAt(int seed, int index) => (byte)((index * 31) + (index >> 8) + seed);

    private static async Task<int> CheckAsync(Body body, int seed)
    {
        var buffer = new byte[3000];
        var total = 0;
        for (int count; (count = await body.ReadAsync(buffer)) > 0;)
            for (var i = 0; i < count; i++)
                if (buffer[i] != PatternAt(seed, total++))
                    throw new InvalidDataException($"byte {total - 1} of the body of {seed} is another's");
        return total;
    }
}
