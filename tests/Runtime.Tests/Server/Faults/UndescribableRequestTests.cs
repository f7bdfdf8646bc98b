using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed class UndescribableRequestTests
{
    // Without the try around the description, the exception would end the process, and this run of the tests with it.
    [Fact]
    public async Task Request_of_a_client_that_left_is_cancelled_even_if_it_cannot_be_described()
    {
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isCancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ServerFixture.Async(async (_, r) =>
        {
            r.SetRoute("/", new BrokenOrigin());
            using var registration = r.Context.CancellationToken.Register(isCancelled.SetResult);
            hasBegun.SetResult();
            await isCancelled.Task;
        });
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await Eventually.Of(hasBegun.Task);
        client.Dispose();
        await Eventually.Of(isCancelled.Task);
        server.TakeLog("A callback registered for the cancellation of a request failed.");
    }

    /// <summary>A route that fails when it is described.</summary>
    private sealed class BrokenOrigin : IRouteOrigin
    {
        public string Pattern => "/";

        public PathNames? Names => null;

        public string HandlerName => throw new InvalidOperationException("on purpose");

        public string Source => "";
    }
}
