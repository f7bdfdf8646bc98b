using RouteGen.Protocol;

namespace RouteGen.Tests.Messages;

public class UrlTests
{
    // Columns: text, scheme, host, path, RawPath, query, fragment. The rows were compared with Go's net/url.
    [Theory]
    [InlineData("", "", "", "", "", "", "")]
    [InlineData("http://a.test", "http", "a.test", "", "", "", "")]
    [InlineData("HTTP://A.Test/", "http", "A.Test", "/", "", "", "")]
    [InlineData("http://a.test/%7Efoo/%2f", "http", "a.test", "/~foo//", "/%7Efoo/%2f", "", "")]
    [InlineData("http://a.test/a b", "http", "a.test", "/a b", "/a b", "", "")]
    [InlineData("http://a.test/a%20b", "http", "a.test", "/a b", "", "", "")]
    [InlineData("http://a.test/caf%C3%A9", "http", "a.test", "/caf\u00E9", "", "", "")]
    [InlineData("http://a.test/x?y=1&z=a+b|c#frag%20ment", "http", "a.test", "/x", "", "y=1&z=a+b|c", "frag ment")]
    [InlineData("http://a.test?x", "http", "a.test", "", "", "x", "")]
    [InlineData("http://a.test/?a?b", "http", "a.test", "/", "", "a?b", "")]
    [InlineData("http://[::1]:80/x", "http", "[::1]:80", "/x", "", "", "")]
    [InlineData("http://[fe80::1%25en%200]/x", "http", "[fe80::1%en 0]", "/x", "", "", "")]
    [InlineData("http://a.test:/x", "http", "a.test:", "/x", "", "", "")]
    [InlineData("//a.test/x", "", "a.test", "/x", "", "", "")]
    [InlineData("///x", "", "", "///x", "", "", "")]
    [InlineData("/x:y", "", "", "/x:y", "", "", "")]
    [InlineData("x/y:z", "", "", "x/y:z", "", "", "")]
    [InlineData("*", "", "", "*", "", "", "")]
    [InlineData("file:/etc/x", "file", "", "/etc/x", "", "", "")]
    [InlineData("http://caf%C3%A9.test/", "http", "caf\u00E9.test", "/", "", "", "")]
    public void Parts_are_those_that_Go_finds(
        string text, string scheme, string host, string path, string rawPath, string query, string fragment)
    {
        var url = Url.Parse(text);
        Assert.Equal(
            (scheme, host, path, rawPath, query, fragment), (url.Scheme, url.Host, url.Path, url.RawPath, url.RawQuery, url.Fragment));
    }

    [Theory]
    [InlineData("http://a.test", "http://a.test")]
    [InlineData("http://a.test/?", "http://a.test/?")]
    [InlineData("http://a.test/a b", "http://a.test/a%20b")]
    [InlineData("http://a.test/[x]", "http://a.test/[x]")]
    [InlineData("http://a.test/%7Efoo/%2f", "http://a.test/%7Efoo/%2f")]
    [InlineData("http://u%40v:p%3A@a.test:8080/", "http://u%40v:p%3A@a.test:8080/")]
    [InlineData("http://user:@a.test/", "http://user:@a.test/")]
    [InlineData("http://[fe80::1%25eth0]/x", "http://[fe80::1%25eth0]/x")]
    [InlineData("file:/etc/x", "file:/etc/x")]
    [InlineData("file:///etc/x", "file:///etc/x")]
    [InlineData("mailto:x@y", "mailto:x@y")]
    [InlineData("/x?y#z", "/x?y#z")]
    [InlineData("x#[z]", "x#[z]")]
    public void Written_again_it_is_what_was_written(string text, string expected) => Assert.Equal(expected, Url.Parse(text).ToString());

    [Theory]
    [InlineData("http://a.test", "/")]
    [InlineData("http://a.test?x=1", "/?x=1")]
    [InlineData("http://a.test/?", "/?")]
    [InlineData("http://a.test/a b", "/a%20b")]
    [InlineData("http://a.test/café", "/caf%C3%A9")]
    [InlineData("http://a.test//x", "//x")]
    [InlineData("http://a.test/x//y/../z", "/x//y/../z")]
    [InlineData("http://a.test/x;y=1?z;w", "/x;y=1?z;w")]
    [InlineData("http://a.test/?q=a+b|c", "/?q=a+b|c")]
    [InlineData("http://a.test/?q=é b", "/?q=%C3%A9%20b")]
    [InlineData("http://a.test/caf%E9?q=%E9", "/caf%E9?q=%E9")]
    [InlineData("http://a.test/é \"%E9%2F%2f", "/%C3%A9%20%22%E9%2F%2f")]
    [InlineData("http://a.test/%ED%A0%80%ff", "/%ED%A0%80%ff")]
    [InlineData("http://a.test/x#%E9", "/x")]
    [InlineData("http://a.test/[x]#f", "/[x]")]
    public void Request_uri_is_what_stands_in_a_request_line(string text, string expected) =>
        Assert.Equal(expected, Url.Parse(text).RequestUri);

    [Theory]
    [InlineData("http://a.test/x", "a.test", "")]
    [InlineData("http://a.test:80/x", "a.test", "80")]
    [InlineData("http://a.test:/x", "a.test", "")]
    [InlineData("http://[::1]/x", "::1", "")]
    [InlineData("http://[::1]:8080/x", "::1", "8080")]
    [InlineData("http://[::1]:/x", "::1", "")]
    public void Host_name_and_port_come_apart(string text, string hostname, string port)
    {
        var url = Url.Parse(text);
        Assert.Equal((hostname, port), (url.Hostname, url.Port));
    }

    [Theory]
    [InlineData("http://a.test/\x01", "control character")]
    [InlineData("http://a.test/\r\nX: y", "control character")]
    [InlineData("http://a.test/?\x7F", "control character")]
    [InlineData("http://a.test/%zz", "invalid escape \"%zz\"")]
    [InlineData("http://a.test/%20%2", "invalid escape \"%2\"")]
    [InlineData("http://a.test/%", "invalid escape \"%\"")]
    [InlineData("http://%FF/", "UTF-8")]
    [InlineData("http://a b/", "U+0020")]
    [InlineData("http://a%41b/", "invalid escape \"%41\"")]
    [InlineData("http://a.test:8x/", "port")]
    [InlineData("http://a.test:-1/", "port")]
    [InlineData("http://a:b:80/", "port")]
    [InlineData("http://[::1/", "']'")]
    [InlineData("http://[::1]x/", "port")]
    [InlineData("http://[1.2.3.4]/", "IPv6")]
    [InlineData("http://[a.test]/", "IPv6")]
    [InlineData("http://[::1%eth0]/", "IPv6")]
    [InlineData("http://a]b/", "bracket")]
    [InlineData("http://us er@a.test/", "user information")]
    [InlineData(":x", "scheme")]
    [InlineData("a.test:80/x:y", null)]
    [InlineData("1a:b", "first path segment")]
    public void What_is_no_url_is_refused_with_the_reason(string text, string? reason)
    {
        if (reason is null)
        {
            Assert.Equal("80/x:y", Url.Parse(text).Opaque);
            return;
        }

        Assert.Contains(reason, Assert.Throws<FormatException>(() => Url.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.Contains(
            "surrogate", Assert.Throws<FormatException>(() => Url.Parse("http://a.test/" + '\uD800')).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_never_holds_the_password()
    {
        var failure = Assert.Throws<FormatException>(() => Url.Parse("http://user:secret@a b/%zz"));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void User_information_is_decoded()
    {
        var user = Url.Parse("http://a%40b:c%3Ad@h/").User!;
        Assert.Equal(("a@b", "c:d"), (user.Username, user.Password));
        Assert.Null(Url.Parse("http://a@h/").User!.Password);
        Assert.Equal("", Url.Parse("http://a:@h/").User!.Password);
        Assert.Null(Url.Parse("http://h/").User);
    }

    [Fact]
    public void A_raw_path_that_does_not_match_its_path_is_not_used()
    {
        Assert.Equal("/a%2Fb", new Url { Path = "/a/b", RawPath = "/a%2Fb" }.EscapedPath);
        Assert.Equal("/a/c", new Url { Path = "/a/c", RawPath = "/a%2Fb" }.EscapedPath);
        Assert.Equal("/a", new Url { Path = "/a", RawPath = "/a%" }.EscapedPath);
        Assert.Equal("/a%20b", new Url { Path = "/a b", RawPath = "/a b" }.EscapedPath);
    }

    [Theory]
    [InlineData((int)TargetForm.Origin, "/a%2Fb?", "/a%2Fb", "", true, "", "/a/b", "/a%2Fb", "")]
    [InlineData((int)TargetForm.Origin, "//a//b?x?y", "//a//b", "x?y", true, "", "//a//b", "", "x?y")]
    [InlineData((int)TargetForm.Origin, "/a#b", "/a#b", "", false, "", "/a#b", "/a#b", "")]
    [InlineData((int)TargetForm.Absolute, "http://a.test?x", "", "x", true, "a.test", "", "", "x")]
    [InlineData((int)TargetForm.Absolute, "http://a.test:80/p%20q", "/p%20q", "", false, "a.test:80", "/p q", "", "")]
    [InlineData((int)TargetForm.Authority, "a.test:443", "", "", false, "a.test:443", "", "", "")]
    [InlineData((int)TargetForm.Asterisk, "*", "*", "", false, "", "*", "", "")]
    public void Served_targets_keep_their_form(
        int form, string target, string path, string query, bool hasQuery, string host, string decoded, string kept, string keptQuery)
    {
        var url = Url.FromServed((TargetForm)form, target, path, query, hasQuery);
        Assert.Equal(
            (host, decoded, kept, keptQuery, hasQuery && query.Length == 0),
            (url.Host, url.Path, url.RawPath, url.RawQuery, url.ForceQuery));
        Assert.Equal(form == (int)TargetForm.Absolute ? "http" : "", url.Scheme);
    }
}
