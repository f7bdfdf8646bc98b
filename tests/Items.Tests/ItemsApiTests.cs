using RouteGen;

namespace Items.Tests;

/// <summary>The sample's mux over loopback, each test with a store of its own.</summary>
public sealed class ItemsApiTests : IAsyncLifetime
{
    private const string Saw = """{"name":"saw","category":"tools/saws"}""";
    private readonly TestServer _server = TestServer.Start(new ItemsApi(new ItemStore()));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task An_item_is_created_shown_changed_and_removed()
    {
        Assert.Equal((201, """{"id":1,"name":"saw","category":"tools/saws"}"""), await AskAsync("POST", "/items", Saw));
        Assert.Equal((200, """{"id":1,"name":"saw","category":"tools/saws"}"""), await AskAsync("GET", "/items/1"));
        Assert.Equal((200, """{"id":1,"name":"plane","category":""}"""), await AskAsync("PUT", "/items/1", """{"name":"plane"}"""));
        Assert.Equal((200, """[{"id":1,"name":"plane","category":""}]"""), await AskAsync("GET", "/items"));
        Assert.Equal((204, ""), await AskAsync("DELETE", "/items/1"));
        Assert.Equal((200, "[]"), await AskAsync("GET", "/items"));
    }

    [Fact]
    public async Task A_category_holds_what_is_in_those_below_it()
    {
        await AskAsync("POST", "/items", Saw);
        await AskAsync("POST", "/items", """{"name":"hammer","category":"tools"}""");
        await AskAsync("POST", "/items", """{"name":"bar","category":"toolsteel"}""");

        Assert.Equal(
            (200, """[{"id":1,"name":"saw","category":"tools/saws"},{"id":2,"name":"hammer","category":"tools"}]"""),
            await AskAsync("GET", "/categories/tools"));
        Assert.Equal((200, """[{"id":1,"name":"saw","category":"tools/saws"}]"""), await AskAsync("GET", "/categories/tools/saws"));
    }

    [Theory]
    [InlineData("GET", "/items/1", 404)]
    [InlineData("GET", "/items/-1", 404)]
    [InlineData("GET", "/items/99999999999999999999", 404)]
    [InlineData("DELETE", "/items/one", 404)]
    [InlineData("GET", "/items/1/more", 404)]
    [InlineData("PATCH", "/items/1", 405)]
    [InlineData("DELETE", "/items", 405)]
    public async Task What_is_not_there_is_not_served(string method, string path, int status) =>
        Assert.Equal(status, (await AskAsync(method, path)).Status);

    [Fact]
    public async Task An_item_that_is_not_there_is_not_changed() => Assert.Equal(404, (await AskAsync("PUT", "/items/7", Saw)).Status);

    [Fact]
    public async Task A_body_that_is_too_long_is_answered_413() =>
        Assert.Equal(413, (await AskAsync("POST", "/items", $$"""{"name":"{{new string('x', 70_000)}}"}""")).Status);

    [Fact]
    public async Task A_request_id_is_sent_back_and_one_that_is_missing_or_too_long_is_made()
    {
        Assert.Equal("abc-1", await RequestIdOfAnswerAsync("abc-1"));
        Assert.Equal(32, (await RequestIdOfAnswerAsync(null)).Length);
        Assert.Equal(32, (await RequestIdOfAnswerAsync(new string('x', 65))).Length);
        Assert.NotEqual(await RequestIdOfAnswerAsync(null), await RequestIdOfAnswerAsync(null));
    }

    private async Task<string> RequestIdOfAnswerAsync(string? sent)
    {
        var request = new Request("GET", _server.Url + "/items");
        if (sent is not null) request.Header.Set("X-Request-Id", sent);
        using var response = await _server.Client.DoAsync(request);
        return response.Header.Get("X-Request-Id");
    }

    private async Task<(int Status, string Body)> AskAsync(string method, string path, string? body = null)
    {
        using var response = await _server.Client.DoAsync(new Request(method, _server.Url + path, body is null ? null : Body.From(body)));
        return (response.StatusCode, await response.Body.ReadAllTextAsync());
    }
}
