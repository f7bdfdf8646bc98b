using System.Collections.Concurrent;
using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Serving;

/// <summary>A client that stalls in its body while a handler sends that body to another server.</summary>
[Collection(ServerCollection.Name)]
public sealed class ForwardedTimeoutTests
{
    private readonly ConcurrentQueue<AccessLogEntry> _entries = new();

    [Theory]
    [InlineData("client", "Content-Length: 9")]
    [InlineData("client", "Transfer-Encoding: chunked")]
    [InlineData("client, probed", "Transfer-Encoding: chunked")]
    [InlineData("proxy", "Content-Length: 9")]
    [InlineData("proxy", "Transfer-Encoding: chunked")]
    public async Task Body_that_takes_too_long_is_answered_408_without_a_line(string by, string framing)
    {
        await using var back = new RawServer(static async conn => await conn.ReadRequestAsync());
        using var transport = new Transport();
        var calls = new Client { Transport = transport };
        var proxy = new ReverseProxy(request => request.SetUrl(Url.Parse(back.Url))) { Transport = transport };
        var handler = by == "proxy" ? (IHandler)proxy : new FuncHandler(async (_, r) =>
        {
            // A body of unknown length is probed if requests with the method usually have none.
            using var response = await calls.DoAsync(new Request(by == "client, probed" ? "DELETE" : "POST", back.Url, r.Body));
        });
        await using var server = new ServerFixture(
            Http.AccessLog(handler, _entries.Enqueue), new ServerOptions { ReadTimeout = TimeSpan.FromMilliseconds(300) });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n" + (framing.StartsWith('C') ? "abc" : "3\r\nabc\r\n"));
        Assert.Equal(408, client.Read().Status);
        Eventually.True(() => !_entries.IsEmpty, "no access log");
        Assert.Equal(408, Assert.Single(_entries).StatusCode);
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
