using System.Globalization;

namespace Integration.Tests;

public class AllocationTests
{
    // Two faces of 40 bytes each: the response writer and the request that the handler is given. Then a kibibyte for all requests together.
    private const long FacesBytesMax = 80;
    private const int RequestCount = 100_000;
    private const long BytesMax = RequestCount * FacesBytesMax + 1024;
    private const int RunsMax = 10;

    // Server and load run in processes of their own (tests/LoadClient): the server's count of allocated bytes is of nothing but the
    // server. It is warm before the count begins, and the connections are open: what is held to the budget is requests. What time
    // costs (a date per second, a thread when the machine holds a leader up for long) comes on top on a busy machine, so a run
    // may be tried again; what requests allocate, they allocate in every run.
    [Fact]
    public async Task A_ping_allocates_its_two_faces_and_nothing_more()
    {
        using var server = Child.StartLoadClient("serve");
        var port = await server.ReadLineAsync();
        var allocated = long.MaxValue;
        for (var run = 0; run < RunsMax && allocated > BytesMax; run++)
        {
            using var load = Child.StartLoadClient("load", port, RequestCount.ToString(CultureInfo.InvariantCulture));
            allocated = long.Parse(await load.EndAsync(), CultureInfo.InvariantCulture);
        }

        await server.EndAsync();
        Assert.True(allocated <= BytesMax, $"{allocated} bytes were allocated");
    }
}
