using RouteGen;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Handling;

[Collection(ServerCollection.Name)]
public sealed class FileTagTests : IDisposable
{
    private static readonly DateTime s_date = new(2021, 6, 7, 8, 9, 10, DateTimeKind.Utc);

    private readonly TempDir _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_has_a_strong_tag_of_its_time_and_size()
    {
        var name = _directory.Write("a", "0123456789abcdef");
        File.SetLastWriteTimeUtc(name, s_date);
        var tag = await TagOf("/a");
        Assert.Equal($"\"{(s_date - DateTime.UnixEpoch).Ticks * 100:x}-10\"", tag);
        File.SetLastWriteTimeUtc(name, s_date.AddTicks(10));
        Assert.NotEqual(tag, await TagOf("/a"));
        File.WriteAllText(name, "0123");
        File.SetLastWriteTimeUtc(name, s_date);
        Assert.NotEqual(tag, await TagOf("/a"));
        File.WriteAllText(name, "fedcba9876543210");
        File.SetLastWriteTimeUtc(name, s_date);
        Assert.Equal(tag, await TagOf("/a"));
    }

    [Theory]
    [InlineData("If-None-Match", "TAG", 304, "")]
    [InlineData("If-None-Match", "\"x\", W/TAG", 304, "")]
    [InlineData("If-None-Match", "\"x\"", 200, "content")]
    [InlineData("If-Match", "TAG", 200, "content")]
    [InlineData("If-Match", "W/TAG", 412, "")]
    [InlineData("If-Match", "\"x\"", 412, "")]
    [InlineData("If-Range", "TAG", 206, "cont")]
    [InlineData("If-Range", "W/TAG", 200, "content")]
    [InlineData("If-Range", "\"x\"", 200, "content")]
    public async Task Conditions_compare_the_tag(string field, string value, int status, string text)
    {
        _directory.Write("a", "content");
        await using var server = new ServerFixture(Http.FileServer(_directory.Root));
        var tag = server.Ask("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")["Etag"]!;
        var range = field == "If-Range" ? "Range: bytes=0-3\r\n" : "";
        var response = server.Ask(
            $"GET /a HTTP/1.1\r\nHost: a\r\n{range}{field}: {value.Replace("TAG", tag, StringComparison.Ordinal)}\r\n\r\n");
        Assert.Equal((status, text, tag), (response.Status, response.Text, response["Etag"]));
    }

    [Fact]
    public async Task A_tag_that_is_set_or_suppressed_stays_and_encoded_content_gets_none()
    {
        _directory.Write("a", "content");
        Assert.Equal("\"own\"", await TagOf("/a", header => header.Set("ETag", "\"own\"")));
        Assert.Equal("", await TagOf("/a", header => header.Set("ETag", null)));
        Assert.Equal("", await TagOf("/a", header => header.Set("Content-Encoding", "gzip")));
        Assert.Equal("", await TagOf("/none"));
        Assert.Equal("", await TagOf("/"));
    }

    [Fact]
    public void A_directory_that_is_missing_is_named_once_when_its_handler_is_made()
    {
        var missing = Path.Combine(_directory.Root, "missing");
        var usual = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            var handler = Http.FileServer(missing);
            Http.FileServer(_directory.Root);
            Assert.Equal(404, Served.By(handler, "GET", "/").StatusCode);
            Assert.Equal(404, Served.By(handler, "GET", "/a").StatusCode);
        }
        finally
        {
            Console.SetError(usual);
        }

        Assert.Matches(
            @"^\S+Z FileServer: the directory '[^']+missing' does not exist; requests get 404 until it exists\.$",
            Assert.Single(errors.ToString().TrimEnd().Split('\n')));
    }

    private async Task<string> TagOf(string target, Action<Header>? prepare = null)
    {
        var writer = new ResponseRecorder();
        prepare?.Invoke(writer.Header);
        await Http.FileServer(_directory.Root).ServeHttpAsync(writer, TestRequest.New("GET", target));
        return writer.Header.Get("Etag");
    }
}
