using System.Globalization;

namespace Integration.Tests;

public class AllocationTests
{
    private const long BytesMax = 1024;
    private const int RunsMax = 10;

    // Server and load run in processes of their own (tests/LoadClient): the server's count of allocated bytes is of nothing but the
    // server. It is warm before the count begins, and the connections are open: what is held to the budget is requests. What time
    // costs (a date per second, a thread when the machine holds a leader up for long) comes on top on a busy machine, so a run
    // may be tried again; what requests allocate, they allocate in every run.
    [Fact]
    public async Task A_hundred_thousand_pings_allocate_a_kibibyte_at_most()
    {
        using var server = Child.StartLoadClient("serve");
        var port = await server.ReadLineAsync();
        var allocated = long.MaxValue;
        for (var run = 0; run < RunsMax && allocated > BytesMax; run++)
        {
            using var load = Child.StartLoadClient("load", port, "100000");
            allocated = long.Parse(await load.EndAsync(), CultureInfo.InvariantCulture);
        }

        await server.EndAsync();
        Assert.True(allocated <= BytesMax, $"{allocated} bytes were allocated");
    }
}
