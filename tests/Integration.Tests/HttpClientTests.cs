using System.Net;
using System.Net.Sockets;

namespace Integration.Tests;

/// <summary>Our server, asked by System.Net.Http.</summary>
public class HttpClientTests
{
    [Fact]
    public async Task Requests_one_after_another_use_one_connection()
    {
        await using var server = new EchoServer();
        var dials = 0;
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
            {
                dials++;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal("pong", await client.GetStringAsync(new Uri($"{server.Url}/ping")));
            using var answer = await client.PostAsync(new Uri($"{server.Url}/echo"), new StringContent($"round {round}"));
            Assert.Equal($"round {round}", await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(1, dials);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Large_bodies_go_both_ways(bool isChunked, bool expectsContinue)
    {
        await using var server = new EchoServer();
        using var client = new HttpClient();
        for (var round = 0; round < 3; round++)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Put, $"{server.Url}/echo")
            { Content = new ByteArrayContent(EchoServer.Large) };
            request.Headers.TransferEncodingChunked = isChunked;
            request.Headers.ExpectContinue = expectsContinue;
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("PUT", answer.Headers.GetValues("X-Method").Single());
            Assert.Equal(isChunked ? "yes" : "no", answer.Headers.GetValues("X-Chunked").Single());
            Assert.Equal(EchoServer.Large, await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_body_that_is_expected_but_refused_is_not_sent()
    {
        await using var server = new EchoServer();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{server.Url}/refuse")
        { Content = new ByteArrayContent(EchoServer.Large) };
        request.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("pong", await client.GetStringAsync(new Uri($"{server.Url}/ping")));
    }

    [Fact]
    public async Task Streams_and_their_trailers_arrive()
    {
        await using var server = new EchoServer();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{server.Url}/stream"));
        Assert.Equal(10_000, (await answer.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal("10", answer.TrailingHeaders.GetValues("X-Count").Single());
    }

    [Fact]
    public async Task Heads_are_asked_for_alone()
    {
        await using var server = new EchoServer();
        using var client = new HttpClient();
        for (var round = 0; round < 3; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, $"{server.Url}/ping");
            using var answer = await client.SendAsync(request);
            Assert.Equal(4, answer.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task Many_at_once_are_all_answered()
    {
        await using var server = new EchoServer();
        using var client = new HttpClient();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, token) =>
        {
            using var answer = await client.PostAsync(new Uri($"{server.Url}/echo"), new StringContent($"{index}"), token);
            Assert.Equal($"{index}", await answer.Content.ReadAsStringAsync(token));
        });
    }
}
