using System.Text;
using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class ServeContentTests
{
    private static readonly DateTimeOffset s_modified = new(2021, 6, 7, 8, 9, 10, 500, TimeSpan.Zero);

    [Fact]
    public void Several_ranges_are_parts_whose_length_is_declared()
    {
        var answer = Serve("GET", range: "bytes=0-1,-2,4-4");
        Assert.Equal(206, answer.StatusCode);
        var type = answer.Header.Get("Content-Type");
        Assert.StartsWith("multipart/byteranges; boundary=", type);
        var boundary = type["multipart/byteranges; boundary=".Length..];
        Assert.Equal(60, boundary.Length);
        Assert.Equal(
            $"--{boundary}\r\nContent-Range: bytes 0-1/10\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n01" +
            $"\r\n--{boundary}\r\nContent-Range: bytes 8-9/10\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n89" +
            $"\r\n--{boundary}\r\nContent-Range: bytes 4-4/10\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n4" +
            $"\r\n--{boundary}--\r\n",
            answer.BodyText);
        Assert.Equal($"{answer.Body.Length}", answer.Header.Get("Content-Length"));
        Assert.False(answer.Header.Has("Content-Range"));
        Assert.NotEqual(type, Serve("GET", range: "bytes=0-1,-2,4-4").Header.Get("Content-Type"));
    }

    [Theory]
    [InlineData("bytes=0-9,0-0")]
    [InlineData("bytes=-10,-10")]
    public void Ranges_larger_than_the_content_are_answered_by_the_whole(string range)
    {
        var answer = Serve("GET", range);
        Assert.Equal((200, "0123456789", "10"), (answer.StatusCode, answer.BodyText, answer.Header.Get("Content-Length")));
    }

    [Fact]
    public void A_flood_of_ranges_is_answered_by_the_whole()
    {
        var content = new byte[100_000];
        var answer = Serve("GET", "bytes=" + string.Join(',', Enumerable.Repeat("0-0", 50_000)), content: content);
        Assert.Equal((200, content.Length), (answer.StatusCode, answer.Body.Length));
    }

    [Theory]
    [InlineData("bytes=0-")]
    [InlineData("bytes=-5")]
    public void A_range_of_empty_content_is_ignored(string range)
    {
        var answer = Serve("GET", range, content: []);
        Assert.Equal((200, 0, "0"), (answer.StatusCode, answer.Body.Length, answer.Header.Get("Content-Length")));
    }

    [Fact]
    public void An_unsatisfiable_range_keeps_the_validators_and_drops_what_is_not_true_of_the_note()
    {
        var answer = Serve("GET", "bytes=10-", prepare: header =>
        {
            header.Set("Etag", "\"v1\"");
            header.Set("Cache-Control", "max-age=60");
            header.Set("Content-Encoding", "br");
        });
        Assert.Equal((416, "invalid range: failed to overlap\n"), (answer.StatusCode, answer.BodyText));
        Assert.Equal(
            ("bytes */10", "\"v1\"", "", ""),
            (answer.Header.Get("Content-Range"), answer.Header.Get("Etag"), answer.Header.Get("Cache-Control"),
                answer.Header.Get("Content-Encoding")));
    }

    [Fact]
    public void A_head_has_the_length_and_no_content_is_read()
    {
        var answer = Serve("HEAD", "bytes=2-5,7-8");
        Assert.Equal((206, 0), (answer.StatusCode, answer.Body.Length));
        Assert.True(int.Parse(answer.Header.Get("Content-Length")) > 100);
    }

    [Fact]
    public void A_type_is_sniffed_from_the_beginning_wherever_the_stream_stands()
    {
        using var content = new MemoryStream("<html>"u8.ToArray());
        content.Position = 3;
        var answer = new ResponseRecorder();
        Assert.True(Http.ServeContentAsync(answer, TestRequest.New("GET", "/"), "noext", null, content).IsCompletedSuccessfully);
        Assert.Equal(("text/html; charset=utf-8", "<html>"), (answer.Header.Get("Content-Type"), answer.BodyText));
        Assert.False(answer.Header.Has("Last-Modified"));
    }

    [Fact]
    public void A_suppressed_type_stays_so()
    {
        var answer = Serve("GET", "bytes=0-0,2-2", prepare: header => header.Set("Content-Type", null));
        Assert.DoesNotContain("Content-Type", answer.BodyText);
        Assert.False(Serve("GET", prepare: header => header.Set("Content-Type", null)).Header.Has("Content-Type"));
    }

    [Fact]
    public void Content_that_cannot_seek_is_refused()
    {
        using var content = new System.IO.Compression.GZipStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Assert.Throws<ArgumentException>(
            () => { _ = Http.ServeContentAsync(new ResponseRecorder(), TestRequest.New("GET", "/"), "x", null, content); });
    }

    private static ResponseRecorder Serve(string method, string range = "", byte[]? content = null, Action<Header>? prepare = null)
    {
        var request = TestRequest.New(method, "/");
        if (range.Length > 0) request.Header.Set("Range", range);
        var answer = new ResponseRecorder();
        prepare?.Invoke(answer.Header);
        using var stream = new MemoryStream(content ?? Encoding.ASCII.GetBytes("0123456789"));
        Assert.True(Http.ServeContentAsync(answer, request, "f.txt", s_modified, stream).IsCompletedSuccessfully);
        return answer;
    }
}
