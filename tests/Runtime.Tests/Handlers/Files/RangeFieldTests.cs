using RouteGen.Handling;

namespace Runtime.Tests.Handling;

public sealed class RangeFieldTests
{
    [Theory]
    [InlineData("bytes=-0")]
    [InlineData("bytes=10-,-0")]
    [InlineData("bytes=9223372036854775807-")]
    public void A_range_without_a_byte_of_the_content_does_not_overlap(string value) =>
        Assert.Equal((RangeOutcome.NoOverlap, ""), Parse(value, 10));

    [Theory]
    [InlineData("bytes=-0,1-1", "1+1")]
    [InlineData("bytes=-5", "5+5")]
    [InlineData("bytes=0-9223372036854775807", "0+10")]
    [InlineData("bytes=\t1 - 2 ,, 3-\r\n", "1+2 3+7")]
    public void The_ranges_that_overlap_are_kept_in_order(string value, string ranges) =>
        Assert.Equal((RangeOutcome.Satisfiable, ranges), Parse(value, 10));

    [Theory]
    [InlineData("Bytes=0-1")]
    [InlineData(" bytes=0-1")]
    [InlineData("bytes =0-1")]
    [InlineData("bytes=0-1,x")]
    [InlineData("bytes=-")]
    [InlineData("bytes=- -1")]
    [InlineData("bytes=0x1-2")]
    [InlineData("bytes=1_0-2")]
    [InlineData("bytes=99999999999999999999-")]
    public void Anything_else_is_invalid(string value) => Assert.Equal(RangeOutcome.Invalid, Parse(value, 10).Outcome);

    [Fact]
    public void No_range_overlaps_empty_content() => Assert.Equal((RangeOutcome.NoOverlap, ""), Parse("bytes=0-,-5,0-0", 0));

    [Fact]
    public void More_ranges_than_the_limit_are_ignored_all_together()
    {
        string Flood(int count) => "bytes=" + string.Join(',', Enumerable.Repeat("0-0", count));
        Assert.Equal(RangeField.RangeCountMax, Parse(Flood(RangeField.RangeCountMax), 1000).Ranges.Split(' ').Length);
        Assert.Equal((RangeOutcome.Satisfiable, ""), Parse(Flood(RangeField.RangeCountMax + 1), 1000));
        Assert.Equal((RangeOutcome.Satisfiable, ""), Parse(Flood(100_000), 1000));
    }

    private static (RangeOutcome Outcome, string Ranges) Parse(string value, long size)
    {
        var ranges = new List<ByteRange>();
        var outcome = RangeField.Parse(value, size, ranges);
        return (outcome, outcome == RangeOutcome.Invalid ? "" : string.Join(' ', ranges.Select(range => $"{range.Start}+{range.Length}")));
    }
}
