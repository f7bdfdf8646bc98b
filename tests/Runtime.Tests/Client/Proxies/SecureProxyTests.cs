using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace RouteGen.Tests.Client;

/// <summary>Proxies that are spoken to over TLS (BEHAVIOUR C22).</summary>
public sealed class SecureProxyTests
{
    private static Transport By(TestServer proxy) => new()
    {
        Proxy = _ => Url.Parse(proxy.Url),
        DisableCompression = true,
        TlsClientConfig = new SslClientAuthenticationOptions
        { RemoteCertificateValidationCallback = static (_, certificate, _, _) => TestServer.Certificate.Equals(certificate) },
    };

    private static async Task<string> GetAsync(Transport transport, string url)
    {
        using var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit);
        return $"{response.StatusCode} {await response.Body.ReadAllTextAsync().AsTask().WaitAsync(Wait.Limit)}";
    }

    [Fact]
    public async Task An_http_target_is_forwarded_over_tls()
    {
        await using var proxy = TestServer.StartTls(Handler.From((HandlerFunc)((w, r) => w.Write($"{r.Tls is not null} {r.Target}"))));
        using var transport = By(proxy);
        for (var round = 0; round < 2; round++) Assert.Equal("200 True http://a.test/x?y", await GetAsync(transport, "http://a.test/x?y"));
    }

    [Fact]
    public async Task An_https_target_is_reached_through_a_tunnel_in_tls()
    {
        await using var origin = TestServer.StartTls(Handler.From((HandlerFunc)((w, r) => w.Write($"{r.Tls is not null} {r.Path}"))));
        var asked = 0;
        await using var proxy = TestServer.StartTls(Handler.From((AsyncHandlerFunc)((w, r) =>
        {
            Interlocked.Increment(ref asked);
            return TunnelAsync(w, r, origin.Server.LocalEndPoint!);
        })));
        using var transport = By(proxy);
        for (var round = 0; round < 2; round++) Assert.Equal("200 True /x", await GetAsync(transport, "https://localhost/x"));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_proxy_whose_certificate_is_not_trusted_gets_nothing()
    {
        var asked = 0;
        await using var proxy = TestServer.StartTls(Handler.From((HandlerFunc)((_, _) => Interlocked.Increment(ref asked))));
        using var transport = new Transport { Proxy = _ => Url.Parse(proxy.Url) };
        var refused = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://a.test/"));
        Assert.Equal(TransportError.Tls, refused.Error);
        Assert.Equal(0, asked);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    private static async Task TunnelAsync(ResponseWriter w, Request r, EndPoint origin)
    {
        Assert.Equal(("CONNECT", "localhost:443"), (r.Method, r.Host));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(origin);
        await using var far = new NetworkStream(socket);
        await using var near = new ResponseController(w).Hijack();
        await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        // Either end of it is the end of both.
        await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
    }
}
