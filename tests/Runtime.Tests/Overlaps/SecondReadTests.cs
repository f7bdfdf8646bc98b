using System.Buffers;
using RouteGen;
using RouteGen.Proxying;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Overlaps;

/// <summary>A second call during the first one is refused, and the first is not disturbed.</summary>
public class SecondReadTests
{
    private const string Head = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n";

    [Fact]
    public async Task A_second_read_of_a_body_that_a_proxy_forwards_is_refused()
    {
        var inner = new GatedBody();
        var body = new ForwardedBody(new Request("POST", "http://h/", inner), ArrayPool<byte>.Shared, 1024);
        var buffer = new byte[16];
        var first = body.ReadAsync(buffer).AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(() => body.ReadAsync(new byte[16]).AsTask());
        inner.Give("first");
        Assert.Equal(5, await first);
        Assert.Equal("first"u8.ToArray(), buffer[..5]);
        inner.Give("next");
        Assert.Equal(4, await body.ReadAsync(buffer));
        await body.CutAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_read_that_was_given_up_keeps_the_block_until_it_has_ended()
    {
        var inner = new GatedBody();
        var body = new ForwardedBody(new Request("POST", "http://h/", inner), ArrayPool<byte>.Shared, 1024);
        using var given = new CancellationTokenSource();
        var first = body.ReadAsync(new byte[16], given.Token).AsTask();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => body.ReadAsync(new byte[16]).AsTask());
        inner.End();
        await body.CutAsync(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_call_of_a_multipart_reader_or_part_is_refused(bool isPartRead)
    {
        var content = new GatedBody();
        content.Give(Head);
        var reader = new MultipartReader(content, "b");
        var part = (await reader.NextPartAsync())!;
        var first = isPartRead ? part.ReadAsync(new byte[16]).AsTask() : null;
        var next = isPartRead ? null : reader.NextPartAsync().AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(() => part.ReadAsync(new byte[16]).AsTask());
        Assert.Throws<InvalidOperationException>(() => part.Read(new byte[16]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.NextPartAsync().AsTask());
        content.Give("text\r\n--b--\r\n");
        if (first is not null) Assert.Equal(4, await first);
        if (next is not null) Assert.Null(await next);
    }
}
