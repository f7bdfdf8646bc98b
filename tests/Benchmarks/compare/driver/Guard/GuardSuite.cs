using Compare.Results;
using Compare.Scenarios;

namespace Compare.Guard;

/// <summary>Two commits of ours, and the older one a second time: the difference between its two copies is noise.</summary>
internal static class GuardSuite
{
    internal static Suite Create()
    {
        Peer[] peers = [
            Program("new", "the newer commit"), Program("base", "the older commit"), Program("again", "the older commit once more")];
        return new Suite("guard", peers, Scenarios(), []) { Judge = Verdict.Write };
    }

    private static Peer Program(string name, string title) => new(name, title, $"{name}/Ping", "--addr ADDRESS")
    {
        Only = new HashSet<string>(["keep-alive", "pipelined", "connection", "client", "idle", "start", "size", "allocation"]),
        Otherwise = new Peer(name, title, $"{name}/RouteGenPeer", "ADDRESS"),
    };

    private static Scenario[] Scenarios() =>
    [
        new SizeScenario { Name = "size", Title = "bytes of the Ping sample", RoundsMax = 1 },
        new AllocationScenario { Name = "allocation", Title = "managed bytes allocated per GET /ping, server and client", RoundsMax = 3 },
        new WrkScenario { Name = "keep-alive", Title = "GET /ping over 64 keep-alive connections", IsFresh = true },
        new WrkScenario { Name = "pipelined", Title = "the same, 16 requests deep", Script = "pipelined.lua", IsFresh = true },
        new WrkScenario
            { Name = "connection", Title = "a new connection for each request", Arguments = ["-H", "Connection: close"], IsFresh = true },
        new WrkScenario
            { Name = "post", Title = "POST with a body of 1 KiB that is read", Path = "/post", Script = "post.lua", IsFresh = true },
        new ClientScenario { Name = "client", Title = "GET /ping by our client, 64 in flight" },
        new IdleScenario { Name = "idle", Title = "8,000 idle connections, each served once", RoundsMax = 5 },
        new StartScenario { Name = "start", Title = "exec to first response", RoundFactor = 5 },
    ];
}
