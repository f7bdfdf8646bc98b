using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class CrossOriginTests
{
    private readonly CrossOriginProtection _protection = new();

    [Theory]
    [InlineData("POST", "same-origin", "", true)]
    [InlineData("POST", "none", "", true)]
    [InlineData("POST", "cross-site", "", false)]
    [InlineData("POST", "same-site", "", false)]
    [InlineData("POST", "Same-Origin", "", false)]
    [InlineData("POST", "cross-site", "https://example.com", false)]
    [InlineData("POST", "", "", true)]
    [InlineData("POST", "", "https://example.com", true)]
    [InlineData("POST", "", "http://example.com", true)]
    [InlineData("POST", "", "https://example.com:443", false)]
    [InlineData("POST", "", "https://attacker.example", false)]
    [InlineData("POST", "", "https://example.com.attacker.example", false)]
    [InlineData("POST", "", "https://attacker.example/example.com", false)]
    [InlineData("POST", "", "https://example.com@attacker.example", false)]
    [InlineData("POST", "", "null", false)]
    [InlineData("POST", "", "https://[", false)]
    [InlineData("PUT", "cross-site", "", false)]
    [InlineData("CUSTOM", "cross-site", "", false)]
    [InlineData("get", "cross-site", "", false)]
    [InlineData("GET", "cross-site", "https://attacker.example", true)]
    [InlineData("HEAD", "cross-site", "", true)]
    [InlineData("OPTIONS", "cross-site", "", true)]
    public void What_comes_from_elsewhere_and_may_change_something_is_refused(string method, string site, string origin, bool passes)
    {
        var request = Make(method, "/", site, origin);
        Assert.Equal(passes, _protection.Allows(request));
        var answer = Served.By(_protection.Handler(Handler.From((w, _) => w.Write("passed"))), request);
        Assert.Equal(passes ? (200, "passed") : (403, answer.BodyText), (answer.StatusCode, answer.BodyText));
        Assert.DoesNotContain("attacker", answer.BodyText);
    }

    [Theory]
    [InlineData("https://trusted.example", true)]
    [InlineData("http://trusted.example", false)]
    [InlineData("https://trusted.example:443", false)]
    public void A_trusted_origin_passes_if_it_is_exactly_that(string origin, bool passes)
    {
        _protection.AddTrustedOrigin("https://trusted.example");
        Assert.Equal(passes, _protection.Allows(Make("POST", "/", "cross-site", origin)));
        Assert.Equal(passes, _protection.Allows(Make("POST", "/", "", origin)));
    }

    [Theory]
    [InlineData("trusted.example")]
    [InlineData("https://")]
    [InlineData("https://trusted.example/")]
    [InlineData("https://trusted.example?x")]
    [InlineData("https://trusted.example#x")]
    [InlineData("")]
    [InlineData("null")]
    public void What_is_no_origin_cannot_be_trusted(string origin) =>
        Assert.Throws<FormatException>(() => _protection.AddTrustedOrigin(origin));

    [Theory]
    [InlineData("/bypass/", true)]
    [InlineData("/bypass/a", true)]
    [InlineData("/only", true)]
    // What a mux would redirect or not find is no match.
    [InlineData("/bypass", false)]
    [InlineData("//only", false)]
    [InlineData("/a/../only", false)]
    [InlineData("/other", false)]
    public void A_bypass_holds_for_matches_alone(string target, bool passes)
    {
        _protection.AddInsecureBypassPattern("/bypass/");
        _protection.AddInsecureBypassPattern("/only");
        Assert.Equal(passes, _protection.Allows(Make("POST", target, "cross-site", "https://attacker.example")));
        Assert.Throws<InvalidOperationException>(() => _protection.AddInsecureBypassPattern("/only"));
        Assert.Throws<ArgumentException>(() => _protection.AddInsecureBypassPattern(""));
    }

    [Fact]
    public void The_refusal_can_be_another_handler()
    {
        _protection.DenyHandler = Handler.From((w, _) => w.WriteHeader(418));
        Assert.Equal(418, Served.By(_protection.Handler(Http.NotFoundHandler()), Make("POST", "/", "cross-site", "")).StatusCode);
        _protection.DenyHandler = null;
        Assert.Equal(403, Served.By(_protection.Handler(Http.NotFoundHandler()), Make("POST", "/", "cross-site", "")).StatusCode);
    }

    private static Request Make(string method, string target, string site, string origin)
    {
        var request = TestRequest.New(method, target);
        if (site.Length > 0) request.Header.Set("Sec-Fetch-Site", site);
        if (origin.Length > 0) request.Header.Set("Origin", origin);
        return request;
    }
}
