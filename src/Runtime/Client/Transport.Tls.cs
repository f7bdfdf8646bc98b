using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    // Said before a dial. What a proxy makes of CONNECT is seen first.
    private static void RequireTls(ConnKey key)
    {
        if (key is { Scheme: "https", Proxy: null }) throw new InvalidOperationException("https is not supported yet: this client speaks plain http only.");
    }

    /// <summary>Begins TLS with the host of a key on a connection that reaches it. What it does not give back, it closes.</summary>
    private static ValueTask<Conn> SecureAsync(Conn conn, ConnKey key, CancellationToken cancellationToken)
    {
        conn.Close();
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException($"{key.Scheme} is not supported yet: this client speaks plain http only.");
    }

    /// <summary>Begins TLS with a proxy. What it does not give back, it closes.</summary>
    private static ValueTask<Conn> SecureProxyAsync(Conn conn, Url proxy, CancellationToken cancellationToken)
    {
        conn.Close();
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException($"{proxy.Scheme} proxies are not supported yet: this client speaks plain http only.");
    }
}
