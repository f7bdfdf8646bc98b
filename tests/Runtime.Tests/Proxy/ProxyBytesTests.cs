using System.Text;
using RouteGen.Tests.Client;
using Runtime.Tests.Serving;
using Runtime.Tests.Support;

namespace RouteGen.Tests.Proxying;

/// <summary>Text outside ASCII that nobody sets anew goes through byte for byte, whatever it is read as.</summary>
[Collection(ServerCollection.Name)]
public class ProxyBytesTests
{
    // As many as a server takes in one head, with those of its own.
    private const int FieldsPerMessage = 60;

    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    private static string Fields(string[] values, string name) =>
        string.Concat(values.Select((value, index) => $"{name}-{index}: {value}\r\n"));

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Fields_and_cookies_of_a_request_arrive_byte_for_byte(string backend)
    {
        await using var proxy = ProxyFixture.Answering(backend, static (_, request) => RawServer.Ok(request));
        foreach (var values in WireTexts.All.Chunk(FieldsPerMessage))
        {
            var fields = Fields(values, "X-V");
            var cookies = string.Join("; ", values.Select((value, index) => $"c{index}={value}"));
            var seen = proxy.Ask($"GET / HTTP/1.1\r\nHost: a.test\r\n{fields}Cookie: {cookies}\r\n\r\n").Text;
            foreach (var line in fields.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
                Assert.Contains($"\r\n{line}\r\n", seen, StringComparison.Ordinal);
            Assert.Contains($"\r\nCookie: {cookies}\r\n", seen, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Fields_of_a_response_arrive_byte_for_byte(string backend)
    {
        string[] values = [];
        await using var proxy = ProxyFixture.Answering(
            backend, (_, _) => $"HTTP/1.1 200 OK\r\n{Fields(values, "X-V")}Content-Length: 2\r\n\r\nok");
        foreach (var some in WireTexts.All.Chunk(FieldsPerMessage))
        {
            values = some;
            var answer = proxy.Ask("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
            for (var index = 0; index < values.Length; index++) Assert.Equal(values[index], answer[$"X-V-{index}"]);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Trailer_fields_of_a_request_arrive_byte_for_byte(string backend)
    {
        var seen = "";
        await using var proxy = new ProxyFixture(backend, async conn =>
        {
            while (await conn.ReadThroughAsync("\r\n\r\n") is not null)
            {
                seen = await conn.ReadThroughAsync("\r\n\r\n") ?? "";
                await conn.WriteAsync(RawServer.Ok("ok"));
            }
        });
        foreach (var values in WireTexts.All.Chunk(FieldsPerMessage))
        {
            var fields = Fields(values, "X-V");
            const string Head = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\nTrailer: X-V-0\r\n\r\n";
            Assert.Equal(200, proxy.Ask($"{Head}1\r\na\r\n0\r\n{fields}\r\n").Status);
            foreach (var line in fields.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
                Assert.Contains($"\r\n{line}\r\n", seen, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Trailer_fields_of_a_response_arrive_byte_for_byte(string backend)
    {
        string[] values = [];
        await using var proxy = ProxyFixture.Answering(
            backend, (_, _) =>
                $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-V-0\r\n\r\n1\r\na\r\n0\r\n{Fields(values, "X-V")}\r\n");
        foreach (var some in WireTexts.All.Chunk(FieldsPerMessage))
        {
            values = some;
            var trailers = proxy.Ask("GET / HTTP/1.1\r\nHost: a.test\r\nTE: trailers\r\n\r\n").Trailers.ToDictionary(
                field => field.Name, field => field.Value);
            for (var index = 0; index < values.Length; index++) Assert.Equal(values[index], trailers[$"X-V-{index}"]);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Informational_fields_arrive_byte_for_byte(string backend)
    {
        await using var proxy = ProxyFixture.Answering(
            backend, static (_, _) => "HTTP/1.1 103 Early Hints\r\nLink: <\xE9>\r\n\r\n" + RawServer.Ok("ok"));
        var client = proxy.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
        Assert.Equal("<\xE9>", client.Read()["Link"]);
        Assert.Equal(200, client.Read().Status);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Path_and_query_arrive_as_they_are_written(string backend)
    {
        await using var proxy = ProxyFixture.Answering(backend, static (_, request) => RawServer.Ok(request));
        var query = string.Concat(Enumerable.Range(0x80, 0x80).Select(value => $"%{value:X2}%{value:x2}"));
        foreach (var target in (string[])[$"/?q={query}", "/caf%C3%A9/%e2%82%ac%2F%2f?%E9=1", "/%F0%9F%98%80;a=%C3%A9/*'()"])
            Assert.StartsWith(
                $"GET {target} HTTP/1.1\r\n", proxy.Ask($"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n").Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_reason_that_was_received_is_written_byte_for_byte(string backend)
    {
        var reason = "";
        await using var server = RawServer.Answering((_, _) => $"HTTP/1.1 299 {reason}\r\nX-V: {reason}\r\nContent-Length: 2\r\n\r\nok");
        using var transport = new Transport { Backend = IO.IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        foreach (var text in WireTexts.All)
        {
            reason = text;
            using var response = await transport.RoundTripAsync(new Request("GET", server.Url));
            var written = new MemoryStream();
            await response.WriteAsync(written);
            Assert.Equal(
                $"HTTP/1.1 299 {text}\r\nContent-Length: 2\r\nX-V: {text}\r\n\r\nok", Encoding.Latin1.GetString(written.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_jar_gives_cookies_back_byte_for_byte(string backend)
    {
        string[] values = [];
        var seen = "";
        await using var server = RawServer.Answering((_, request) =>
        {
            seen = request;
            var lines = string.Concat(values.Select((value, index) => $"Set-Cookie: c{index:D3}={value}; Path=/\r\n"));
            return $"HTTP/1.1 200 OK\r\n{lines}Content-Length: 0\r\n\r\n";
        });
        using var transport = new Transport { Backend = IO.IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        foreach (
            var some in WireTexts.All.Where(text => !text.Contains(';')).Chunk(50)
                .Concat([["\xC3\xA9"], ["\xE9"], ["\"\xE9\"", "\xC3\xA9"]]))
        {
            values = some;
            var client = new RouteGen.Client { Transport = transport, Jar = new CookieJar() };
            (await client.GetAsync(server.Url)).Dispose();
            (await client.GetAsync(server.Url)).Dispose();
            var expected = string.Join("; ", values.Select((value, index) => $"c{index:D3}={value}"));
            Assert.Contains($"\r\nCookie: {expected}\r\n", seen, StringComparison.Ordinal);
        }
    }
}
