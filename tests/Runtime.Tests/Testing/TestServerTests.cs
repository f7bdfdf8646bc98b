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
        await disposed.WaitAsync(TimeSpan.FromMinutes(1));
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

    [Fact]
    public async Task A_server_with_tls_is_trusted_by_its_client_and_by_no_other()
    {
        await using var server = TestServer.StartTls(Handler.From((HandlerFunc)((w, r) => w.Write($"{r.Tls is not null} {r.Path}"))));
        Assert.StartsWith("https://127.0.0.1:", server.Url, StringComparison.Ordinal);
        for (var round = 0; round < 2; round++)
        {
            using var response = await server.Client.GetAsync(server.Url + "/x");
            Assert.Equal("True /x", await response.Body.ReadAllTextAsync());
        }

        using var stranger = new Transport();
        var refused = await Assert.ThrowsAsync<TransportException>(
            async () => await new RouteGen.Client { Transport = stranger }.GetAsync(server.Url));
        Assert.Equal(TransportError.Tls, refused.Error);
        Assert.Contains(
            "localhost", TestServer.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.DnsName, false),
            StringComparison.Ordinal);
    }
}
