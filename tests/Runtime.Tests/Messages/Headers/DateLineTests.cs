using Runtime.Tests.Support;
using System.Text;

namespace RouteGen.Tests.Messages;

public class DateLineTests
{
    private static readonly DateTime s_time = new(1994, 11, 6, 8, 49, 37, DateTimeKind.Utc);

    [Fact]
    public void The_line_is_the_field_and_its_line_end()
    {
        var line = new DateLine(s_time, 0);
        Assert.Equal("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", Encoding.ASCII.GetString(line.Bytes));
        Assert.Equal("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n", Encoding.ASCII.GetString(line.StatusAndDate));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 1000)] // A tenth of a microsecond into the second: the rest is rounded up.
    [InlineData(400 * TimeSpan.TicksPerMillisecond, 600)]
    [InlineData(TimeSpan.TicksPerSecond - 1, 1)]
    public void The_line_is_fresh_until_its_second_ends(long ticksIntoSecond, long milliseconds)
    {
        const long Tick = 123_456;
        var line = new DateLine(s_time.AddTicks(ticksIntoSecond), Tick);
        Assert.True(line.IsFresh(Tick));
        Assert.True(line.IsFresh(Tick + milliseconds - 1));
        Assert.False(line.IsFresh(Tick + milliseconds));
    }

    [Fact]
    public void The_shared_line_is_of_this_second()
    {
        var before = DateTime.UtcNow;
        var text = Encoding.ASCII.GetString(HttpDate.DateLine());
        var after = DateTime.UtcNow;
        Assert.StartsWith("Date: ", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.True(HttpDate.TryParse(text.AsSpan(6, HttpDate.Length), out var date));

        // A second for the cut to seconds, and another for a clock that is being set.
        Assert.InRange(date, before.AddSeconds(-2), after);
    }

    [Fact]
    public void Readers_on_many_threads_always_see_a_whole_line()
    {
        Parallel.For(0, 4, _ =>
        {
            for (var round = 0; round < 20_000; round++)
            {
                var line = HttpDate.DateLine();
                Assert.Equal(6 + HttpDate.Length + 2, line.Length);
                Assert.True(line.StartsWith("Date: "u8) && line.EndsWith(" GMT\r\n"u8));
            }
        });
    }

    [Fact]
    public void The_shared_line_costs_no_allocation_within_its_second()
    {
        // The calls take milliseconds; a new second may begin meanwhile, at 64 bytes for its line.
        Assert.InRange(Allocation.LeastOf(static () =>
        {
            for (var call = 0; call < 10_000; call++) HttpDate.DateLine();
        }), 0, 1024);
    }
}
