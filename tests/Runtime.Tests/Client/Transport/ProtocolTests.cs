using System.Net;
using System.Net.Security;
using System.Reflection;

namespace RouteGen.Tests.Client;

/// <summary>Alternate protocols (BEHAVIOUR C27), and copies of a transport.</summary>
public class ProtocolTests
{
    [Fact]
    public async Task A_registered_round_tripper_sends_what_has_its_scheme()
    {
        using var transport = new Transport();
        transport.RegisterProtocol("foo", new FixedRoundTripper(418));
        using var response = await transport.RoundTripAsync(new Request("GET", "foo://a.test/"));
        Assert.Equal(418, response.StatusCode);
        Assert.Throws<InvalidOperationException>(() => transport.RegisterProtocol("foo", new FixedRoundTripper(200)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(new Request("GET", "bar://a.test/")).AsTask());
    }

    [Fact]
    public async Task It_may_decline_and_the_transport_sends_the_request_itself()
    {
        await using var server = RawServer.Answering((_, request) => RawServer.Ok(request[^4..]));
        using var transport = new Transport();
        transport.RegisterProtocol("http", new FixedRoundTripper(0));
        using var response = await transport.RoundTripAsync(new Request("POST", server.Url, "body")).AsTask().WaitAsync(Wait.Limit);
        Assert.Equal("body", await response.Body.ReadAllTextAsync());
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_clone_has_the_options_and_protocols_and_connections_of_its_own()
    {
        await using var server = RawServer.Answering((conn, _) => RawServer.Ok($"{conn.Number}"));
        var dial = Transport.DialUnix("/x");
        using var source = new Transport
        {
            MaxIdleConns = 3,
            MaxIdleConnsPerHost = 4,
            MaxConnsPerHost = 5,
            IdleConnTimeout = TimeSpan.FromSeconds(6),
            MaxConnLifetime = TimeSpan.FromSeconds(7),
            DialTimeout = TimeSpan.FromSeconds(8),
            FallbackDelay = TimeSpan.FromSeconds(9),
            DialContext = dial,
            DialTlsContext = dial,
            TlsClientConfig = new SslClientAuthenticationOptions(),
            TlsHandshakeTimeout = TimeSpan.FromSeconds(13),
            Proxy = Transport.ProxyFromEnvironment,
            ProxyConnectHeader = new Header { { "A", "b" } },
            GetProxyConnectHeader = static (_, _) => null,
            OnProxyConnectResponse = static (_, _, _) => { },
            ErrorLog = static _ => { },
            ExpectContinueTimeout = TimeSpan.FromSeconds(10),
            ResponseHeaderTimeout = TimeSpan.FromSeconds(11),
            MaxResponseHeaderBytes = 12,
            DisableKeepAlives = true,
            AllowCommonNames = true,
            DisableCompression = true,
            AutomaticDecompression = DecompressionMethods.All,
        };
        source.RegisterProtocol("foo", new FixedRoundTripper(418));
        using var clone = source.Clone();
        foreach (var property in typeof(Transport).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType == typeof(Header)) continue;
            Assert.Equal(property.GetValue(source), property.GetValue(clone));
            // A property that this test does not set would pass unseen.
            Assert.NotEqual(property.GetValue(new Transport()), property.GetValue(clone));
        }

        Assert.Equal("b", clone.ProxyConnectHeader?.Get("A"));
        Assert.NotSame(source.ProxyConnectHeader, clone.ProxyConnectHeader);
        using var response = await clone.RoundTripAsync(new Request("GET", "foo://a.test/"));
        Assert.Equal(418, response.StatusCode);
        Assert.NotSame(source.Pool, clone.Pool);
    }

    // Zero: it declines.
    private sealed class FixedRoundTripper(int status) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) =>
            status == 0 ? throw new SkipAltProtocolException() : new(new Response { StatusCode = status, Request = request });
    }

    [Fact]
    public async Task A_client_s_time_limit_covers_another_protocol_and_its_bodies()
    {
        using var transport = new Transport();
        transport.RegisterProtocol("foo", new SilentRoundTripper());
        var client = new RouteGen.Client { Transport = transport, Timeout = TimeSpan.FromMilliseconds(50) };
        var failure = await Assert.ThrowsAsync<TransportException>(() => client.GetAsync("foo://a.test/").AsTask().WaitAsync(Wait.Limit));
        Assert.True(failure.IsTimeout);
        using var response = await client.GetAsync("foo://a.test/body").AsTask().WaitAsync(Wait.Limit);
        failure = await Assert.ThrowsAsync<TransportException>(() => response.Body.ReadAllBytesAsync().AsTask().WaitAsync(Wait.Limit));
        Assert.True(failure.IsTimeout);
    }

    private sealed class SilentRoundTripper : IRoundTripper
    {
        public async ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
        {
            if (request.Url.Path.Length <= 1) await Task.Delay(Timeout.Infinite, cancellationToken);
            return new Response { StatusCode = 200, Body = new SilentBody() };
        }
    }

    private sealed class SilentBody : Body
    {
        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
