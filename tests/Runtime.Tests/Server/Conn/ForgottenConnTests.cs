using System.Runtime.CompilerServices;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>Connections that a handler has taken over and does not dispose. The fixture counts the sockets that are left.</summary>
[Collection(ServerCollection.Name)]
public class ForgottenConnTests
{
    private const string Get = "GET /take?secret HTTP/1.1\r\nHost: h\r\n\r\n";

    private static HijackedConn? s_kept;

    // Nothing of the call is left on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Take(ResponseWriter w) => new ResponseController(w).Hijack();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_handler_that_throws_after_it_took_the_connection_over_has_it_closed_at_once(bool suspends, bool aborts)
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            // Reachable for ever: the collector cannot be the one to close it.
            s_kept = new ResponseController(w).Hijack();
            if (suspends) await Task.Yield();
            throw aborts ? new AbortHandlerException() : new InvalidOperationException("as asked");
        });
        var client = server.Connect();
        client.Send(Get);
        client.ExpectEnd();
        if (!aborts) server.TakeLog("A handler failed after it had taken its connection over");
        s_kept = null;
    }

    [Fact]
    public async Task A_peer_that_resets_costs_no_descriptor()
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            var conn = new ResponseController(w).Hijack();
            await conn.WriteAsync("x"u8.ToArray());
            while (await conn.ReadAsync(new byte[1]) > 0) { }
            throw new InvalidOperationException("the peer has gone");
        });
        for (var round = 0; round < 20; round++)
        {
            var client = server.Connect();
            client.Send(Get);
            client.Dispose();
            server.TakeLog("A handler failed after");
        }
    }

    [Fact]
    public async Task What_was_forgotten_is_closed_and_told_of_once()
    {
        await using var server = new ServerFixture((w, _) => Take(w));
        for (var round = 0; round < 4; round++)
        {
            var client = server.Connect();
            client.Send(Get);
            var isEnded = Task.Run(client.ExpectGone);
            Eventually.True(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return isEnded.IsCompleted;
                },
                "what was forgotten is closed");
            await isEnded;
        }

        Assert.Contains("handler of GET /take", server.TakeLog("did not dispose the connection"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_from_is_in_use_though_nothing_else_refers_to_it()
    {
        await using var server = new ServerFixture((w, _) => Echo(w));
        var client = server.Connect();
        client.Send(Get);
        for (var round = 0; round < 5; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        client.Send("ping");
        client.EndSending();
        Assert.Equal("ping", client.ReadToEnd());

        static async void Echo(ResponseWriter w)
        {
            using var conn = new ResponseController(w).Hijack();
            var buffer = new byte[10];
            for (int count; (count = await conn.ReadAsync(buffer)) > 0;) await conn.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
