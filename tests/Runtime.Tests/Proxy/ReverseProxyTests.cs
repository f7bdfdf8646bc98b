using System.Net;
using System.Net.Sockets;
using RouteGen.Tests.Client;
using Runtime.Tests.Serving;

namespace RouteGen.Tests.Proxying;

/// <summary>Fields, targets and failures (BEHAVIOUR U2), on both back ends of the client's side; the server's is that of the run.</summary>
[Collection(ServerCollection.Name)]
public class ReverseProxyTests
{
    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    private static string Get(string target, string fields = "") => $"GET {target} HTTP/1.1\r\nHost: client.example\r\n{fields}\r\n";

    // The request as the server behind got it is the answer's body.
    private static ProxyFixture Echo(
        string backend, Func<ProxyFixture, ReverseProxy>? make = null, Func<ReverseProxy, IHandler>? wrap = null) =>
        ProxyFixture.Answering(backend, static (_, request) => RawServer.Ok(request), make, wrap);

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Fields_of_the_connection_end_with_it_and_others_go_on(string backend)
    {
        await using var proxy = Echo(backend);
        var seen = proxy.Ask(Get(
            "/a?b=c",
            "Connection: close, X-Hop\r\nX-Hop: 1\r\nX-Kept: 2\r\nKeep-Alive: 5\r\nProxy-Connection: x\r\nProxy-Authorization: y\r\nTE: "
                + "gzip, trailers\r\nUpgrade: h2c\r\n")).Text;
        Assert.StartsWith("GET /a?b=c HTTP/1.1\r\n", seen);
        Assert.Contains("\r\nX-Kept: 2\r\n", seen);
        Assert.Contains("\r\nTe: trailers\r\n", seen);
        foreach (var name in new[] { "Connection:", "X-Hop", "Keep-Alive", "Proxy-", "Upgrade", "gzip, trailers", "User-Agent" })
            Assert.DoesNotContain(name, seen);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Fields_of_the_servers_connection_end_with_that(string backend)
    {
        await using var proxy = ProxyFixture.Answering(backend, static (_, _) =>
            "HTTP/1.1 203 Fine\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nProxy-Authenticate: x\r\nSet-Cookie: "
                + "a=b\r\nSet-Cookie: c=d\r\nDate: then\r\nContent-Length: 2\r\n\r\nok");
        var answer = proxy.Ask(Get("/"));
        Assert.Equal((203, "ok", "then"), (answer.Status, answer.Text, answer["Date"]));
        Assert.Equal(["a=b", "c=d"], answer.Fields.Where(field => field.Name == "Set-Cookie").Select(field => field.Value));
        foreach (var name in new[] { "X-Hop", "Keep-Alive", "Proxy-Authenticate", "Connection" }) Assert.Null(answer[name]);
    }

    [Theory]
    [InlineData("localhost:9000")]
    [InlineData("backend")]
    [InlineData("//backend:9000")]
    [InlineData("http:/a")]
    public void A_target_without_scheme_or_host_is_refused_at_once(string target)
    {
        var failure = Assert.Throws<ArgumentException>(() => new ReverseProxy(target));
        Assert.Contains("http://localhost:9000", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_is_told_of_and_what_it_says_of_itself_is_not()
    {
        await using var proxy = Echo("epoll");
        var seen = proxy.Ask(Get("/", "X-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\nX-Forwarded-Proto: gopher\r\n")).Text;
        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: client.example\r\nX-Forwarded-Proto: http\r\n", seen);
        Assert.DoesNotContain("1.2.3.4", seen);
        Assert.Contains($"\r\nHost: 127.0.0.1:{proxy.Back.Port}\r\n", seen);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\n", false, "X-Forwarded-For: 1.2.3.4, 5.6.7.8, 127.0.0.1\r\n")]
    [InlineData("", false, "X-Forwarded-For: 127.0.0.1\r\n")]
    [InlineData("", true, null)]
    public async Task A_proxy_for_one_server_appends_the_client_unless_null_suppresses_it(string fields, bool suppresses, string? expected)
    {
        await using var proxy = Echo(
            "sockets",
            made => new ReverseProxy(made.Back.Url + "base/") { Transport = made.Transport },
            made => Handler.From((w, r) =>
            {
                if (suppresses) r.Header.Set("X-Forwarded-For", null);
                return made.ServeHttpAsync(w, r).AsTask();
            }));
        var seen = proxy.Ask(Get("/a", fields)).Text;
        Assert.StartsWith("GET /base/a HTTP/1.1\r\nHost: client.example\r\n", seen);
        if (expected is null) Assert.DoesNotContain("X-Forwarded-For", seen);
        else Assert.Contains(expected, seen);
    }

    [Theory]
    [InlineData("http://a.example", "/dir", "http://a.example/dir")]
    [InlineData("http://a.example/", "/dir", "http://a.example/dir")]
    [InlineData("http://a.example/base", "/dir/", "http://a.example/base/dir/")]
    [InlineData("http://a.example/base/", "/dir", "http://a.example/base/dir")]
    [InlineData("https://a.example:8/base%2Fx", "/d", "https://a.example:8/base%2Fx/d")]
    [InlineData("http://a.example/base", "/a%2Fb", "http://a.example/base/a%2Fb")]
    [InlineData("http://a.example/base/", "/%2Fb", "http://a.example/base/%2Fb")]
    [InlineData("http://a.example/?a=1", "/?b=2", "http://a.example/?a=1&b=2")]
    [InlineData("http://a.example/?a=1", "/", "http://a.example/?a=1")]
    [InlineData("http://a.example/", "/?b=2", "http://a.example/?b=2")]
    public void Base_and_target_are_joined(string target, string requested, string expected)
    {
        var sent = new Request("GET", requested);
        new ProxyRequest(TestRequest.New("GET", requested), sent).SetUrl(Url.Parse(target));
        Assert.Equal((expected, ""), (sent.Url.ToString(), sent.Host));
    }

    [Theory]
    [InlineData("a=1&b=2&&c", "a=1&b=2&&c")]
    [InlineData("b=1&a=%zz&c=%41", "b=1&c=%41")]
    [InlineData("z=%FF&a=%zz&&b=%C3%A9+%e9", "z=%FF&b=%C3%A9+%e9")]
    [InlineData("a=1;b=2&c=3", "c=3")]
    public async Task Parameters_that_cannot_be_parsed_are_dropped(string query, string expected)
    {
        await using var proxy = Echo("sockets");
        Assert.StartsWith($"GET /?{expected} HTTP/1.1\r\n", proxy.Ask(Get("/?" + query)).Text);
    }

    [Fact]
    public async Task The_name_that_the_client_gives_itself_is_passed_on()
    {
        await using var proxy = Echo("sockets");
        Assert.Contains("\r\nUser-Agent: some client\r\n", proxy.Ask(Get("/", "User-Agent: some client\r\n")).Text);
    }

    [Fact]
    public async Task A_server_that_cannot_be_understood_is_answered_for_with_502()
    {
        await using var proxy = ProxyFixture.Answering("sockets", static (_, _) => "nonsense\r\nConnection: close\r\n\r\n");
        Assert.Equal(502, proxy.Ask(Get("/")).Status);
        proxy.TakeLog("could not forward a request");
    }

    [Fact]
    public async Task Whoever_handles_errors_answers_them()
    {
        await using var proxy = ProxyFixture.Answering(
            "sockets",
            static (_, _) => RawServer.Ok("ok"),
            made => new ReverseProxy(made.Rewrite)
            {
                Transport = made.Transport,
                ModifyResponse = response => response.Header.Has("X-No") ? default : throw new FormatException("not that"),
                ErrorHandler = (w, r, e) =>
                {
                    w.WriteHeader(503);
                    w.Write(r.Path + " " + e.Message);
                    return default;
                },
            });
        var answer = proxy.Ask(Get("/x"));
        Assert.Equal((503, "/x not that"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task An_answer_can_be_changed_on_its_way()
    {
        await using var proxy = ProxyFixture.Answering(
            "sockets",
            static (_, _) => "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Server: secret\r\n\r\nold",
            made => new ReverseProxy(made.Rewrite)
            {
                Transport = made.Transport,
                ModifyResponse = async response =>
                {
                    Assert.Equal("old", await response.Body.ReadAllTextAsync());
                    response.Header.Remove("X-Server");
                    response.Header.Remove("Content-Length");
                    response.StatusCode = 201;
                    response.Body = "newer";
                },
            });
        var answer = proxy.Ask(Get("/"));
        Assert.Equal((201, "newer", (string?)null), (answer.Status, answer.Text, answer["X-Server"]));
    }

    [Fact]
    public async Task A_rewrite_that_fails_is_a_handler_that_fails()
    {
        await using var back = RawServer.Answering(static (_, _) => RawServer.Ok(""));
        await using var front = new ServerFixture(new ReverseProxy(_ => throw new FormatException("on purpose")));
        Assert.Equal(500, front.Ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab").Status);
        front.TakeLog("on purpose");
        Assert.Equal(0, back.Opened);
    }

    [Fact]
    public async Task A_server_that_nobody_listens_for_is_answered_for_with_502()
    {
        // Bound, so that no other server gets the port, the proxy's own included.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var transport = new Transport();
        await using var front = new ServerFixture(new ReverseProxy($"http://{silent.LocalEndPoint}") { Transport = transport });
        Assert.Equal(502, front.Ask(Get("/")).Status);
        front.TakeLog("could not forward a request");
    }
}
