using System.Text;
using RouteGen;

namespace Integration.Tests;

/// <summary>Our client against Go's net/http. Without Go the tests pass and say that nothing was run.</summary>
public class GoServerTests(GoServer server) : IClassFixture<GoServer>
{
    private readonly Transport _transport = new();

    private async Task<Response> SendAsync(string method, string path, Body? body = null, Action<Request>? change = null)
    {
        var request = new Request(method, server.Url + path, body);
        change?.Invoke(request);
        return await _transport.RoundTripAsync(request);
    }

    [GoFact]
    public async Task Bodies_of_every_kind_are_echoed_over_one_connection()
    {
        var text = new string('e', 300_000);
        foreach (
            var body in (
                Body?[])[null, "short", text, Body.From(new MemoryStream(Encoding.Latin1.GetBytes(text))),
                Body.From(new MemoryStream(Encoding.Latin1.GetBytes(text)), text.Length)])
        {
            var length = body?.ContentLength ?? 0;
            using var response = await SendAsync("POST", "echo", body);
            var echoed = await response.Body.ReadAllTextAsync();
            Assert.Equal((200, $"{length}"), (response.StatusCode, response.Header.Get("X-Length")));
            Assert.Equal(length < 0 ? text.Length : length, echoed.Length);
        }

        Assert.Equal(1, _transport.Pool.Counts.Conns);
    }

    [GoFact]
    public async Task Trailers_go_both_ways()
    {
        using (
            var response = await SendAsync(
                "POST", "echo", Body.From(new MemoryStream([1, 2])), static request => request.Trailer = new Header { { "X-Sum", "3" } }))
        {
            await response.Body.ReadAllBytesAsync();
            Assert.Equal("3", response.Header.Get("X-Sum"));
        }

        using var trailed = await SendAsync("GET", "trailer");
        Assert.Equal("body", await trailed.Body.ReadAllTextAsync());
        Assert.Equal(("1", "2"), (trailed.Trailer?.Get("X-Known"), trailed.Trailer?.Get("X-Late")));
    }

    [GoFact]
    public async Task Gzip_is_asked_for_and_decoded()
    {
        using var response = await SendAsync("GET", "gzip");
        Assert.True(response.Uncompressed);
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 20_000).Select(static line => $"line {line}\n")), await response.Body.ReadAllTextAsync());
    }

    [GoFact]
    public async Task Hints_come_before_the_answer()
    {
        var hints = new List<string>();
        using var response = await SendAsync(
            "GET", "hints", null, request =>
                new ClientTrace { Got1xxResponse = (code, header) => hints.Add($"{code} {header.Get("Link")}") }.AddTo(request.Context));
        Assert.Equal(["103 </x>"], hints);
        Assert.Equal(200, response.StatusCode);
    }

    [GoFact]
    public async Task A_body_that_the_server_does_not_read_is_answered_early()
    {
        for (var round = 0; round < 20; round++)
        {
            using var response = await SendAsync("POST", "early", Body.From(new MemoryStream(new byte[2_000_000]), 2_000_000));
            Assert.Equal(413, response.StatusCode);
            Assert.Equal("too much\n", await response.Body.ReadAllTextAsync());
        }
    }

    [GoFact]
    public async Task A_continue_is_waited_for_and_a_refusal_spares_the_body()
    {
        using (var response = await SendAsync("POST", "echo", "hello", static request => request.Header.Set("Expect", "100-continue")))
            Assert.Equal("hello", await response.Body.ReadAllTextAsync());
        using var refused = await SendAsync("POST", "early", "hello", static request => request.Header.Set("Expect", "100-continue"));
        Assert.Equal(413, refused.StatusCode);
    }

    [GoFact]
    public async Task An_answer_that_breaks_off_is_an_error()
    {
        using var response = await SendAsync("GET", "abort");
        await Assert.ThrowsAsync<TransportException>(() => response.Body.ReadAllBytesAsync().AsTask());
    }

    [GoFact]
    public async Task An_upgrade_gives_both_directions()
    {
        await using var response = await SendAsync("GET", "upgrade", null, static request =>
        {
            request.Header.Set("Connection", "Upgrade");
            request.Header.Set("Upgrade", "echo");
        });
        Assert.Equal(101, response.StatusCode);
        for (var round = 0; round < 10; round++)
        {
            var word = Encoding.Latin1.GetBytes($"round {round}");
            await response.Body.WriteAsync(word);
            var back = new byte[word.Length];
            await response.Body.ReadExactlyAsync(back);
            Assert.Equal(word, back);
        }
    }
}
