using System.Text;
using Runtime.Tests.Serving;
using RouteGen;

namespace Runtime.Tests.Handling;

[Collection(ServerCollection.Name)]
public sealed class ServeFileTests : IDisposable
{
    private readonly TempDir _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_is_served_with_its_type_date_and_length()
    {
        var name = _directory.Write("a.css", "body {}");
        File.SetLastWriteTimeUtc(name, new DateTime(2021, 6, 7, 8, 9, 10, 999, DateTimeKind.Utc));
        await using var server = Serve(name);
        var answer = server.Ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((200, "body {}"), (answer.Status, answer.Text));
        Assert.Equal(
            ("7", "text/css; charset=utf-8", "Mon, 07 Jun 2021 08:09:10 GMT", "bytes"),
            (answer["Content-Length"], answer["Content-Type"], answer["Last-Modified"], answer["Accept-Ranges"]));

        Assert.Equal(304, server.Ask("GET / HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: Mon, 07 Jun 2021 08:09:10 GMT\r\n\r\n").Status);
        var part = server.Ask("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=-2\r\n\r\n");
        Assert.Equal((206, "{}", "bytes 5-6/7"), (part.Status, part.Text, part["Content-Range"]));
        var head = server.Ask("HEAD / HTTP/1.1\r\nHost: a\r\nRange: bytes=-2\r\n\r\n", isHead: true);
        Assert.Equal((206, "2"), (head.Status, head["Content-Length"]));
    }

    [Theory]
    [InlineData("/../x", 400)]
    [InlineData("/a/..", 400)]
    [InlineData("/a/%2e%2e/b", 400)]
    [InlineData("/a%5C..%5Cb", 400)]
    [InlineData("/a..b/...", 200)]
    [InlineData("/a%2Fb", 200)]
    [InlineData("/x/index.html", 301)]
    [InlineData("/x/", 200)]
    public async Task The_path_of_the_request_may_not_lead_upwards(string target, int status)
    {
        await using var server = Serve(_directory.Write("a", "a"));
        Assert.Equal(status, server.Ask($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n").Status);
    }

    [Fact]
    public async Task A_directory_is_listed_or_shows_its_index()
    {
        _directory.Write("b", "b");
        await using var server = Serve(_directory.Root);
        Assert.Contains("<a href=\"b\">b</a>", server.Ask("GET /x/ HTTP/1.1\r\nHost: a\r\n\r\n").Text);
        Assert.Equal("x/", server.Ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")["Location"]);
        _directory.Write("index.html", "the index");
        Assert.Equal("the index", server.Ask("GET /x/ HTTP/1.1\r\nHost: a\r\n\r\n").Text);
        Assert.Equal(404, server.Ask("GET /missing HTTP/1.1\r\nHost: a\r\n\r\n").Status);
    }

    [Fact]
    public async Task A_large_file_arrives_whole_and_in_ranges_on_one_connection()
    {
        var bytes = new byte[3 * 1024 * 1024 + 17];
        new Random(5).NextBytes(bytes);
        var name = _directory.Write("large.bin", "");
        File.WriteAllBytes(name, bytes);
        await using var server = Serve(name);
        var client = server.Connect();
        foreach (
            var (start, end) in new[] { (0, bytes.Length - 1), (1, 70_000), (bytes.Length - 5, bytes.Length - 1), (1_000_000, 2_999_999) })
        {
            client.Send($"GET / HTTP/1.1\r\nHost: a\r\nRange: bytes={start}-{end}\r\n\r\n");
            var answer = client.Read();
            Assert.Equal($"bytes {start}-{end}/{bytes.Length}", answer["Content-Range"]);
            Assert.True(answer.Body.AsSpan().SequenceEqual(bytes.AsSpan(start..(end + 1))));
        }

        client.Send("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=10-19,2000000-2999999\r\n\r\n");
        var parts = Encoding.Latin1.GetString(client.Read().Body);
        Assert.Contains("\r\n\r\n" + Encoding.Latin1.GetString(bytes[10..20]) + "\r\n--", parts);
        Assert.Contains("\r\n\r\n" + Encoding.Latin1.GetString(bytes[2_000_000..3_000_000]) + "\r\n--", parts);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_sent_cuts_the_connection()
    {
        var name = _directory.Write("shrinking", new string('x', 8 * 1024 * 1024));
        await using var server = Serve(name);
        // A small window, so that most of the file is unread when it is cut.
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Eventually.True(() => client.Available > 0, "nothing has arrived");
        using (var file = new FileStream(name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(10);
        Assert.True(client.ReadToEnd().Length < 8 * 1024 * 1024);
    }

    private ServerFixture Serve(string name) => ServerFixture.Async((w, r) =>
        r.Path == "/missing" ? Http.ServeFileAsync(w, r, name + "/none").AsTask() : Http.ServeFileAsync(w, r, name).AsTask());
}
