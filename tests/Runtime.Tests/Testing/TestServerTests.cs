using Runtime.Tests.Serving;

namespace RouteGen.Tests.Testing;

[Collection(ServerCollection.Name)]
public sealed class TestServerTests
{
    [Fact]
    public async Task A_server_answers_its_client_until_it_is_disposed()
    {
        TestServer server;
        await using (server = TestServer.Start((w, r) => w.Write($"{r.Method} {r.Path}")))
        {
            using var response = await server.Client.GetAsync(server.Url + "/x");
            Assert.Equal((200, "GET /x"), (response.StatusCode, await response.Body.ReadAllTextAsync()));
        }

        Assert.Equal(0, server.Server.ConnCount);
        var refused = await Assert.ThrowsAsync<TransportException>(async () => await new RouteGen.Client().GetAsync(server.Url));
        Assert.Equal(TransportError.ConnectionRefused, refused.Error);
    }

    [Fact]
    public async Task Disposing_waits_for_a_request_that_is_being_answered()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = TestServer.Start(async (w, _) =>
        {
            begun.SetResult();
            await mayEnd.Task;
            w.Write("late"u8);
        });
        using var client = new Transport();
        var answer = new RouteGen.Client { Transport = client }.GetAsync(server.Url).AsTask();
        await begun.Task;
        var disposed = server.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        mayEnd.SetResult();
        using var response = await answer;
        Assert.Equal("late", await response.Body.ReadAllTextAsync());
        await disposed.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_the_server_logs_can_be_asked_for()
    {
        await using var server = TestServer.Start((_, _) => throw new InvalidOperationException("broken on purpose"));
        using var response = await server.Client.GetAsync(server.Url);
        Assert.Equal(500, response.StatusCode);
        Assert.Contains("broken on purpose", Assert.Single(server.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_one_s_own_keeps_its_options()
    {
        var options = new Server { Addr = "127.0.0.1:0", MaxHeaderBytes = 100, Handler = Handler.From((HandlerFunc)((_, _) => { })) };
        await using var server = TestServer.Start(options);
        Assert.Same(options, server.Server);
        var request = new Request("GET", server.Url);
        request.Header.Set("X-Long", new string('x', 8000));
        using var response = await server.Client.DoAsync(request);
        Assert.Equal(431, response.StatusCode);
    }
}
