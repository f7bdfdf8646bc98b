using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>The wire form of messages.</summary>
public class WriteTests
{
    private static async Task<string> TextOfAsync(Request request)
    {
        using var output = new MemoryStream();
        await request.WriteAsync(output);
        return Encoding.Latin1.GetString(output.ToArray());
    }

    private static async Task<string> TextOfAsync(Response response)
    {
        using var output = new MemoryStream();
        await response.WriteAsync(output);
        return Encoding.Latin1.GetString(output.ToArray());
    }

    private static Body Stream(string text) => Body.From(new MemoryStream(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public async Task A_request_is_written_as_it_is_sent()
    {
        var request = new Request("POST", "http://a.test/x?y", "hello");
        request.Header.Set("X-A", "b");
        Assert.Equal(
            "POST /x?y HTTP/1.1\r\nHost: a.test\r\nUser-Agent: RouteGen/0.1\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
            await TextOfAsync(request));
        var streamed = new Request("PUT", "http://a.test/", Stream("hello")) { Trailer = new Header { { "X-T", "t" } } };
        Assert.Equal(
            "PUT / HTTP/1.1\r\nHost: a.test\r\nUser-Agent: RouteGen/0.1\r\nTransfer-Encoding: chunked\r\nTrailer: "
                + "X-T\r\n\r\n5\r\nhello\r\n0\r\nX-T: t\r\n\r\n",
            await TextOfAsync(streamed));
        Assert.Equal(
            "GET / HTTP/1.1\r\nHost: a.test\r\nUser-Agent: RouteGen/0.1\r\n\r\n",
            await TextOfAsync(new Request("GET", "http://a.test/", Stream(""))));
    }

    [Theory]
    [InlineData(200, 5, false, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b  c\r\n\r\nhello")]
    [InlineData(200, -1, true, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b  c\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData(200, -1, false, "HTTP/1.1 200 OK\r\nConnection: close\r\nX-A: b  c\r\n\r\nhello")]
    [InlineData(299, 0, false, "HTTP/1.1 299 status code 299\r\nConnection: close\r\nX-A: b  c\r\n\r\nhello")]
    public async Task A_response_is_written_by_its_framing(int status, long length, bool isChunked, string expected)
    {
        var response = new Response { StatusCode = status, ContentLength = length, IsChunked = isChunked, Body = Stream("hello") };
        response.Header.Set("X-A", "b\r\nc");
        response.Header.Set("Content-Length", "77");
        Assert.Equal(expected, await TextOfAsync(response));
    }

    [Fact]
    public async Task A_response_without_a_body_says_so_and_one_to_head_has_none()
    {
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", await TextOfAsync(new Response { StatusCode = 200 }));
        Assert.Equal(
            "HTTP/1.1 204 Gone fishing\r\n\r\n", await TextOfAsync(new Response { StatusCode = 204, Status = "204 Gone fishing" }));
        var head = new Response { StatusCode = 200, ContentLength = 9, Request = new Request("HEAD", "http://a.test/") };
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", await TextOfAsync(head));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_body_of_another_length_than_declared_is_refused(long length)
    {
        var response = new Response { StatusCode = 200, ContentLength = length, Body = Stream("hello") };
        await Assert.ThrowsAsync<InvalidOperationException>(() => TextOfAsync(response));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => TextOfAsync(new Request("POST", "http://a.test/", Stream("hello")) { ContentLength = length }));
    }
}
