using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.Limits;

/// <summary>Times as the clocks of connections count them.</summary>
public sealed class WholeMillisecondTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(9_999, 1)]
    [InlineData(10_000, 1)]
    [InlineData(10_001, 2)]
    [InlineData(-1, 0)]
    [InlineData(-10_001, -1)]
    [InlineData(long.MaxValue, (long.MaxValue / 10_000) + 1)]
    [InlineData(long.MinValue, long.MinValue / 10_000)]
    public void A_time_above_zero_never_becomes_zero(long ticks, long milliseconds) =>
        Assert.Equal(milliseconds, Instants.Milliseconds(new TimeSpan(ticks)));
}
