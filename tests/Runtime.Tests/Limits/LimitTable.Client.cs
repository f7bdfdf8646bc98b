using System.IO.Compression;
using System.Text;
using RouteGen;
using RouteGen.IO;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Limits;

internal static partial class LimitTable
{
    private const string Interim = "HTTP/1.1 103 Early Hints\r\n\r\n";

    private static Dictionary<string, LimitRow> OfClient(string backend) => new()
    {
        ["Transport.MaxResponseHeaderBytes"] = new(500, bytes => GetAsync(
            new() { Backend = Of(backend), MaxResponseHeaderBytes = 500 },
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: " + new string('v', bytes - 43) + "\r\n\r\nok")),
        ["fields of a response"] = new(1000, count => GetAsync(
            new() { Backend = Of(backend) },
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", count - 1)) + "\r\nok")),
        ["fields of a response's trailer"] = new(64, count => GetAsync(
            new() { Backend = Of(backend) },
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
                + string.Concat(Enumerable.Range(0, count).Select(static index => $"t{index}: v\r\n")) + "\r\n")),
        ["bytes of a response's trailer"] = new(8 * 1024, bytes => GetAsync(
            new() { Backend = Of(backend) },
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nt: " + new string('v', bytes - 5) + "\r\n\r\n")),
        ["informational responses"] = new(5, count => GetAsync(
            new() { Backend = Of(backend) }, string.Concat(Enumerable.Repeat(Interim, count)) + RawServer.Ok("ok"))),
        ["informational responses that a hook sees"] = new(1000, count => GetAsync(
            new() { Backend = Of(backend) }, string.Concat(Enumerable.Repeat(Interim, count)) + RawServer.Ok("ok"),
            trace: new() { Got1xxResponse = static (_, _) => { } })),
        ["bytes of informational responses"] = new(500, bytes => GetAsync(
            new() { Backend = Of(backend), MaxResponseHeaderBytes = 500 },
            "HTTP/1.1 103 Early Hints\r\nA: " + new string('v', 250 - 33) + "\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nA: " + new string('v', bytes - 250 - 33) + "\r\n\r\n" + RawServer.Ok("ok"))),
        ["Client.MaxResponseBodyBytes"] = new(500, bytes => GetAsync(
            new() { Backend = Of(backend) }, RawServer.Ok(new string('x', bytes)), bodyBytesMax: 500)),
        ["Client.MaxResponseBodyBytes, chunked"] = new(500, bytes => GetAsync(
            new() { Backend = Of(backend) },
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n{new string('x', bytes)}\r\n0\r\n\r\n", bodyBytesMax: 500)),
        ["requests of a chain of redirects"] = new(10, count => IsFollowedAsync(Of(backend), count)),
        ["bytes of a redirect that are read"] = new(2048, bytes => IsReusedAsync(
            Of(backend), $"Content-Length: {bytes}\r\n\r\n{new string('x', bytes)}")),
        ["bytes of a redirect that are read, chunked"] = new(2048, bytes => IsReusedAsync(
            Of(backend), $"Transfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n{new string('x', bytes)}\r\n0\r\n\r\n")),
        ["bytes of a compressed body without content"] = new(256 * 1024, IsSilenceReadAsync),
        ["Transport.MaxIdleConns"] = new(3, count => AreKeptAsync(new() { Backend = Of(backend), MaxIdleConns = 3 }, count)),
        ["Transport.MaxIdleConnsPerHost"] = new(3, count => AreKeptAsync(new() { Backend = Of(backend), MaxIdleConnsPerHost = 3 }, count)),
        ["Transport.MaxConnsPerHost"] = new(3, count => AreAtOnceAsync(new() { Backend = Of(backend), MaxConnsPerHost = 3 }, count)),
        ["CookieJar.MaxCookies"] = new(5, static count => Task.FromResult(CookiesKept(
            new() { MaxCookies = 5 }, count, static index => ($"http://h{index}.test/", $"a{index}=b")))),
        ["CookieJar.MaxCookiesPerSite"] = new(5, static count => Task.FromResult(CookiesKept(
            new() { MaxCookiesPerSite = 5 }, count, static index => ("http://h.test/", $"a{index}=b")))),
        ["CookieJar.MaxCookieBytes"] = new(100, static bytes => Task.FromResult(CookiesKept(
            new() { MaxCookieBytes = 100 }, 1, _ => ("http://h.test/", "a=" + new string('v', bytes - 1))))),
        ["characters of a cookie's path"] = new(1024, static length => Task.FromResult(CookiesKept(
            new(), 1, _ => ($"http://h.test/{new string('p', length - 1)}", $"a=b; Path=/{new string('p', length - 1)}")))),
    };

    private static IoBackend Of(string backend) => IoBackends.Choose(backend, OperatingSystem.IsLinux());

    private static async Task<bool> GetAsync(Transport transport, string response, ClientTrace? trace = null, long bodyBytesMax = 0)
    {
        await using var server = RawServer.Answering((_, _) => response);
        using (transport)
        {
            var client = new Client { Transport = transport, MaxResponseBodyBytes = bodyBytesMax };
            var request = new Request("GET", server.Url);
            trace?.AddTo(request.Context);
            var failure = await Record.ExceptionAsync(async () =>
            {
                using var received = await client.DoAsync(request).AsTask().WaitAsync(Wait.Limit);
                await received.Body.ReadAllTextAsync().AsTask().WaitAsync(Wait.Limit);
            });
            Assert.True(failure is null or ProtocolException or InvalidDataException, failure?.ToString());
            await Wait.UntilNothingIsLeftAsync(transport);
            return failure is null;
        }
    }

    // The last response is no redirect.
    private static async Task<bool> IsFollowedAsync(IoBackend backend, int count)
    {
        var left = count;
        await using var server = RawServer.Answering((_, _) =>
            --left > 0 ? "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n" : RawServer.Ok("ok"));
        using var transport = new Transport { Backend = backend };
        try
        {
            using var response = await new Client { Transport = transport }.GetAsync(server.Url).AsTask().WaitAsync(Wait.Limit);
            return response.StatusCode == 200;
        }
        catch (RedirectException)
        {
            return false;
        }
    }

    // The wait for the body is limited as well, so on a busy machine even a short one may cost its connection.
    private static async Task<bool> IsReusedAsync(IoBackend backend, string redirect)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await using var server = RawServer.Answering((_, request) => request.StartsWith("GET / ", StringComparison.Ordinal)
                ? "HTTP/1.1 302 Found\r\nLocation: /next\r\n" + redirect
                : RawServer.Ok("ok"));
            using var transport = new Transport { Backend = backend };
            using var response = await new Client { Transport = transport }.GetAsync(server.Url).AsTask().WaitAsync(Wait.Limit);
            Assert.Equal("ok", await response.Body.ReadAllTextAsync());
            await Wait.UntilNothingIsLeftAsync(transport);
            if (server.Opened == 1) return true;
        }

        return false;
    }

    // Empty members, and the head of one that has content.
    private static async Task<bool> IsSilenceReadAsync(int bytes)
    {
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        const int HeadBytes = 11;
        var count = (bytes - HeadBytes) / empty.Length;
        var name = new byte[bytes - HeadBytes - (count * empty.Length)];
        Array.Fill(name, (byte)'n');
        byte[] silence =
            [.. Enumerable.Repeat(empty, count).SelectMany(static member => member), 0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 255, .. name, 0];
        Assert.Equal(bytes, silence.Length);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("content"u8);
        await using var body = new DecodedBody(
            Body.From(new PiecewiseStream(silence, packed.ToArray()[10..])), new RouteGen.Protocol.GzipDecoder(isGzip: true));
        try
        {
            return await body.ReadAllTextAsync() == "content";
        }
        catch (ProtocolException refused) when (refused.Reason == RejectReason.SilentContentCoding)
        {
            return false;
        }
    }

    // The pieces, one after the other, so that what precedes the content is decoded alone.
    private sealed class PiecewiseStream(params byte[][] pieces) : MemoryStream
    {
        private int _piece;
        private int _position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_piece < pieces.Length && _position == pieces[_piece].Length) (_piece, _position) = (_piece + 1, 0);
            if (_piece == pieces.Length) return new(0);
            var count = Math.Min(buffer.Length, pieces[_piece].Length - _position);
            pieces[_piece].AsSpan(_position, count).CopyTo(buffer.Span);
            _position += count;
            return new(count);
        }
    }

    // As many responses at once as are held; then their connections become idle.
    private static async Task<bool> AreKeptAsync(Transport transport, int count)
    {
        await using var server = RawServer.Answering(static (_, _) => RawServer.Ok("ok"));
        using (transport)
        {
            var responses = new List<Response>();
            for (var index = 0; index < count; index++) responses.Add(await transport.RoundTripAsync(new Request("GET", server.Url)));
            foreach (var response in responses) await response.Body.ReadAllTextAsync();
            Assert.InRange(transport.Pool.Counts.Idle, 1, 3);
            return transport.Pool.Counts.Idle == count;
        }
    }

    private static async Task<bool> AreAtOnceAsync(Transport transport, int count)
    {
        await using var server = RawServer.Answering(static (_, _) => RawServer.Ok("ok"));
        using (transport)
        {
            var calls = Enumerable.Range(0, count).Select(_ => transport.RoundTripAsync(new Request("GET", server.Url)).AsTask()).ToArray();
            await Wait.UntilAsync(() => calls.Count(static call => call.IsCompleted) >= Math.Min(count, 3), "the first are answered");
            var atOnce = transport.Pool.Counts.Conns;
            Assert.InRange(atOnce, 1, 3);
            foreach (var call in calls)
            {
                using var response = await call.WaitAsync(Wait.Limit);
                await response.Body.ReadAllTextAsync();
            }

            return atOnce == count;
        }
    }

    private static bool CookiesKept(CookieJar jar, int count, Func<int, (string Url, string Cookie)> make)
    {
        for (var index = 0; index < count; index++)
        {
            var (url, line) = make(index);
            var response = new Response { Header = { ["Set-Cookie"] = line } };
            jar.SetCookies(Url.Parse(url), [.. response.Cookies()]);
        }

        return Enumerable.Range(0, count).All(index =>
            jar.Cookies(Url.Parse(make(index).Url)).Any(cookie => cookie.Name == make(index).Cookie.Split('=')[0]));
    }
}
