// Proxies (BEHAVIOUR C22). An http or https proxy forwards requests to http URLs. All other requests go through a tunnel that CONNECT or
// SOCKS5 opens, so that the proxy sees only the target's address.
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    // Go's limit. Without it, a proxy that does not respond would block a dial for ever if no other limit is set.
    internal TimeSpan TunnelLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Function for <see cref="Proxy"/> that returns the proxy named by environment variables. Go's name: <c>http.ProxyFromEnvironment</c>.
    /// </summary>
    /// <param name="request">The request. Only its URL is used.</param>
    /// <returns>The proxy's URL, or null if the request is sent directly to its host.</returns>
    /// <remarks>
    /// <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> are read once, for the first request. If a variable is not set, its name
    /// in lower case is tried. <c>HTTP_PROXY</c> is ignored if <c>REQUEST_METHOD</c> is set, because a CGI server sets it from a field of
    /// the request. <c>localhost</c> and loopback addresses are never proxied. Malformed entries of <c>NO_PROXY</c> are skipped, and
    /// reported once on standard error.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The proxy's URL cannot be parsed, or the host of the request is not a name that can be
    /// looked up.</exception>
    public static Url? ProxyFromEnvironment(Request request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ProxyEnvironment.OfProcess.ProxyFor(request.Url);
    }

    internal ConnKey KeyFor(Request request, Url url) =>
        Proxy is { } choose && choose(request) is { } proxy ? ConnKey.For(url, proxy) : ConnKey.For(url);

    private async ValueTask<Conn> ConnectByProxyAsync(ConnKey key, Url proxy, ClientTrace? trace, CancellationToken cancellationToken)
    {
        var (host, port) = ConnKey.AddressOfProxy(proxy);
        var conn = await DialHostAsync(host, port, trace, cancellationToken).ConfigureAwait(false);
        if (proxy.Scheme == "https") conn = await SecureProxyAsync(conn, proxy, cancellationToken).ConfigureAwait(false);
        if (key.IsForwarded) return conn;
        using var limit = new UserTokenSource(cancellationToken);
        limit.CancelAfter(TunnelLimit);
        try
        {
            using (limit.Token.UnsafeRegister(static state => ((Conn)state!).Abort(), conn))
            {
                if (proxy.Scheme is "socks5" or "socks5h") await Socks5.OpenAsync(conn, key, proxy.User).ConfigureAwait(false);
                else await OpenTunnelAsync(conn, key, proxy).ConfigureAwait(false);
            }

            ThrowIfLate(limit, cancellationToken);
            return conn;
        }
        catch
        {
            conn.Close();
            ThrowIfLate(limit, cancellationToken);
            throw;
        }
    }

    private void ThrowIfLate(UserTokenSource limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (limit.Token.IsCancellationRequested)
            throw new TransportException(
                TransportError.TimedOut, FormattableString.Invariant($"The proxy did not respond within {TunnelLimit.TotalSeconds} s."));
    }

    private async ValueTask OpenTunnelAsync(Conn conn, ConnKey key, Url proxy)
    {
        var fields = ProxyConnectHeader;
        if (GetProxyConnectHeader is { } get)
        {
            // User code must not run on this thread, which may drive IO.
            await ThreadPoolHop.Switch();
            fields = get(proxy, key.Address);
        }

        await ProxyTunnel.OpenAsync(conn, key, fields, OnProxyConnectResponse).ConfigureAwait(false);
    }
}
