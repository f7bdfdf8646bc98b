using RouteGen.Serving;

namespace Runtime.Tests.Serving;

public class PaceTests
{
    [Fact]
    public void A_peer_that_moves_nothing_has_5_s()
    {
        var pace = default(Pace);
        Assert.Equal(5_100, pace.BeginWait(100));
        pace.EndWait(2_100);
        Assert.Equal(10_000 + 3_000, pace.BeginWait(10_000));
    }

    [Fact]
    public void Every_240_bytes_earn_a_second()
    {
        var pace = default(Pace);
        pace.BeginWait(0);
        pace.EndWait(5_000);
        pace.Moved(480, 240);
        Assert.Equal(7_000, pace.BeginWait(5_000));
    }

    [Fact]
    public void What_was_earned_does_not_grow_without_end()
    {
        var pace = default(Pace);
        for (var index = 0; index < 1000; index++) pace.Moved(1_000_000, 240);
        Assert.Equal(Pace.AllowanceMsMax, pace.BeginWait(0));
        pace.EndWait(Pace.AllowanceMsMax);
        Assert.Equal(1, pace.BeginWait(0));
    }
}
