using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class SemicolonTests
{
    [Theory]
    [InlineData("/?a=1;b=2&c=3;", "a=1&b=2&c=3&")]
    [InlineData("/?a=1&b=%3B", "a=1&b=%3B")]
    [InlineData("/;x", "")]
    public void Semicolons_of_the_query_become_ampersands_for_the_handler_behind(string target, string query)
    {
        var request = TestRequest.New("GET", target);
        var before = request.Url.ToString();
        Assert.Equal(query, Served.By(Http.AllowQuerySemicolons(Handler.From((w, r) => w.Write(r.RawQuery))), request).BodyText);
        Assert.Equal(before, request.Url.ToString());
    }
}
