using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

[Collection("IO")]
public class LeaderTests
{
    [Fact]
    public async Task A_leader_holds_its_lead_for_certain_in_no_handler_only()
    {
        var reactors = EpollBackend.Instance.Reactors.ToArray();
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        var conn = await EpollBackend.Instance.DialAsync(listener.LocalEndPoint!, CancellationToken.None);
        using var peer = await listener.AcceptAsync();
        var looking = LookAsync(conn, reactors);
        peer.Send("x"u8);
        var (atFirst, afterLoss) = await looking.Within();
        // What goes on after a wait goes on in a handler.
        Assert.Equal((1, 0), atFirst);
        Assert.Equal((1, 0), afterLoss);
        conn.Close();
    }

    private static async Task<((int Leads, int Holds) AtFirst, (int Leads, int Holds) AfterLoss)> LookAsync(Conn conn, Reactor[] reactors)
    {
        await conn.WaitReadableAsync().ConfigureAwait(false);
        var atFirst = Count(reactors);
        var led = Array.Find(reactors, Leader.Leads)!;
        // The generation this thread leads in, not the word's: the monitor may have taken the lead away before this line.
        var generation = Leader.Current!.Generation;
        // The monitor takes the lead away, and whoever leads then is in no handler.
        Assert.True(
            SpinWait.SpinUntil(() => ReactorWord.Generation(led.Word) != generation && !ReactorWord.IsRunning(led.Word), Patience.Bound));
        return (atFirst, Count(reactors));
    }

    private static (int Leads, int Holds) Count(Reactor[] reactors) => (reactors.Count(Leader.Leads), reactors.Count(Leader.HoldsLead));
}
