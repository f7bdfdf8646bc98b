using System.Globalization;
using System.Text;

namespace RouteGen.Tests.Messages;

public class HttpDateTests
{
    private static readonly DateTime s_now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("1994-11-06T08:49:37.9999999Z", "Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("2024-02-29T00:00:00Z", "Thu, 29 Feb 2024 00:00:00 GMT")]
    [InlineData("0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT")]
    public void A_date_is_written_as_IMF_fixdate(string time, string expected)
    {
        var bytes = new byte[HttpDate.Length + 1];
        HttpDate.Format(DateTimeOffset.Parse(time).UtcDateTime, bytes);
        Assert.Equal(expected + "\0", Encoding.ASCII.GetString(bytes));
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z")]
    [InlineData("Wed Nov 16 08:49:37 1994", "1994-11-16T08:49:37Z")]
    [InlineData("Sun Nov 06 08:49:37 1994", "1994-11-06T08:49:37Z")] // Go reads it.
    [InlineData("sUN, 06 nOV 1994 08:49:37 GMT", "1994-11-06T08:49:37Z")] // Names in any case, as in Go.
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z")] // The weekday may be wrong, as in Go.
    [InlineData("Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00Z")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z")] // A leap second.
    [InlineData("Fri, 31 Dec 9999 23:59:60 GMT", "9999-12-31T23:59:59Z")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", "0001-01-01T00:00:00Z")]
    public void Each_of_the_three_forms_is_read(string text, string expected)
    {
        Assert.True(HttpDate.TryParse(text, s_now, out var utc));
        Assert.Equal(DateTimeOffset.Parse(expected).UtcDateTime, utc);
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    // RFC 9110 section 5.6.7. The time is the noon of 1 March 2026.
    [Theory]
    [InlineData("Friday, 01-Jan-99 00:00:00 GMT", 1999)]
    [InlineData("Saturday, 01-Jan-00 00:00:00 GMT", 2000)]
    [InlineData("Sunday, 01-Mar-26 12:00:01 GMT", 2026)]
    [InlineData("Sunday, 01-Mar-76 12:00:00 GMT", 2076)]
    [InlineData("Monday, 01-Mar-76 12:00:01 GMT", 1976)]
    public void A_year_of_two_digits_lies_at_most_fifty_years_ahead(string text, int year)
    {
        Assert.True(HttpDate.TryParse(text, s_now, out var utc));
        Assert.Equal(year, utc.Year);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("invalid")]
    [InlineData(",")]
    [InlineData("Sun,")]
    [InlineData("1994-11-06T08:49:37Z")]
    [InlineData(" Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT ")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 1994 08:49:37.5 GMT")]
    [InlineData("Sun, 06 Nov 1994 8:49:37 GMT")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sux, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nox 1994 08:49:37 GMT")]
    [InlineData("Sun, 00 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 31 Nov 1994 08:49:37 GMT")]
    [InlineData("Wed, 29 Feb 2023 00:00:00 GMT")]
    [InlineData("Sun, 06 Nov 0000 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov -994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 24:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:60 GMT")] // Only the last second of a day can be a leap second.
    [InlineData("Sun, 06 Nov 1994 23:59:61 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:+9:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:3\u0663 GMT")]
    [InlineData("Sun, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sund, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov--4 08:49:37 GMT")]
    [InlineData("Sun Nov 6 08:49:37 1994")]
    [InlineData("Sun Nov    08:49:37 1994")]
    [InlineData("Sun Nov 6  08:49:37 1994")]
    [InlineData("Sunday Nov  6 08:49:37 1994")]
    public void What_is_in_none_of_the_forms_is_refused(string text)
    {
        Assert.False(HttpDate.TryParse(text, s_now, out var utc));
        Assert.Equal(default, utc);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var bytes = new byte[HttpDate.Length];
        for (var time = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc); time.Year < 2100; time += new TimeSpan(13, 7, 23, 51))
        {
            HttpDate.Format(time, bytes);
            Assert.Equal(time.ToString("R", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(bytes));
            Assert.True(HttpDate.TryParse(Encoding.ASCII.GetString(bytes), out var read));
            Assert.Equal(time, read);
        }
    }
}
