namespace RouteGen.Tests.Handling;

public sealed class AccessLogTests
{
    private readonly List<AccessLogEntry> _entries = [];

    private async Task<ResponseRecorder> ServeAsync(AsyncHandlerFunc handler, Request? request = null)
    {
        var recorder = new ResponseRecorder();
        await Http.AccessLog(Handler.From(handler), _entries.Add).ServeHttpAsync(recorder, request ?? TestRequest.New("GET", "/a?b"));
        return recorder;
    }

    [Fact]
    public async Task Every_way_to_write_is_counted_and_reaches_the_peer()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "0123456789");
        using var file = File.OpenHandle(path);
        var recorder = await ServeAsync(async (w, _) =>
        {
            w.WriteHeader(201);
            w.Write("ab"u8);
            w.Write("c");
            await w.WriteAsync("de"u8.ToArray());
            w.GetSpan(1)[0] = (byte)'f';
            w.Advance(1);
            await w.FlushAsync();
            await w.SendFileAsync(file, 2, 3);
        });
        File.Delete(path);
        Assert.Equal("abcdef234", recorder.BodyText);
        Assert.True(recorder.IsFlushed);
        var entry = Assert.Single(_entries);
        Assert.Equal((201, 9L, "GET", "/a?b", "example.com"), (entry.StatusCode, entry.BodyBytes, entry.Method, entry.Target, entry.Host));
        Assert.InRange(entry.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_answer_without_a_status_is_200()
    {
        await ServeAsync((_, _) => Task.CompletedTask);
        Assert.Equal((200, 0L), (_entries[0].StatusCode, _entries[0].BodyBytes));
    }

    [Fact]
    public async Task A_failed_handler_is_logged_as_500_and_the_failure_goes_on()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ServeAsync(async (_, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException();
        }));
        Assert.Equal(500, Assert.Single(_entries).StatusCode);
    }

    [Fact]
    public async Task A_write_that_fails_is_not_counted()
    {
        await ServeAsync((w, _) =>
        {
            w.Header.Set("Content-Length", "1");
            Assert.Throws<InvalidOperationException>(() => w.Write("ab"u8));
            return Task.CompletedTask;
        });
        Assert.Equal(0, _entries[0].BodyBytes);
    }

    [Fact]
    public void A_line_is_in_the_combined_format_and_no_peer_can_write_one_of_its_own()
    {
        var entry = new AccessLogEntry(
            new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(-3.5)), TimeSpan.Zero, "[2001:db8::1]:99", "GET", "/\"x\\",
            "HTTP/1.1", "h", 404, 19, "", "a\r\nb\u00e9\u007f", "/");
        Assert.Equal(
            """[2001:db8::1] - - [04/Mar/2026:05:06:07 -0330] "GET /\"x\\ HTTP/1.1" 404 19 "-" "a\x0d\x0ab\xe9\x7f" """.TrimEnd(),
            entry.ToString());
    }
}
