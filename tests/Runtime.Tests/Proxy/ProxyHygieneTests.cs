using RouteGen.Tests.Client;
using Runtime.Tests.Serving;

namespace RouteGen.Tests.Proxying;

/// <summary>What ends at a proxy, in both directions and in every section of a message.</summary>
[Collection(ServerCollection.Name)]
public class ProxyHygieneTests
{
    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    // Fields that a CGI-style server takes for others, in some of the ways to write them.
    private static readonly string[] s_disguised =
    [
        "X_Forwarded_For", "X_Forwarded-For", "x-forwarded_for", "X_Forwarded_Host", "X_Forwarded_Proto", "X_Forwarded_Port",
        "X_Forwarded_Prefix", "X_FORWARDED_ANYTHING",
        "X_Real_IP", "X_Client_IP", "True_Client_IP", "Client_IP", "CF_Connecting_IP", "X_Original_URL", "X_Rewrite_URL",
        "Keep_Alive", "Proxy_Connection", "Proxy_Authorization", "Proxy_Authenticate",
    ];

    private static string Lines(IEnumerable<string> names) => string.Concat(names.Select(name => $"{name}: secret\r\n"));

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Names_that_differ_by_underscores_from_those_of_a_proxy_are_dropped_from_requests(string backend)
    {
        await using var proxy = ProxyFixture.Answering(backend, static (_, request) => RawServer.Ok(request));
        var seen = proxy.Ask($"GET / HTTP/1.1\r\nHost: a.test\r\n{Lines(s_disguised)}My_Field: kept\r\nX-Real-IP: kept\r\n\r\n").Text;
        Assert.DoesNotContain("secret", seen, StringComparison.Ordinal);
        Assert.Contains("\r\nMy_field: kept\r\n", seen, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Real-Ip: kept\r\n", seen, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Names_that_differ_by_underscores_from_those_of_a_proxy_are_dropped_from_responses(string backend)
    {
        await using var proxy = ProxyFixture.Answering(
            backend, static (_, _) =>
                $"HTTP/1.1 200 OK\r\n{Lines([.. s_disguised, "Content_Length", "Transfer_Encoding"])}My_Field: kept\r\nContent-Length: "
                    + $"2\r\n\r\nok");
        var answer = proxy.Ask("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
        Assert.Equal("My_field Date Content-Length Content-Type", string.Join(' ', answer.Fields.Select(field => field.Name)));
    }

    [Theory]
    [InlineData("X-Secret, close")]
    [InlineData("close, X-Secret")]
    [InlineData("X-Secret\r\nConnection: close")]
    [InlineData("close\r\nConnection: , ,X-Secret,")]
    [InlineData("X_Secret, close")]
    [InlineData("keep-alive, x-secret")]
    public async Task A_field_that_connection_nominates_ends_in_both_directions(string connection)
    {
        await using var proxy = ProxyFixture.Answering(
            "epoll", (_, request) =>
                $"HTTP/1.1 200 OK\r\nConnection: {connection}\r\nX-Secret: 1\r\nX_Secret: 2\r\nX-Kept: 3\r\nContent-Length: "
                    + $"{request.Length}\r\n\r\n{request}");
        var answer = proxy.Ask(
            $"GET / HTTP/1.1\r\nHost: a.test\r\nConnection: {connection}\r\nX-Secret: 1\r\nX_Secret: 2\r\nX-Kept: 3\r\n\r\n");
        Assert.DoesNotContain("Secret", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("X-Kept: 3", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Fields, field => field.Name.Contains("Secret", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("3", answer["X-Kept"]);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task An_informational_response_loses_what_its_connection_nominates(string backend)
    {
        await using var proxy = ProxyFixture.Answering(
            backend, static (_, _) =>
                "HTTP/1.1 103 Early Hints\r\nConnection: close, X-Secret\r\nX-Secret: 1\r\nKeep-Alive: 5\r\nX_Forwarded_For: 1\r\nLink: "
                    + "</a>\r\n\r\n" + RawServer.Ok("ok"));
        var client = proxy.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
        Assert.Equal("Link", string.Join(' ', client.Read().Fields.Select(field => field.Name)));
        Assert.Equal(200, client.Read().Status);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_switch_of_protocols_loses_what_ends_with_a_connection(string backend)
    {
        await using var proxy = new ProxyFixture(backend, static async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade, X-Secret\r\nUpgrade: x\r\nX-Secret: 1\r\nKeep-Alive: "
                    + "5\r\nProxy-Authenticate: a\r\nX_Forwarded_For: 1\r\nX-Kept: 2\r\n\r\n");
        });
        var client = proxy.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
        var answer = client.Read();
        Assert.Equal((101, "Upgrade", "x", "2"), (answer.Status, answer["Connection"], answer["Upgrade"], answer["X-Kept"]));
        foreach (var name in (string[])["X-Secret", "Keep-Alive", "Proxy-Authenticate", "X_forwarded_for"]) Assert.Null(answer[name]);
        client.EndSending();
        client.ExpectEnd();
    }

    private const string Trailers =
        "X-Secret: 1\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\nTE: gzip\r\nX_Forwarded_For: 1\r\nX-Forwarded-For: "
            + "1\r\nX-Forwarded-Port: 1\r\n" +
        "Forwarded: for=1\r\nX-Kept: 2\r\n";

    // A transport with telemetry sends a copy of the request.
    public static TheoryData<string, bool> Transports()
    {
        var rows = new TheoryData<string, bool>();
        foreach (string row in Backends())
        {
            rows.Add(row, false);
            rows.Add(row, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Trailers_of_a_request_are_filtered_like_fields(string backend, bool hasTelemetry)
    {
        string? head = null, seen = null;
        await using var proxy = new ProxyFixture(backend, async conn =>
        {
            head = await conn.ReadThroughAsync("\r\n\r\n");
            seen = await conn.ReadThroughAsync("\r\n\r\n");
            await conn.WriteAsync(RawServer.Ok("ok"));
            await conn.WaitForCloseAsync();
        }, fixture =>
            new ReverseProxy(fixture.Rewrite) { Transport = hasTelemetry ? Http.Instrument(fixture.Transport) : fixture.Transport });
        Assert.Equal(200, proxy.Ask(
            $"POST / HTTP/1.1\r\nHost: a.test\r\nConnection: X-Secret\r\nTransfer-Encoding: chunked\r\nTrailer: X-Secret, X-Kept, "
                + $"Keep-Alive\r\n\r\n1\r\na\r\n0\r\n{Trailers}\r\n").Status);
        Assert.Contains("\r\nTrailer: X-Kept\r\n", head, StringComparison.Ordinal);
        Assert.Equal("1\r\na\r\n0\r\nX-Kept: 2\r\n\r\n", seen);
    }

    [Theory]
    [InlineData("X-Secret, X-Kept, Keep-Alive", "X-Secret")]
    [InlineData("X-Kept", "X-Secret, close")]
    [InlineData(null, "close, X-Secret")]
    public async Task Trailers_of_a_response_are_filtered_like_fields(string? announced, string connection)
    {
        var trailer = announced is null ? "" : $"Trailer: {announced}\r\n";
        await using var proxy = ProxyFixture.Answering(
            "epoll", (_, _) =>
                $"HTTP/1.1 200 OK\r\nConnection: {connection}\r\n{trailer}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n{Trailers}\r\n");
        var answer = proxy.Ask("GET / HTTP/1.1\r\nHost: a.test\r\nTE: trailers\r\n\r\n");
        Assert.Equal(announced is null ? null : "X-Kept", answer["Trailer"]);
        Assert.Equal([("X-Kept", "2")], answer.Trailers);
    }
}
