using Runtime.Tests.Support;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

public sealed class HeadSnapshotTests
{
    [Fact]
    public void Header_of_several_fields_is_taken_without_allocation()
    {
        var header = new Header();
        header.Set("Content-Type", "application/json");
        header.Set("Cache-Control", "no-store");
        header.Set("X-Request-Id", "0f8fad5b");
        header.Set("Vary", "Accept-Encoding");
        var snapshot = new HeadSnapshot();
        Assert.Equal(0, Allocation.LeastOf(() => TakeRepeatedly(snapshot, header)));
    }

    private static void TakeRepeatedly(HeadSnapshot snapshot, Header header)
    {
        // The connection is asked only when a length is none.
        for (var index = 0; index < 100; index++) snapshot.Take(header, null!);
    }
}
