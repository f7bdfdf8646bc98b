using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>
/// After a write that failed, nothing more is sent, even if the handler catches the exception and goes on with a later time limit. What
/// followed would be read as the part that is missing.
/// </summary>
[Collection(ServerCollection.Name)]
public class LostOutputTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    // More than the server collects before it sends.
    private const int PartLength = 40_000;

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    public async Task Nothing_follows_a_write_that_failed(bool hasLength, bool isLater, bool isFlushed)
    {
        var served = 0;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (Interlocked.Increment(ref served) > 1)
            {
                w.Write("the next response");
                return;
            }

            if (hasLength) w.Header.Set("Content-Length", $"{2 * PartLength}");
            await w.WriteAsync(new byte[1]);
            if (isFlushed) await w.FlushAsync();
            var controller = new ResponseController(w);
            controller.SetWriteDeadline(DateTimeOffset.UtcNow.AddSeconds(-1));
            var failure = await Assert.ThrowsAsync<TransportException>(() => w.WriteAsync(new byte[PartLength]).AsTask());
            Assert.True(failure.IsTimeout);
            if (!isLater) return;
            controller.SetWriteDeadline(DateTimeOffset.UtcNow.AddMinutes(1));
            failure = await Assert.ThrowsAsync<TransportException>(() => w.WriteAsync(new byte[PartLength - 1]).AsTask());
            Assert.Equal(TransportError.Aborted, failure.Error);
            // Otherwise nothing is left to be flushed.
            if (!hasLength || !isFlushed) await Assert.ThrowsAsync<TransportException>(() => w.FlushAsync().AsTask());
        });
        var client = server.Connect();
        client.Send(Get + Get);
        var read = client.ReadToEnd();
        if (!isFlushed) Assert.Equal("", read);
        // The chunk's first line is sent with its data, or not at all.
        else Assert.EndsWith(hasLength ? "\r\n\r\n\0" : "\r\n\r\n1\r\n\0\r\n", read, StringComparison.Ordinal);
        Assert.Equal(1, served);
    }
}
