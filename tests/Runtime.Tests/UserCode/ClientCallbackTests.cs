using System.Net.Security;
using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.UserCode;

/// <summary>
/// Each callback of a client fails, with an exception of which no text can be had. Its call fails with that exception, the body of its
/// request is disposed, and nothing is left in the pool.
/// </summary>
public sealed class ClientCallbackTests
{
    private static readonly Dictionary<string, Func<RawServer, Row>> s_rows = new()
    {
        ["Transport.Proxy"] = static server => new(server.Url) { Transport = new() { Proxy = static _ => throw new BrokenException() } },
        ["Transport.GetProxyConnectHeader"] = static server => new("https://a.test/")
        {
            Transport = new() { Proxy = _ => Url.Parse(server.Url), GetProxyConnectHeader = static (_, _) => throw new BrokenException() },
        },
        ["Transport.OnProxyConnectResponse"] = static server => new("https://a.test/")
        {
            Transport = new()
            { Proxy = _ => Url.Parse(server.Url), OnProxyConnectResponse = static (_, _, _) => throw new BrokenException() },
        },
        ["Transport.DialContext"] = static _ =>
            new("http://a.test/") { Transport = new() { DialContext = static (_, _, _) => throw new BrokenException() } },
        ["Transport.DialContext, later"] = static _ =>
            new("http://a.test/") { Transport = new() { DialContext = static (_, _, _) => LaterAsync<Stream>() } },
        ["Transport.DialTlsContext"] = static _ =>
            new("https://a.test/") { Transport = new() { DialTlsContext = static (_, _, _) => throw new BrokenException() } },
        ["Request.GetBody"] = static server => new(server.Url + "redirect") { GetBody = static () => throw new BrokenException() },
        ["Client.CheckRedirect"] = static server =>
            new(server.Url + "redirect") { CheckRedirect = static (_, _) => throw new BrokenException(), GetBody = static () => "abc" },
        ["ICookieJar.Cookies"] = static server => new(server.Url) { Jar = new BrokenJar(keeps: false) },
        ["ICookieJar.SetCookies"] = static server => new(server.Url) { Jar = new BrokenJar(keeps: true) },
        ["ICookieStore.Load"] = static server => new(server.Url) { Jar = new CookieJar { Store = new BrokenStore(puts: false) } },
        ["ICookieStore.Put"] = static server => new(server.Url) { Jar = new CookieJar { Store = new BrokenStore(puts: true) } },
        ["IPublicSuffixList.PublicSuffix"] = static server => new("http://a.b.test/")
        {
            Transport = new() { Proxy = _ => Url.Parse(server.Url) },
            Jar = new CookieJar { PublicSuffixList = new BrokenList() },
        },
        ["IRoundTripper.RoundTripAsync"] = static _ => new("http://a.test/") { RoundTripper = new BrokenRoundTripper() },
        ["Body.ReadAsync"] = static server => new(server.Url) { Read = static () => throw new BrokenException() },
        ["Body.ReadAsync, later"] = static server => new(server.Url) { Read = static () => LaterAsync<int>() },
        ["Body.Dispose"] = static server => new(server.Url) { Read = static () => throw new BrokenException(), DisposeFails = true },
    };

    public static TheoryData<string> Members() => [.. s_rows.Keys];

    /// <summary>Members that have a row.</summary>
    internal static IEnumerable<string> Covered => s_rows.Keys;

    [Theory]
    [MemberData(nameof(Members))]
    public async Task One_that_fails_fails_its_call_and_leaves_nothing(string member)
    {
        await using var server = RawServer.Answering(static (_, request) =>
            request.StartsWith("CONNECT", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\n\r\n"
            : request.Contains("/redirect", StringComparison.Ordinal)
                ? "HTTP/1.1 307 Temporary Redirect\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Domain=b.test; Max-Age=100\r\nSet-Cookie: c=d; Max-Age=100\r\nContent-Length: "
                + "2\r\n\r\nok");
        var row = s_rows[member](server);
        using var transport = row.Transport;
        var client = new Client { Transport = row.RoundTripper ?? transport, CheckRedirect = row.CheckRedirect, Jar = row.Jar };
        var body = new TrackedBody(row.Read, row.DisposeFails);
        var request = new Request("POST", row.Url, body) { ContentLength = 3, GetBody = row.GetBody };
        Exception? failure = null;
        try
        {
            using var response = await client.DoAsync(request).AsTask().WaitAsync(Wait.Limit);
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        // Not by an assertion, which would ask for its text.
        Assert.True(
            BrokenException.IsIn(failure), failure is BrokenException ? "" : failure?.GetType().FullName ?? "The call did not fail.");
        if (row.RoundTripper is null) await Wait.UntilAsync(() => body.IsDisposed, "the body is disposed");
        await Wait.UntilNothingIsLeftAsync(transport);
        transport.CloseIdleConnections();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_callback_of_TLS_that_fails_fails_its_call(bool validates)
    {
        await using var server = TestServer.StartTls(Handler.From(static (w, _) => w.Write("hello")));
        using var transport = new Transport
        {
            TlsClientConfig = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, _, _, _) => validates ? throw new BrokenException() : true,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => validates ? null! : throw new BrokenException(),
            },
        };
        TransportException? failure = null;
        try
        {
            using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
        }
        catch (TransportException thrown)
        {
            failure = thrown;
        }

        Assert.Equal(TransportError.Tls, failure?.Error);
        Assert.True(BrokenException.IsIn(failure));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    private static async ValueTask<T> LaterAsync<T>()
    {
        await Task.Delay(1);
        throw new BrokenException();
    }

    /// <summary>A call whose one callback fails.</summary>
    private sealed record Row(string Url)
    {
        internal Transport Transport { get; init; } = new();

        internal IRoundTripper? RoundTripper { get; init; }

        internal Func<Body>? GetBody { get; init; }

        internal RedirectPolicy? CheckRedirect { get; init; }

        internal ICookieJar? Jar { get; init; }

        internal Func<ValueTask<int>>? Read { get; init; }

        internal bool DisposeFails { get; init; }
    }

    /// <summary>Three bytes, or what the row says.</summary>
    private sealed class TrackedBody(Func<ValueTask<int>>? read, bool disposeFails) : Body
    {
        private int _left = 3;
        private volatile bool _isDisposed;

        internal bool IsDisposed => _isDisposed;

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (read is not null) return read();
            var count = Math.Min(_left, buffer.Length);
            _left -= count;
            return new(count);
        }

        public override ValueTask DisposeAsync()
        {
            _isDisposed = true;
            return disposeFails ? throw new BrokenException() : default;
        }

        protected override void Dispose(bool disposing)
        {
            _isDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class BrokenRoundTripper : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) =>
            throw new BrokenException();
    }

    private sealed class BrokenJar(bool keeps) : ICookieJar
    {
        public IReadOnlyList<Cookie> Cookies(Url url) => keeps ? [] : throw new BrokenException();

        public void SetCookies(Url url, IReadOnlyList<Cookie> cookies) => throw new BrokenException();
    }

    private sealed class BrokenStore(bool puts) : ICookieStore
    {
        public IEnumerable<StoredCookie> Load() => puts ? [] : throw new BrokenException();

        public void Put(StoredCookie cookie) => throw new BrokenException();

        public void Remove(StoredCookie cookie) => throw new BrokenException();
    }

    private sealed class BrokenList : IPublicSuffixList
    {
        public string PublicSuffix(string domain) => throw new BrokenException();
    }
}
