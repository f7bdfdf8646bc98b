using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class RedirectTests
{
    [Theory]
    [InlineData("/x", "/x")]
    [InlineData("x", "/dir/x")]
    [InlineData("", "/dir/")]
    [InlineData("?q=/../", "/dir/?q=/../")]
    [InlineData("../up", "/up")]
    [InlineData("../../../up/", "/up/")]
    [InlineData("./a/./b//c", "/dir/a/b/c")]
    [InlineData("/a/../b/?c=..", "/b/?c=..")]
    [InlineData("/..", "/")]
    [InlineData("//other.example/../x", "//other.example/../x")]
    [InlineData("http://other.example/../x", "http://other.example/../x")]
    [InlineData("mailto:a@b", "mailto:a@b")]
    [InlineData("/é", "/%c3%a9")]
    [InlineData("http://é.example/", "http://%c3%a9.example/")]
    [InlineData("%zz/../x", "%zz/../x")]
    [InlineData("/\r\nX: y", "/\r\nX: y")]
    public void A_target_without_a_host_is_resolved_and_cleaned(string target, string location) =>
        Assert.Equal(location, Served.By(Http.RedirectHandler(target, 302), "GET", "/dir/page?z").Header.Get("Location"));

    [Theory]
    [InlineData("/%5Cevil.example/a", "/%5Cevil.example/x")]
    [InlineData("//evil.example/a", "/evil.example/x")]
    [InlineData("/a%3Fb/c", "/a%3Fb/x")]
    [InlineData("/a%23b/c", "/a%23b/x")]
    [InlineData("/a%20%25b/c", "/a%20%25b/x")]
    [InlineData("/%C3%A9/c", "/%C3%A9/x")]
    [InlineData("/plain", "/x")]
    public void A_relative_target_cannot_be_bent_by_what_the_path_decodes_to(string path, string location) =>
        Assert.Equal(location, Served.By(Http.RedirectHandler("x", 302), "GET", path).Header.Get("Location"));

    [Theory]
    [InlineData(
        "GET", "Location: /a\"b<c>&d\nContent-Type: text/html; charset=utf-8", "<a href=\"/a&#34;b&lt;c&gt;&amp;d\">See Other</a>.\n\n")]
    [InlineData("HEAD", "Location: /a\"b<c>&d\nContent-Type: text/html; charset=utf-8", "")]
    [InlineData("POST", "Location: /a\"b<c>&d", "")]
    public void Only_GET_has_a_note(string method, string fields, string body)
    {
        var answer = Served.By(Http.RedirectHandler("/a\"b<c>&d", 303), method, "/");
        Assert.Equal((303, fields, body), (answer.StatusCode, answer.Fields(), answer.BodyText));
    }

    [Theory]
    [InlineData("x/y", "Content-Type: x/y\nLocation: /x")]
    [InlineData(null, "Location: /x")]
    public void A_type_that_was_set_is_kept_and_no_note_is_added(string? type, string fields)
    {
        var answer = Served.By(Http.RedirectHandler("/x", 302), "GET", "/", header => header.Set("Content-Type", type));
        Assert.Equal((fields, ""), (answer.Fields(), answer.BodyText));
    }

    [Fact]
    public void A_status_without_a_name_has_an_empty_link()
    {
        var answer = Served.By(Http.RedirectHandler("/x", 299), "GET", "/");
        Assert.Equal((299, "<a href=\"/x\"></a>.\n\n"), (answer.StatusCode, answer.BodyText));
    }
}
