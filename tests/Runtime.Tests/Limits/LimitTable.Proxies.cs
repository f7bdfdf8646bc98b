using RouteGen;
using RouteGen.IO;
using RouteGen.Tests.Client;
using RouteGen.Tests.Proxying;

namespace Runtime.Tests.Limits;

internal static partial class LimitTable
{
    private static Dictionary<string, LimitRow> OfProxies(string backend) => new()
    {
        ["bytes of the response to CONNECT"] = new(64 * 1024, bytes => OpensTunnelAsync(
            backend, $"HTTP/1.1 200 OK\r\nA: {new string('v', bytes - 24)}\r\n\r\n")),
        ["fields of the response to CONNECT"] = new(100, count => OpensTunnelAsync(
            backend, $"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Repeat("A: b\r\n", count))}\r\n")),
        ["informational responses to CONNECT"] = new(5, count => OpensTunnelAsync(
            backend, string.Concat(Enumerable.Repeat(Interim, count)) + "HTTP/1.1 200 OK\r\n\r\n")),
        ["bytes of informational responses to CONNECT"] = new(64 * 1024, bytes => OpensTunnelAsync(
            backend,
            $"HTTP/1.1 103 Early Hints\r\nA: {new string('v', 1000 - 33)}\r\n\r\n"
                + $"HTTP/1.1 103 Early Hints\r\nA: {new string('v', bytes - 1000 - 33)}\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")),
        ["bytes of a host for SOCKS"] = new(255, static bytes => OpensSocksAsync(new string('h', bytes), user: null)),
        ["bytes of a user name for SOCKS"] = new(255, static bytes => OpensSocksAsync("a.test", new(new string('u', bytes), "p"))),
        ["bytes of a password for SOCKS"] = new(255, static bytes => OpensSocksAsync("a.test", new("u", new string('p', bytes)))),
        ["informational responses that a reverse proxy passes on"] = new(100, count => ArePassedOnAsync(backend, count)),
    };

    // The hook is called when the response has been accepted.
    private static async Task<bool> OpensTunnelAsync(string backend, string response)
    {
        var isTold = false;
        await using var proxy = RawServer.Answering((_, _) => response);
        using var transport = new Transport
        {
            Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
            Proxy = _ => Url.Parse(proxy.Url),
            OnProxyConnectResponse = (_, _, _) =>
            {
                isTold = true;
                throw new InvalidOperationException("made to fail");
            },
        };
        var failure = await Record.ExceptionAsync(
            () => transport.RoundTripAsync(new Request("GET", "https://a.test/")).AsTask().WaitAsync(Wait.Limit));
        Assert.True(isTold ? failure is InvalidOperationException : failure is ProtocolException, failure?.ToString());
        await Wait.UntilNothingIsLeftAsync(transport);
        return isTold;
    }

    // The proxy closes when it has read all that it is to be sent.
    private static async Task<bool> OpensSocksAsync(string host, UserInfo? user)
    {
        var isSent = false;
        await using var proxy = new RawServer(async conn =>
        {
            await conn.ReadExactlyAsync(user is null ? 3 : 4);
            await conn.WriteAsync(user is null ? "\x05\x00" : "\x05\x02");
            await conn.ReadExactlyAsync(user is null ? 4 + 1 + host.Length + 2 : 3 + user.Username.Length + user.Password!.Length);
            isSent = true;
        });
        var url = new Url { Scheme = "socks5", Host = ProxyCalls.Address(proxy), User = user };
        using var transport = new Transport { Proxy = _ => url };
        var failure = await Record.ExceptionAsync(
            () => transport.RoundTripAsync(new Request("GET", $"http://{host}/")).AsTask().WaitAsync(Wait.Limit));
        await Wait.UntilNothingIsLeftAsync(transport);
        Assert.True(isSent ? failure is TransportException : failure is InvalidOperationException, failure?.ToString());
        return isSent;
    }

    private static async Task<bool> ArePassedOnAsync(string backend, int count)
    {
        await using var proxy = ProxyFixture.Answering(
            backend, (_, _) => string.Concat(Enumerable.Repeat(Interim, count)) + RawServer.Ok("ok"));
        var client = proxy.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        var received = client.ReadToEnd();
        Assert.Equal(Math.Min(count, 100), received.Split(" 103 Early Hints\r\n").Length - 1);
        if (received.Contains("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal)) return true;
        Assert.Contains("HTTP/1.1 502 Bad Gateway\r\n", received, StringComparison.Ordinal);
        proxy.TakeLog("A reverse proxy could not forward a request.");
        return false;
    }
}
