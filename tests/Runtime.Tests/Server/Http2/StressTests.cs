using System.Diagnostics;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

// Handlers that block, suspend, stream and fail, and clients that cancel and disconnect, all at random. Every response that arrives must be
// that of its request, and nothing may be left behind (ServerFixture).
[Collection(ServerCollection.Name)]
public class StressTests
{
    private const int ClientCount = 4;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Nothing_is_mixed_up_lost_or_left()
    {
        await using var server = Http2Fixture.StartAsync(Serve);
        var seed = Environment.TickCount;
        var clients = Enumerable.Range(0, ClientCount)
            .Select(index => Task.Factory.StartNew(
                () => RunClient(server, seed + index), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var served = await Task.WhenAll(clients);
        Assert.True(served.Sum() > 0, $"seed {seed}");
    }

    private static async Task Serve(ResponseWriter w, Request r)
    {
        switch (r.Path)
        {
            case "/block":
                Thread.Sleep(3);
                break;
            case "/wait":
                await Task.Delay(3);
                break;
            case "/echo":
                await r.Body.CopyToAsync(new WriterStream(w));
                return;
            case "/large":
                for (var count = 0; count < 20; count++) await w.WriteAsync(new byte[5000]);
                return;
            case "/abort":
                await Task.Yield();
                throw new AbortHandlerException();
        }

        w.Write(r.RawQuery);
    }

    private static int RunClient(ServerFixture server, int seed)
    {
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var served = 0;
        while (clock.Elapsed < s_time)
        {
            using var client = server.ConnectHttp2();
            for (var round = 0; round < 20 && clock.Elapsed < s_time; round++)
            {
                served += RunRound(client, random, (round * 40) + 1);
                // Leaves some streams to the end of the connection.
                if (random.Next(20) == 0) break;
            }
        }

        return served;
    }

    private static int RunRound(FrameClient client, Random random, int firstId)
    {
        var expected = new Dictionary<int, string?>();
        for (var id = firstId; id < firstId + (2 * random.Next(1, 20)); id += 2) expected[id] = Begin(client, random, id);
        var count = 0;
        foreach (var (id, body) in expected)
        {
            if (body is null) continue;
            Assert.Equal(body, client.Await(id).Error is null ? client.Of(id).Body : $"reset {client.Of(id).Error}");
            count++;
        }

        return count;
    }

    // Returns the body that must come, or null if the stream is left alone.
    private static string? Begin(FrameClient client, Random random, int id)
    {
        switch (random.Next(8))
        {
            case 0:
                client.Get(id, $"/block?{id}");
                return $"{id}";
            case 1:
                client.Get(id, $"/wait?{id}");
                return $"{id}";
            case 2:
                client.Post(id, "/echo");
                client.SendData(id, $"data of {id}, ");
                client.SendData(id, "and its end", ends: true);
                return $"data of {id}, and its end";
            case 3:
                client.Get(id, "/large");
                return new string('\0', 100_000);
            case 4:
                client.Get(id, "/abort");
                return null;
            case 5:
                client.Get(id, random.Next(2) == 0 ? "/wait?x" : "/large");
                client.Send(Http2Frame.RstStream, 0, id, (int)Http2Error.Cancel);
                return null;
            default:
                client.Get(id, $"/?{id}");
                return $"{id}";
        }
    }

    // Writes a body to a response.
    private sealed class WriterStream(ResponseWriter w) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            w.WriteAsync(buffer, cancellationToken);
    }
}
