namespace RouteGen.Tests.Routing;

/// <summary>What a mux answers by itself, to the byte.</summary>
public sealed class FixedResponsesTests
{
    [Fact]
    public void Not_found_is_a_line_of_plain_text_that_is_not_sniffed()
    {
        var writer = Serve("GET", "/none");
        Assert.Equal(404, writer.StatusCode);
        Assert.Equal("Content-Type: text/plain; charset=utf-8\nX-Content-Type-Options: nosniff", writer.Fields);
        Assert.Equal("404 page not found\n", writer.Body);
    }

    [Fact]
    public void A_redirect_of_GET_has_a_note_with_an_escaped_link()
    {
        var writer = Serve("GET", "/tree?a=<'x'>&b=\"");
        Assert.Equal(301, writer.StatusCode);
        Assert.Equal("Location: /tree/?a=<'x'>&b=\"\nContent-Type: text/html; charset=utf-8", writer.Fields);
        Assert.Equal("<a href=\"/tree/?a=&lt;&#39;x&#39;&gt;&amp;b=&#34;\">Moved Permanently</a>.\n\n", writer.Body);
    }

    [Theory]
    [InlineData("HEAD", "Location: /tree/\nContent-Type: text/html; charset=utf-8")]
    [InlineData("POST", "Location: /tree/")]
    [InlineData("CONNECT", "Location: /tree/")]
    public void A_redirect_of_another_method_has_no_body(string method, string fields)
    {
        var writer = Serve(method, "/tree");
        Assert.Equal((301, fields, ""), (writer.StatusCode, writer.Fields, writer.Body));
    }

    [Fact]
    public void A_redirect_keeps_a_type_that_was_set_and_adds_no_note()
    {
        var writer = Serve("GET", "/tree", prepare: header => header.Set("Content-Type", "x/y"));
        Assert.Equal("Content-Type: x/y\nLocation: /tree/", writer.Fields);
        Assert.Equal("", writer.Body);
    }

    [Theory]
    [InlineData(1, "Connection: close")]
    [InlineData(0, "")]
    public void An_asterisk_is_answered_400_and_the_connection_closes(int minorVersion, string fields)
    {
        var writer = Serve("OPTIONS", "*", minorVersion);
        Assert.Equal((400, fields, ""), (writer.StatusCode, writer.Fields, writer.Body));
    }

    private static RecordingWriter Serve(string method, string target, int minorVersion = 1, Action<Header>? prepare = null)
    {
        var mux = new ServeMux();
        mux.Handle("/tree/", MuxAnswer.Ok);
        var writer = new RecordingWriter();
        prepare?.Invoke(writer.Header);
        Assert.True(mux.ServeHttpAsync(writer, ServedRequest.Make(method, target, "x", minorVersion)).IsCompletedSuccessfully);
        return writer;
    }
}
