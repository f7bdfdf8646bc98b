using Compare.Results;
using Compare.Scenarios;

namespace Compare;

/// <summary>Our server beside others.</summary>
internal static class ServerSuite
{
    private const string KeepAlive = "keep-alive", Pipelined = "pipelined", NewConnection = "connection", Routes = "routes", Post = "post",
        Large = "large", Idle = "idle", Start = "start", Block = "block", BlockOnTwo = "block-two-cores", Spin = "spin", Call = "call";

    /// <summary>What needs /ping alone.</summary>
    private static readonly HashSet<string> s_ping = [KeepAlive, Pipelined, NewConnection, Idle, Start];

    /// <summary>What needs no handler of ours: a configuration is enough.</summary>
    private static readonly HashSet<string> s_fixed = [.. s_ping, Routes, Post, Large];

    internal static Suite Create() => new("server", Peers(), Scenarios(), Budgets());

    private static Peer[] Peers() =>
    [
        new("routegen", "RouteGen, Native AOT net10.0", "routegen/Ping", "--addr ADDRESS")
        {
            Only = s_ping,
            Otherwise = new Peer("routegen", "RouteGen, Native AOT net10.0", "routegen/RouteGenPeer", "ADDRESS"),
        },
        new("limit", "bare C epoll loop with a fixed answer", "limit/limit", "HOST PORT") { Only = s_ping },
        new("nginx", "nginx, one worker", "nginx/nginx", "-p ROOT -c ROOT/nginx.conf") { Only = s_fixed },
        new("go", "Go net/http", "go/go", "ADDRESS"),
        new("kestrel-aot", "Kestrel minimal API, Native AOT net10.0", "kestrel-aot/Kestrel", "ADDRESS"),
        new("kestrel-jit", "Kestrel minimal API, JIT net10.0", "kestrel-jit/Kestrel", "ADDRESS"),
    ];

    private static Scenario[] Scenarios() =>
    [
        new WrkScenario { Name = KeepAlive, Title = "GET /ping over 64 keep-alive connections" },
        new WrkScenario { Name = Pipelined, Title = "the same, 16 requests deep", Script = "pipelined.lua" },
        new WrkScenario { Name = NewConnection, Title = "a new connection for each request", Arguments = ["-H", "Connection: close"] },
        new WrkScenario { Name = Routes, Title = "256 exact routes, each in turn", Script = "routes.lua" },
        new WrkScenario { Name = Post, Title = "POST with a body of 1 KiB that is read", Path = "/post", Script = "post.lua" },
        new WrkScenario { Name = Large, Title = "a response of 64 KiB", Path = "/large" },
        new IdleScenario { Name = Idle, Title = "8,000 idle connections, each served once", RoundsMax = 3 },
        new StartScenario { Name = Start, Title = "exec to first response" },
        new BusyScenario { Name = Block, Title = "200 handlers that block for 2 s, on one core", Path = "/block", RoundsMax = 1 },
        new BusyScenario { Name = BlockOnTwo, Title = "the same on two cores", Path = "/block", Cores = 2, RoundsMax = 1 },
        new BusyScenario { Name = Spin, Title = "200 handlers that compute for about 50 ms, on one core", Path = "/spin", RoundsMax = 1 },
        new BusyScenario
            { Name = Call, Title = "200 handlers that call a service, which needs 1 s, by the synchronous client, on one core",
                Path = "/call", CallsService = true, RoundsMax = 1 },
    ];

    private static Budget[] Budgets() =>
    [
        new(KeepAlive, Metric.Cpu, "limit", 1.15),
        new(KeepAlive, Metric.Cpu, "nginx", 1.00),
        new(KeepAlive, Metric.Cpu, "go", 0.65),
        new(KeepAlive, Metric.Cpu, "kestrel-aot", 0.50),
        new(Pipelined, Metric.Cpu, "kestrel-aot", 0.35),
        new(NewConnection, Metric.Cpu, "kestrel-aot", 0.50),
        new(NewConnection, Metric.Cpu, "go", 0.75),
        new(Idle, IdleScenario.PerConnection, null, 1024),
        new(Start, StartScenario.ToAnswer, "go", 1.00),
        new(Start, StartScenario.ToAnswer, "kestrel-aot", 0.25),
        new(Block, BusyScenario.Done, null, 3.5),
        new(Block, BusyScenario.PingMedian, null, 2),
        new(BlockOnTwo, BusyScenario.Done, null, 3.5),
        new(BlockOnTwo, BusyScenario.PingMedian, null, 2),
        new(Spin, BusyScenario.OverAlone, null, 1.15),
        new(Spin, BusyScenario.PingMedian, null, 20),
        new(Spin, BusyScenario.PingPercentile99, null, 500),
        new(Call, BusyScenario.Done, null, 2.5),
        new(Call, BusyScenario.PingMedian, null, 2),
    ];
}
