using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class ContentTests
{
    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void A_date_is_read_in_three_forms_and_written_in_one(string text)
    {
        var time = Http.ParseTime(text);
        Assert.Equal(new DateTime(1994, 11, 6, 8, 49, 37, DateTimeKind.Utc), time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
        Assert.True(Http.TryParseTime(text, out var again) && again == time);
        Assert.Equal(
            "Sun, 06 Nov 1994 08:49:37 GMT",
            Http.FormatTime(new DateTimeOffset(time).AddMilliseconds(999).ToOffset(TimeSpan.FromHours(5))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData(" Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    public void What_is_no_date_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Http.ParseTime(text));
        Assert.False(Http.TryParseTime(text, out _));
        Assert.False(Http.TryParseTime(null, out _));
    }

    [Fact]
    public void A_type_is_guessed_from_512_bytes()
    {
        Assert.Equal("text/plain; charset=utf-8", Http.DetectContentType([]));
        Assert.Equal("image/png", Http.DetectContentType([0x89, .. "PNG\r\n\x1A\n"u8]));
        var late = new byte[513];
        late.AsSpan().Fill((byte)'a');
        late[512] = 0;
        Assert.Equal("text/plain; charset=utf-8", Http.DetectContentType(late));
        late[511] = 0;
        Assert.Equal("application/octet-stream", Http.DetectContentType(late));
    }
}
