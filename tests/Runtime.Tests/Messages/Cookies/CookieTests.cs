using RouteGen;

namespace Runtime.Tests.Messages;

public sealed class CookieTests
{
    [Theory]
    [InlineData("a=\"x y\"", "x y", true)]
    [InlineData("a=x", "x", false)]
    [InlineData("a=\"\"", "", true)]
    public void Quotes_are_taken_off_and_remembered(string line, string value, bool isQuoted)
    {
        var cookie = Http.ParseSetCookie(line);
        Assert.Equal((value, isQuoted), (cookie.Value, cookie.Quoted));
        Assert.Equal((value, isQuoted), (Http.ParseCookie(line)[0].Value, Http.ParseCookie(line)[0].Quoted));
    }

    [Fact]
    public void Quoted_value_is_written_with_quotes() =>
        Assert.Equal("a=\"x\"; Secure; Partitioned", new Cookie("a", "x") { Quoted = true, Secure = true, Partitioned = true }.ToString());

    [Fact]
    public void Quoted_value_that_is_empty_is_written_without_quotes() =>
        Assert.Equal("a=", new Cookie("a", "") { Quoted = true }.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("a")]
    [InlineData("a b=1")]
    [InlineData("a=\u0001")]
    [InlineData("a=1; b")]
    [InlineData("a=1;")]
    public void Cookie_line_that_is_not_wholly_understood_is_refused(string line) =>
        Assert.Throws<FormatException>(() => Http.ParseCookie(line));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("a=\"1")]
    public void Set_cookie_line_without_a_cookie_is_refused(string line) => Assert.Throws<FormatException>(() => Http.ParseSetCookie(line));

    [Fact]
    public void Partitioned_cookie_must_be_secure()
    {
        var cookie = new Cookie("a", "1") { Expires = DateTimeOffset.UnixEpoch, Partitioned = true };
        Assert.NotNull(cookie.FindProblem());
        cookie.Secure = true;
        Assert.Null(cookie.FindProblem());
    }

    [Theory]
    [InlineData("Wed, 23 Nov 2011 01:05:03 GMT", 1)]
    [InlineData("wed, 23-Nov-2011 1:05:03 UTC", 1)]
    [InlineData("Sun, 23 nov 2011  01:05:03.5 EST", 1)]
    [InlineData("Wed, 23 Nov 2011 01:05:03 GMT+2", -1)]
    public void Date_of_either_layout_is_read(string date, int hour)
    {
        var cookie = Http.ParseSetCookie("a=1; Expires=" + date);
        Assert.Equal(new DateTime(2011, 11, 23, 0, 5, 3, DateTimeKind.Utc).AddHours(hour), cookie.Expires!.Value.UtcDateTime);
        Assert.Equal(date, cookie.RawExpires);
    }

    [Theory]
    [InlineData("23 Nov 2011 01:05:03 GMT")]
    [InlineData("Wed, 3 Nov 2011 01:05:03 GMT")]
    [InlineData("Wed, 31 Nov 2011 01:05:03 GMT")]
    [InlineData("Wed, 23-Nov-11 01:05:03 GMT")]
    [InlineData("Wed, 23-Nov 2011 01:05:03 GMT")]
    [InlineData("Wed, 23 Nov 2011 24:05:03 GMT")]
    [InlineData("Wed, 23 Nov 2011 01:05:60 GMT")]
    [InlineData("Wed, 23 Nov 2011 01:05:03")]
    [InlineData("Wed, 23 Nov 2011 01:05:03 gmt")]
    [InlineData("Wed, 23 Nov 2011 01:05:03 GMT x")]
    [InlineData("Wed, 23 Nov 2011 01:05:03 +0200")]
    public void Other_date_is_kept_as_it_was_written(string date)
    {
        var cookie = Http.ParseSetCookie("a=1; Expires=" + date);
        Assert.Null(cookie.Expires);
        Assert.Equal(["Expires=" + date], cookie.Unparsed);
    }

    [Fact]
    public void Every_prefix_of_a_cookie_is_read_or_refused()
    {
        const string Line = "a=\"1\"; Expires=Wed, 23 Nov 2011 01:05:03 GMT; Max-Age=5; Path=/x; Domain=b.test; SameSite=Lax; Secure";
        for (var length = 0; length <= Line.Length; length++)
        {
            var response = new Response();
            response.Header.Add("Set-Cookie", Line[..length]);
            Assert.Equal(length == 2 || length >= 5 ? 1 : 0, response.Cookies().Count);
        }
    }

    [Fact]
    public void Largest_max_age_is_kept() => Assert.Equal(long.MaxValue, Http.ParseSetCookie("a=1; Max-Age=9223372036854775807").MaxAge);

    [Fact]
    public void Cookies_are_found_by_name()
    {
        var request = new Request("GET", "http://a.test/");
        request.AddCookie(new Cookie("a", "1"));
        request.AddCookie(new Cookie("b", "2"));
        request.AddCookie(new Cookie("a", "3"));
        Assert.Equal("1", request.Cookie("a")!.Value);
        Assert.Equal(["1", "3"], request.CookiesNamed("a").Select(cookie => cookie.Value));
        Assert.Null(request.Cookie("A"));
        Assert.Null(request.Cookie(""));
    }

    [Fact]
    public void Cookie_is_set_on_an_answer_and_one_without_a_name_is_not()
    {
        var recorder = new ResponseRecorder();
        Http.SetCookie(recorder, new Cookie("a", "1") { Path = "/" });
        Http.SetCookie(recorder, new Cookie("a b", "1"));
        Assert.Equal(["a=1; Path=/"], recorder.Header.Values("Set-Cookie"));
    }
}
