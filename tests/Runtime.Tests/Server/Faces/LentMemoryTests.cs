using System.Buffers;
using RouteGen;
using RouteGen.Handling;

namespace Runtime.Tests.Serving;

/// <summary>Memory that a writer lends: nobody else's bytes are in it, and what is written into it too late goes nowhere.</summary>
[Collection(ServerCollection.Name)]
public sealed class LentMemoryTests
{
    private const string Get = "GET /{0} HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(2048)]
    [InlineData(10_000)]
    public async Task What_was_lent_and_not_written_is_sent_as_zeroes(int count)
    {
        await using var server = new ServerFixture((w, r) =>
        {
            var lent = w.GetSpan(count);
            if (r.Path == "/fill") lent[..Math.Max(1, count)].Fill((byte)'s');
            w.Advance(Math.Max(1, count));
        });
        for (var round = 0; round < 20; round++)
        {
            Assert.All(server.Ask(Get.Replace("{0}", "fill", StringComparison.Ordinal)).Body, static one => Assert.Equal((byte)'s', one));
            Assert.All(server.Ask(Get.Replace("{0}", "", StringComparison.Ordinal)).Body, static one => Assert.Equal(0, one));
        }
    }

    public static TheoryData<string> Writers => ["server", "recorder", "timed"];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task No_more_can_be_advanced_over_than_was_lent(string kind)
    {
        await using var server = new ServerFixture((w, _) => Check(w));
        if (kind == "server")
            Assert.Equal(
                (200, "abcd"),
                (server.Ask(Get.Replace("{0}", "", StringComparison.Ordinal)) is var response ? response.Status : 0, response.Text));
        else Check(kind == "recorder" ? new ResponseRecorder() : new TimedWriter(new ResponseRecorder()));
    }

    private static void Check(ResponseWriter w)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => w.Advance(1));
        var lent = w.GetMemory(300);
        Assert.True(lent.Length >= 300);
        var length = lent.Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => w.Advance(length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => w.Advance(-1));
        "abcd"u8.CopyTo(lent.Span);
        w.Advance(3);
        w.Advance(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => w.Advance(length - 3));
        Assert.False(w.GetSpan().IsEmpty);
    }
}
