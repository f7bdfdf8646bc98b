using Runtime.Tests.Serving;
using RouteGen.IO;
using RouteGen.Tests.Client;

namespace RouteGen.Tests.Proxying;

/// <summary>
/// A scripted server, a proxy for it over one of the back ends, and a server that runs the proxy; nothing of them may be left at the end.
/// </summary>
internal sealed class ProxyFixture : IAsyncDisposable
{
    private readonly List<string> _log = [];
    private readonly List<RawClient> _clients = [];
    private readonly ServerFixture _front;

    /// <param name="backend">The back end of the proxy's client.</param>
    /// <param name="serve">The server behind.</param>
    /// <param name="make">Makes the proxy; null: one that sets URL and <c>X-Forwarded</c>.</param>
    /// <param name="wrap">What runs in front of the proxy; null: nothing.</param>
    internal ProxyFixture(
        string backend, Func<RawConn, Task> serve, Func<ProxyFixture, ReverseProxy>? make = null, Func<ReverseProxy, IHandler>? wrap = null)
        : this(backend, new RawServer(serve), make, wrap)
    {
    }

    private ProxyFixture(string backend, RawServer back, Func<ProxyFixture, ReverseProxy>? make, Func<ReverseProxy, IHandler>? wrap)
    {
        Back = back;
        Transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        var proxy = make?.Invoke(this) ?? new ReverseProxy(Rewrite) { Transport = Transport, ErrorLog = Log };
        _front = new ServerFixture(wrap?.Invoke(proxy) ?? proxy);
    }

    /// <summary>A proxy before a server that answers every request with one text, which may depend on it.</summary>
    internal static ProxyFixture Answering(
        string backend, Func<RawConn, string, string> answer, Func<ProxyFixture, ReverseProxy>? make = null,
        Func<ReverseProxy, IHandler>? wrap = null) =>
        new(backend, RawServer.Answering(answer), make, wrap);

    internal Transport Transport { get; }

    internal void Rewrite(ProxyRequest request)
    {
        request.SetUrl(Url.Parse(Back.Url));
        request.SetXForwarded();
    }

    internal RawServer Back { get; }

    internal void Log(string line)
    {
        lock (_log) _log.Add(line);
    }

    internal RawClient Connect()
    {
        var client = _front.Connect();
        lock (_clients) _clients.Add(client);
        return client;
    }

    internal Answer Ask(string request, bool isHead = false) => _front.Ask(request, isHead);

    /// <summary>Waits for a line of the proxy's that holds a text, and takes it.</summary>
    internal void TakeLog(string part) =>
        Eventually.True(() => TryTakeLog(part), () => $"'{part}' was not logged, but: {string.Join('\n', _log)}");

    private bool TryTakeLog(string part)
    {
        lock (_log) return _log.RemoveAll(line => line.Contains(part, StringComparison.Ordinal)) > 0;
    }

    public async ValueTask DisposeAsync()
    {
        // What their requests wait for would be ended by the transport otherwise, and that is a failure.
        foreach (var client in _clients) client.Dispose();
        _front.ExpectNoConn();
        Transport.Dispose();
        await Wait.UntilNothingIsLeftAsync(Transport);
        await Wait.UntilAsync(() => Back.Open == 0, "the server's connections are closed");
        await _front.DisposeAsync();
        await Back.DisposeAsync();
        lock (_log) Assert.True(_log.Count == 0, string.Join("\n", _log));
    }
}
