using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.UserCode;

/// <summary>Bodies whose reads return what is no count of bytes.</summary>
public sealed class WrongCountTests
{
    public static TheoryData<int, long> Counts()
    {
        var rows = new TheoryData<int, long>();
        foreach (var count in (int[])[-1, -5, int.MinValue, 64 * 1024, 1_000_000, int.MaxValue])
        {
            rows.Add(count, -1);
            rows.Add(count, 10);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task Nothing_is_sent_of_it_and_the_call_fails(int count, long length)
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadThroughAsync("\r\n\r\n");
            await conn.WaitForCloseAsync();
        });
        using var transport = new Transport();
        var request = new Request("POST", server.Url, new WrongBody(count)) { ContentLength = length, IsChunked = length < 0 };
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task Nothing_of_it_is_written_to_a_stream(int count, long length)
    {
        using var output = new MemoryStream();
        var request = new Request("POST", "http://a.test/", new WrongBody(count)) { ContentLength = length, IsChunked = length < 0 };
        await Assert.ThrowsAsync<InvalidOperationException>(() => request.WriteAsync(output).AsTask());
        Assert.EndsWith("\r\n\r\n", System.Text.Encoding.Latin1.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private sealed class WrongBody(int count) : Body
    {
        private bool _isOver;

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isOver) return new(0);
            _isOver = true;
            return new(count);
        }
    }
}
