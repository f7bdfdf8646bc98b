namespace RouteGen.Tests.Messages;

/// <summary>RFC 3986 section 5.4: the RFC's own examples of references, and what they leave open.</summary>
public class Rfc3986Tests
{
    private static readonly Url s_base = Url.Parse("http://a/b/c/d;p?q");

    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData("g#s", "http://a/b/c/g#s")]
    [InlineData("g?y#s", "http://a/b/c/g?y#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("g;x", "http://a/b/c/g;x")]
    [InlineData("g;x?y#s", "http://a/b/c/g;x?y#s")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    // Section 5.4.2: abnormal ones.
    [InlineData("../../../g", "http://a/g")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData(".g", "http://a/b/c/.g")]
    [InlineData("g..", "http://a/b/c/g..")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/./h", "http://a/b/c/g/h")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/./y", "http://a/b/c/g;x=1/y")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g?y/./x", "http://a/b/c/g?y/./x")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    [InlineData("g#s/./x", "http://a/b/c/g#s/./x")]
    [InlineData("g#s/../x", "http://a/b/c/g#s/../x")]
    // Empty segments are segments.
    [InlineData("/..//0", "http://a//0")]
    [InlineData("/.//0", "http://a//0")]
    [InlineData("/x//../y", "http://a/x/y")]
    [InlineData("/x//..", "http://a/x/")]
    [InlineData("//g//x/..", "http://g//")]
    [InlineData("/%E9", "http://a/%E9")]
    [InlineData("%e9/../%FF#%E4", "http://a/b/c/%FF#%E4")]
    public void Reference_resolves_as_the_RFC_says(string reference, string expected) =>
        Assert.Equal(expected, s_base.Resolve(reference).ToString());

    [Theory]
    [InlineData("http://h/%E9")]
    [InlineData("http://h/a%FFb?%E9#%E9")]
    [InlineData("http://%E9@h/")]
    [InlineData("http://a:%ff%C3%A9@h/")]
    [InlineData("http://h/%C3%A9/%E9")]
    public void Octets_that_are_not_UTF8_stay_as_they_were_written(string text)
    {
        Assert.Equal(text, Url.Parse(text).ToString());
        Assert.Equal(text, new Request("GET", text).Url.ToString());
    }

    [Fact]
    public void Location_with_octets_that_are_not_UTF8_is_followed_to_them()
    {
        var response = new Response { StatusCode = 302, Request = new Request("GET", "http://h/x") };
        response.Header.Set("Location", "/%E4?%E4");
        Assert.Equal("http://h/%E4?%E4", response.Location()!.ToString());
    }
}
