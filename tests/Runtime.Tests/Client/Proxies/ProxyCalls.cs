namespace RouteGen.Tests.Client;

/// <summary>Calls through a proxy that a test plays.</summary>
internal static class ProxyCalls
{
    internal static Transport By(string proxy, Header? connect = null) =>
        new() { Proxy = _ => Url.Parse(proxy), DisableCompression = true, ProxyConnectHeader = connect };

    internal static string Address(RawServer server) => $"127.0.0.1:{server.Port}";

    internal static async Task<string> GetAsync(Transport transport, string url)
    {
        using var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit);
        return await response.Body.ReadAllTextAsync();
    }
}
