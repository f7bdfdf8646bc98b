using System.Text;
using RouteGen;
using RouteGen.Tests.Client;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Messages;

/// <summary>
/// Statuses without a body (RFC 9110 sections 6.4.1 and 15.3.6), written by a server and by a response, and read by a client.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class BodilessStatusTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(204, "Date")]
    [InlineData(205, "Date Content-Length")]
    [InlineData(304, "Date")]
    public async Task A_server_sends_no_body_with_it_and_the_next_response_follows(int status, string names)
    {
        foreach (var declared in new[] { "", "0", "5" })
        {
            var failures = 0;
            await using var server = new ServerFixture((w, r) =>
            {
                if (r.Url.Path == "/next") return;
                if (declared.Length > 0) w.Header.Set("Content-Length", declared);
                w.WriteHeader(status);
                if (Record.Exception(() => w.Write("hello"u8)) is InvalidOperationException) failures++;
            });
            var client = server.Connect();
            client.Send(Get + "GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
            var answer = client.Read();
            Assert.Equal((status, 0, 1), (answer.Status, answer.Body.Length, failures));
            if (status == 205) Assert.Equal("0", answer["Content-Length"]);
            else Assert.Equal(names, answer.Names);
            Assert.Equal(200, client.Read().Status);
        }
    }

    [Fact]
    public async Task A_205_to_HEAD_and_in_chunks_has_the_length_zero()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Transfer-Encoding", "chunked");
            w.WriteHeader(205);
        });
        foreach (var method in new[] { "GET", "HEAD", "POST" })
        {
            var answer = server.Ask($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n", method == "HEAD");
            Assert.Equal((205, "0", null), (answer.Status, answer["Content-Length"], answer["Transfer-Encoding"]));
        }
    }

    [Theory]
    [InlineData(103, "HTTP/1.1 103 Early Hints\r\n\r\n")]
    [InlineData(204, "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData(205, "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(304, "HTTP/1.1 304 Not Modified\r\n\r\n")]
    public async Task A_response_is_written_without_one(int status, string expected)
    {
        foreach (var method in new[] { "GET", "HEAD", "POST" })
        {
            foreach (var isStream in new[] { false, true })
            {
                foreach (var isChunked in new[] { false, true })
                {
                    var body = new MemoryStream("hello"u8.ToArray());
                    var response = new Response
                    {
                        StatusCode = status,
                        Request = new Request(method, "http://h/"),
                        Body = isStream ? Body.From(body) : Body.From("hello"),
                        IsChunked = isChunked,
                    };
                    var output = new MemoryStream();
                    await response.WriteAsync(output);
                    Assert.Equal(expected, Encoding.ASCII.GetString(output.ToArray()));
                    if (isStream) Assert.False(body.CanRead, "the body was not disposed");
                }
            }
        }
    }

    [Fact]
    public async Task A_304_may_tell_the_length_of_what_it_stands_for()
    {
        var output = new MemoryStream();
        await new Response { StatusCode = 304, ContentLength = 5, Body = Body.From("hello") }.WriteAsync(output);
        Assert.Equal("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", Encoding.ASCII.GetString(output.ToArray()));
    }

    // A server that breaks the rule frames its body like any other: whoever skipped it would read it as the next response.
    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\n\r\n")]
    public async Task A_client_stays_in_step_with_a_205_that_has_one(string rest)
    {
        await using var server = RawServer.Answering((_, request) => request.StartsWith("GET /a ", StringComparison.Ordinal)
            ? "HTTP/1.1 205 Reset Content\r\n" + rest
            : RawServer.Ok("next"));
        using var transport = new Transport();
        for (var round = 0; round < 3; round++)
        {
            using (var response = await transport.RoundTripAsync(new Request("GET", server.Url + "a")).AsTask().WaitAsync(Wait.Limit))
                Assert.Equal(rest.Contains("hello", StringComparison.Ordinal) ? "hello" : "", await response.Body.ReadAllTextAsync());
            using var next = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
            Assert.Equal("next", await next.Body.ReadAllTextAsync());
        }

        Assert.Equal(1, server.Opened);
    }

    [Fact]
    public async Task A_proxy_passes_a_205_on_without_the_body_that_it_came_with()
    {
        await using var backend = RawServer.Answering(static (_, _) => "HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello");
        using var transport = new Transport();
        await using var server = new ServerFixture(new ReverseProxy(backend.Url) { Transport = transport });
        var client = server.Connect();
        client.Send(Get + Get);
        for (var round = 0; round < 2; round++)
        {
            var answer = client.Read();
            Assert.Equal((205, "0", 0), (answer.Status, answer["Content-Length"], answer.Body.Length));
        }
    }
}
