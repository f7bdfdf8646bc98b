namespace Integration.Tests;

/// <summary>Our server, asked by curl. Without curl the tests fail and say so.</summary>
public class CurlTests
{
    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        using var curl = Child.Start("curl", ["--silent", "--show-error", "--max-time", "30", .. arguments]);
        return await curl.EndAsync(input);
    }

    [Fact]
    public async Task A_post_without_a_body_is_answered()
    {
        await using var server = new EchoServer();
        Assert.Equal("pong", await RunAsync("", "-X", "POST", $"{server.Url}/ping"));
    }

    [Fact]
    public async Task A_post_that_waits_for_continue_gets_it()
    {
        await using var server = new EchoServer();
        var body = new string('b', 2_000_000);
        var output = await RunAsync(body, "-v", "--stderr", "-", "-H", "Expect: 100-continue", "--data-binary", "@-", $"{server.Url}/echo");
        Assert.Contains("< HTTP/1.1 100 Continue", output, StringComparison.Ordinal);
        Assert.Contains("< X-Chunked: no", output, StringComparison.Ordinal);
        Assert.Contains(body, output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_upload_arrives()
    {
        await using var server = new EchoServer();
        var body = new string('c', 300_000);
        var output = await RunAsync(body, "-i", "-H", "Expect:", "-H", "Transfer-Encoding: chunked", "-T", "-", $"{server.Url}/echo");
        Assert.Contains("X-Chunked: yes", output, StringComparison.Ordinal);
        Assert.EndsWith(body, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_urls_use_one_connection()
    {
        await using var server = new EchoServer();
        var output = await RunAsync("", "-w", "%{num_connects};", $"{server.Url}/ping", $"{server.Url}/ping", $"{server.Url}/ping");
        Assert.Equal("pong1;pong0;pong0;", output);
    }

    [Fact]
    public async Task Http_10_is_answered_as_such()
    {
        await using var server = new EchoServer();
        var output = await RunAsync("", "-0", "-i", $"{server.Url}/ping");
        Assert.StartsWith("HTTP/1.0 200 OK", output, StringComparison.Ordinal);
        Assert.EndsWith("pong", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_answer_arrives_whole()
    {
        await using var server = new EchoServer();
        var file = Path.GetTempFileName();
        try
        {
            await RunAsync("", "-o", file, $"{server.Url}/large");
            Assert.Equal(EchoServer.Large, await File.ReadAllBytesAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_head_is_asked_for_alone()
    {
        await using var server = new EchoServer();
        Assert.Contains("Content-Length: 4\r\n", await RunAsync("", "-I", $"{server.Url}/ping"), StringComparison.Ordinal);
    }
}
