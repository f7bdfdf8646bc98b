using System.Text;
using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Messages;

/// <summary>What <see cref="Response.WriteAsync"/> makes of a response that was not received.</summary>
public class ResponseWireTests
{
    [Fact]
    public async Task Trailers_that_are_no_fields_are_neither_announced_nor_sent_and_values_cannot_end_their_line()
    {
        var trailer = new Header();
        foreach (
            var (
                name, value) in new[]
                    { ("X-A", "1"), ("Evil\r\nSet-Cookie", "a=b"), ("", "v"), ("a b", "v"), ("Content-Length", "9"),
                        ("Transfer-Encoding", "x"), ("Trailer", "x") })
            trailer.Add(name, value);
        trailer.Add("X-B", "a\r\nInjected: yes");
        var text = await WriteAsync(new Response { StatusCode = 200, IsChunked = true, Body = Body.From("abc"), Trailer = trailer });
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-A,X-B\r\n\r\n3\r\nabc\r\n0\r\nX-A: 1\r\nX-B: a  Injected: "
                + "yes\r\n\r\n", text);
    }

    [Fact]
    public async Task A_response_without_a_trailer_that_can_be_sent_announces_none()
    {
        var trailer = new Header();
        trailer.Add("a b", "v");
        var text = await WriteAsync(new Response { StatusCode = 200, IsChunked = true, Body = Body.From("abc"), Trailer = trailer });
        Assert.Equal("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", text);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(int.MinValue)]
    [InlineData(1000)]
    [InlineData(12345)]
    [InlineData(int.MaxValue)]
    public async Task A_status_code_that_is_not_of_three_digits_is_refused_before_a_byte_is_written(int code)
    {
        using var output = new MemoryStream();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new Response { StatusCode = code, Body = Body.From("abc") }.WriteAsync(output).AsTask());
        Assert.Equal(0, output.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("POST")]
    public async Task A_length_beside_an_empty_body_is_refused_before_a_byte_is_written(string? method)
    {
        using var output = new MemoryStream();
        var response = new Response
        { StatusCode = 200, ContentLength = 5, Request = method is null ? null : new Request(method, "http://a.example/") };
        await Assert.ThrowsAsync<InvalidOperationException>(() => response.WriteAsync(output).AsTask());
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_length_beside_an_empty_body_stands_where_there_is_none_to_come() => Assert.Equal(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        await WriteAsync(new Response { StatusCode = 200, ContentLength = 5, Request = new Request("HEAD", "http://a.example/") }));

    // The body is looked at first, which takes a moment: then the framing has been decided.
    [Theory]
    [InlineData(304)]
    [InlineData(204)]
    [InlineData(12345)]
    public async Task A_response_that_is_changed_while_its_body_is_looked_at_is_framed_and_written_as_it_was(int code)
    {
        var (body, other) = (new GatedBody(), new GatedBody());
        var response = new Response { StatusCode = 200, ContentLength = 0, Body = body };
        var writing = WriteAsync(response);
        (response.StatusCode, response.Body, response.ContentLength) = (code, other, 7);
        body.Give("abc");
        body.End();
        Assert.Equal("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc", await writing.WaitAsync(Wait.Limit));
        Assert.True(body.IsDisposed);
        Assert.False(other.IsDisposed);
    }

    private static async Task<string> WriteAsync(Response response)
    {
        using var output = new MemoryStream();
        await response.WriteAsync(output);
        return Encoding.Latin1.GetString(output.ToArray());
    }
}
