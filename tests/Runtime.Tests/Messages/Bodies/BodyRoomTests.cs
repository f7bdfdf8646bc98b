namespace RouteGen.Tests.Messages;

public sealed class BodyRoomTests
{
    private const int RoomMax = 256 * 1024;

    [Theory]
    [InlineData(4)]
    [InlineData(Body.ReadJsonBytesMax)]
    [InlineData(Body.ReadAllBytesMax)]
    public void Announcing_a_body_costs_its_reader_no_memory(int length)
    {
        var body = Body.From(new Silent(), length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<IOException>(() => body.ReadAllBytes());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, RoomMax);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(64 * 1024 - 1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(300_000)]
    public async Task A_body_of_any_length_is_read_whole(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        foreach (var announced in new[] { length, -1 })
        {
            Assert.Equal(bytes, await Body.From(new MemoryStream(bytes), announced).ReadAllBytesAsync());
            Assert.Equal(bytes, await Body.From(new MemoryStream(bytes), announced).ReadAllBytesAsync(Math.Max(1, length)));
            if (length < 2) continue;
            await Assert.ThrowsAsync<MaxBytesException>(
                async () => await Body.From(new MemoryStream(bytes), announced).ReadAllBytesAsync(length - 1));
        }
    }

    [Fact]
    public async Task A_body_that_is_longer_than_announced_is_read_whole()
    {
        var bytes = new byte[100_000];
        Assert.Equal(bytes, await Body.From(new MemoryStream(bytes), 70_000).ReadAllBytesAsync());
        await Assert.ThrowsAsync<MaxBytesException>(async () => await Body.From(new MemoryStream(bytes), 70_000).ReadAllBytesAsync(80_000));
    }

    // The peer has gone after its head.
    private sealed class Silent : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("nothing comes");
    }
}
