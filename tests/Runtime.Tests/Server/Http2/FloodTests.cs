using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

// Clients that cause more work than their requests. The connection ends, and one entry of the log says so.
[Collection(ServerCollection.Name)]
public class FloodTests
{
    private const int Many = 20_000;

    private static readonly Dictionary<string, Action<FrameClient, int>> s_floods = new()
    {
        { "PING", static (c, _) => c.Send(Http2Frame.Ping, 0, 0, "12345678"u8) },
        { "SETTINGS", static (c, _) => c.Send(Http2Frame.Settings, 0, 0) },
        { "WINDOW_UPDATE", static (c, _) => c.Send(Http2Frame.WindowUpdate, 0, 0, 1) },
        { "PRIORITY", static (c, i) => c.Send(Http2Frame.Priority, 0, (2 * i) + 1, [0, 0, 0, 0, 1]) },
        { "empty DATA", static (c, i) => SendEmptyData(c, i) },
        { "unknown frames", static (c, _) => c.Send((Http2Frame)0x33, 0, 0) },
        { "rapid reset", static (c, i) => Reset(c, (2 * i) + 1) },
        { "provoked resets", static (c, i) => c.SendHead((2 * i) + 1, true, [.. FrameClient.Start("GET", "/"), ("A", "b")]) },
        { "provoked resets of served streams", static (c, i) => Provoke(c, (2 * i) + 1) },
        { "CONTINUATION", static (c, i) => c.Send(i == 0 ? Http2Frame.Headers : Http2Frame.Continuation, 0, 1) },
    };

    public static TheoryData<string> Floods => new(s_floods.Keys);

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_ends_the_connection(string what)
    {
        var send = s_floods[what];
        using var goesOn = new SemaphoreSlim(0);
        await using var server = Http2Fixture.StartAsync(async (w, r) =>
        {
            if (r.Path == "/hold") await goesOn.WaitAsync();
            if (r.Path == "/read") await r.Body.ReadAllBytesAsync();
            w.Write("x");
        });
        using var client = server.ConnectHttp2();
        // The acknowledgement of the settings must not come between the frames of a head.
        client.Synchronise();
        var reader = Task.Run(() => client.ExpectEnd(Http2Error.EnhanceYourCalm));
        try
        {
            for (var count = 0; count < Many && !reader.IsCompleted; count++) send(client, count);
        }
        catch (IOException)
        {
            // The server has closed the connection.
        }

        await Eventually.Of(reader);
        server.TakeLog("A client sent too many frames that cause work");
        goesOn.Release(100);
    }

    [Fact]
    public async Task Ordinary_use_is_not_a_flood()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.ConnectHttp2();
        for (var id = 1; id < 4000; id += 2)
        {
            client.Get(id, "/");
            client.Send(Http2Frame.Ping, 0, 0, "12345678"u8);
            Assert.Equal("x", client.Await(id).Body);
        }
    }

    private static void SendEmptyData(FrameClient client, int count)
    {
        if (count == 0) client.Post(1, "/hold");
        client.SendData(1, "");
    }

    private static void Provoke(FrameClient client, int id)
    {
        client.Post(id, "/read");
        client.Send(Http2Frame.WindowUpdate, 0, id, 0);
    }

    private static void Reset(FrameClient client, int id)
    {
        client.Get(id, "/hold");
        client.Send(Http2Frame.RstStream, 0, id, (int)Http2Error.Cancel);
    }
}
