using Compare.Results;
using Compare.Scenarios;

namespace Compare;

/// <summary>
/// Our server beside others over TLS: a self-signed P-256 certificate, the newest version that wrk and the peer agree on.
/// </summary>
internal static class TlsSuite
{
    private const string KeepAlive = "tls-keep-alive", Handshake = "tls-handshake";

    internal static Suite Create() => new("tls", Peers(), Scenarios(), Budgets());

    private static Peer[] Peers() =>
    [
        new("routegen", "RouteGen, Native AOT net10.0", "routegen/RouteGenPeer", "ADDRESS SECURE"),
        new("go", "Go net/http", "go/go", "ADDRESS SECURE"),
        new("kestrel-tls", "Kestrel minimal API, Native AOT net10.0", "kestrel-tls/KestrelTls", "ADDRESS SECURE"),
    ];

    private static Scenario[] Scenarios() =>
    [
        new WrkScenario { Name = KeepAlive, Title = "GET /ping over 64 keep-alive connections with TLS", Secure = true },
        new WrkScenario
            { Name = Handshake, Title = "a new connection and a handshake for each request", Secure = true,
                Arguments = ["-H", "Connection: close"] },
    ];

    private static Budget[] Budgets() =>
    [
        new(KeepAlive, Metric.Cpu, "kestrel-tls", 1.00),
        new(Handshake, Metric.Cpu, "kestrel-tls", 1.00),
    ];
}
