using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Overlaps;

/// <summary>Reads of a client's body that are cancelled in the moment in which the body ends.</summary>
public class LateCancelTests
{
    [Fact]
    public async Task A_cancellation_that_comes_late_ends_no_later_exchange_on_the_connection()
    {
        using var transport = new Transport();
        await using var whole = RawServer.Answering(static (_, _) => RawServer.Ok("body"));
        var conn = await ReadOneAsync(transport, whole.Url);
        // The first body has ended, and its connection serves the second one.
        using var second = await transport.RoundTripAsync(new Request("GET", whole.Url));
        Assert.Equal(1, whole.Opened);
        conn.KillBody(new OperationCanceledException(), number: 1);
        Assert.False(conn.IsDead);
        Assert.Equal("body", await second.Body.ReadAllTextAsync());
        using var third = await transport.RoundTripAsync(new Request("GET", whole.Url));
        conn.KillBody(new OperationCanceledException(), number: 3);
        Assert.True(conn.IsDead);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third.Body.ReadAllTextAsync().AsTask());
    }

    private static async Task<PersistConn> ReadOneAsync(Transport transport, string url)
    {
        var request = new Request("GET", url);
        using (var first = await transport.RoundTripAsync(request)) Assert.Equal("body", await first.Body.ReadAllTextAsync());
        var conn = transport.Pool.TryTake(transport.KeyFor(request, request.Url));
        Assert.NotNull(conn);
        Assert.True(transport.Pool.PutOrClose(conn));
        return Assert.IsType<PersistConn>(conn);
    }
}
