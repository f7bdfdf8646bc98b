using Compare.Results;
using Compare.Scenarios;

namespace Compare;

/// <summary>Our server beside others.</summary>
internal static class ServerSuite
{
    private const string KeepAlive = "keep-alive", Pipelined = "pipelined", NewConnection = "connection";

    /// <summary>What needs /ping alone.</summary>
    private static readonly HashSet<string> s_ping = [KeepAlive, Pipelined, NewConnection];

    internal static Suite Create() => new("server", Peers(), Scenarios(), Budgets());

    private static Peer[] Peers() =>
    [
        new("routegen", "RouteGen, Native AOT net9.0", "routegen/Ping", "--addr ADDRESS")
        {
            Only = s_ping,
            Otherwise = new Peer("routegen", "RouteGen, Native AOT net9.0", "routegen/RouteGenPeer", "ADDRESS"),
        },
        new("limit", "bare C epoll loop with a fixed answer", "limit/limit", "HOST PORT") { Only = s_ping },
        new("nginx", "nginx, one worker", "nginx/nginx", "-p ROOT -c ROOT/nginx.conf"),
        new("go", "Go net/http", "go/go", "ADDRESS"),
        new("kestrel-aot", "Kestrel minimal API, Native AOT net9.0", "kestrel-aot/Kestrel", "ADDRESS"),
        new("kestrel-jit", "Kestrel minimal API, JIT net10.0", "kestrel-jit/Kestrel", "ADDRESS"),
    ];

    private static Scenario[] Scenarios() =>
    [
        new WrkScenario { Name = KeepAlive, Title = "GET /ping over 64 keep-alive connections" },
        new WrkScenario { Name = Pipelined, Title = "the same, 16 requests deep", Script = "pipelined.lua" },
        new WrkScenario { Name = NewConnection, Title = "a new connection for each request", Arguments = ["-H", "Connection: close"] },
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
    ];
}
