using System.Text;
using RouteGen.Primitives;
using RouteGen.Protocol;
using Runtime.Tests.Support;

namespace RouteGen.Tests.Messages;

/// <summary>
/// One row for each place where text meets bytes: what is written, what is refused, what is read. Wire bytes stand as Latin-1, one
/// character a byte.
/// </summary>
public sealed class TextOutsideAsciiTests
{
    private const string FullWidthQuote = "a\uFF02; filename=\uFF02evil";

    private static string Sent(Request request)
    {
        var output = new MemoryStream();
        request.WriteAsync(output).AsTask().GetAwaiter().GetResult();
        return Encoding.Latin1.GetString(output.ToArray());
    }

    private static string Sent(Response response)
    {
        var output = new MemoryStream();
        response.WriteAsync(output).AsTask().GetAwaiter().GetResult();
        return Encoding.Latin1.GetString(output.ToArray());
    }

    private static string WrittenByServer(string value)
    {
        var output = default(OutputBuffer);
        Serving.HeadLines.WriteField(ref output, "X-V", new Header.Field("X-V", value));
        var text = Encoding.Latin1.GetString(output.Pending);
        output.Release();
        return text;
    }

    public static TheoryData<string, Func<string>, string> Written() => new()
    {
        { "a field of a request", static () =>
            Sent(new Request("GET", "http://a.test/") { Header = { ["X-V"] = "caf\u00e9 \u20ac \U0001F600" } }),
            "\r\nX-V: " + WireTexts.Utf8("caf\u00e9 \u20ac \U0001F600") + "\r\n" },
        { "a file name in a field of a request", static () =>
            Sent(new Request("GET", "http://a.test/") { Header = { ["X-V"] = FullWidthQuote } }),
            "\r\nX-V: " + WireTexts.Utf8(FullWidthQuote) + "\r\n" },
        { "a file name in a field of a server", static () => WrittenByServer($"attachment; filename=\"{FullWidthQuote}\""),
            "X-V: " + WireTexts.Utf8($"attachment; filename=\"{FullWidthQuote}\"") + "\r\n" },
        { "controls in a field of a server", static () => WrittenByServer("a\rb\nc\0d\u0001e\u001Bf\u007Fg\th\u0085"),
            "X-V: a b c d?e?f?g\th" + WireTexts.Utf8("\u0085") + "\r\n" },
        { "half a pair in a field of a server", static () => WrittenByServer("\uD83Da\uDE00\uD83D"), "X-V: ?a??\r\n" },
        { "a pair and a half", static () => WrittenByServer("\U0001F600\uD83D\u00e9"),
            "X-V: " + WireTexts.Utf8("\U0001F600") + "?" + WireTexts.Utf8("\u00e9") + "\r\n" },
        { "a field of Response.WriteAsync", static () =>
            Sent(new Response { StatusCode = 200, Header = { ["X-V"] = FullWidthQuote + "\uD83D\r\x01" } }),
            "\r\nX-V: " + WireTexts.Utf8(FullWidthQuote) + "? ?\r\n" },
        { "a reason", static () => Sent(new Response { StatusCode = 200, Status = "200 tr\u00e8s\r\nbon\uD83D\x01\uFF0D" }),
            "HTTP/1.1 200 " + WireTexts.Utf8("tr\u00e8s") + "  bon??" + WireTexts.Utf8("\uFF0D") + "\r\n" },
        { "a path and a query", static () => Sent(new Request("GET", "http://a.test/caf\u00e9?q=\u20ac")), "GET /caf%C3%A9?q=%E2%82%AC "
            + "HTTP/1.1\r\n" },
        { "escapes that are not UTF-8", static () => Sent(new Request("GET", "http://a.test/caf%E9?q=%e9")),
            "GET /caf%E9?q=%e9 HTTP/1.1\r\n" },
        { "a host", static () => Sent(new Request("GET", "http://b\u00fccher.test/")), "\r\nHost: xn--bcher-kva.test\r\n" },
        { "a host in capitals", static () => Sent(new Request("GET", "http://B\u00dcCHER.test/")), "\r\nHost: xn--bcher-kva.test\r\n" },
        { "credentials of a URL", static () => Sent(new Request("GET", "http://us%C3%A9r:p%E2%82%AC@a.test/")),
            "\r\nAuthorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("us\u00e9r:p\u20ac")) + "\r\n" },
        { "a cookie of a server", static () => new Cookie("a", "x\u00e9\uFF02y\uFF1Bz") { Path = "/\u00e9" }.ToString(), "a=xyz; Path=/" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Text_is_written_as_utf8_and_never_as_something_similar(string what, Func<string> write, string expected)
    {
        Assert.NotEmpty(what);
        Assert.Contains(expected, write(), StringComparison.Ordinal);
    }

    public static TheoryData<string, Action> Refused() => new()
    {
        { "half a pair in a field", static () => Sent(new Request("GET", "http://a.test/") { Header = { ["X-V"] = "a\uD83D" } }) },
        { "the other half", static () => Sent(new Request("GET", "http://a.test/") { Header = { ["X-V"] = "\uDE00a" } }) },
        { "halves in the wrong order", static () => Sent(new Request("GET", "http://a.test/") { Header = { ["X-V"] = "\uDE00\uD83D" } }) },
        { "a control in a field", static () => Sent(new Request("GET", "http://a.test/") { Header = { ["X-V"] = "a\x01" } }) },
        { "half a pair in a trailer", static () => Sent(Chunked(new Header { ["X-V"] = "a\uD83D" })) },
        { "a trailer's name that is added late", static () =>
            { var output = default(OutputBuffer); RequestHeadWriter.WriteTrailer(ref output, new Header { ["X\r\nY"] = "a" }); } },
        { "half a pair in a password", static () => new Request("GET", "http://a.test/").SetBasicAuth("a", "\uD83D") },
        { "half a pair in a URL's password", static () =>
            Sent(new Request("GET", new Url { Scheme = "http", Host = "a.test", User = new UserInfo("a", "\uD83D") })) },
        { "half a pair in a host", static () => Sent(new Request("GET", "http://a\uD83D.test/")) },
        { "half a pair in a path", static () => Sent(new Request("GET", "http://a.test/\uD83D")) },
        { "half a pair in a query", static () => Sent(new Request("GET", "http://a.test/?\uD83D")) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_written_is_refused_at_the_caller(string what, Action write)
    {
        Assert.NotEmpty(what);
        var failure = Record.Exception(write);
        Assert.True(failure is InvalidOperationException or FormatException, $"{failure}");
    }

    [Theory]
    [InlineData("a\uFF0Fb.test")]
    [InlineData("a\uFF1A80")]
    [InlineData("\u2100.test")]
    [InlineData("a\uFF20b.test")]
    [InlineData("a\uFF03b.test")]
    [InlineData("\uFF3Ba\uFF3D")]
    [InlineData("a\uFF05b.test")]
    public void A_host_cannot_become_one_with_a_delimiter(string host)
    {
        string ascii;
        try
        {
            ascii = Url.ToAscii(host);
        }
        catch (InvalidOperationException)
        {
            return;
        }

        // Without the platform's tables it is a name like others.
        Assert.Matches("^[a-z0-9.-]+$", ascii);
    }

    [Fact]
    public void Bytes_are_read_as_utf8_or_else_as_latin1_and_written_as_they_came()
    {
        foreach (var wire in WireTexts.All)
        {
            var bytes = Encoding.Latin1.GetBytes(wire);
            var text = FieldText.Decode(bytes, out var isLatin1);
            Assert.Equal(isLatin1 ? wire : Encoding.UTF8.GetString(bytes), text);
            Assert.Equal(!System.Text.Unicode.Utf8.IsValid(bytes), isLatin1);
            var output = new byte[FieldText.BytesMax(text.Length)];
            Assert.Equal(bytes, output[..FieldText.Encode(text, isLatin1, output)]);
            Assert.Equal(bytes.Length, FieldText.CountBytes(text, isLatin1));
            Assert.Equal(wire, FieldText.ToLatin1(text, isLatin1));
            Assert.True(FieldText.IsWritable(text));
        }
    }

    [Fact]
    public void Copies_of_a_header_keep_the_bytes_and_setting_a_value_does_not()
    {
        var header = new Header();
        foreach (var wire in WireTexts.All) header.Add(new Header.Field("X-V", Encoding.Latin1.GetBytes(wire)));
        var copy = new Header();
        copy.AddAll(header.Clone());
        Assert.Equal(WireTexts.All, copy.Fields.ToArray().Select(Bytes));

        copy.Set("X-V", "\u00e9");
        copy.AddAll(copy);
        Assert.Equal([WireTexts.Utf8("\u00e9"), WireTexts.Utf8("\u00e9")], copy.Fields.ToArray().Select(Bytes));
    }

    [Theory]
    [InlineData("/caf\xC3\xA9", "http://a.test/caf%C3%A9")]
    [InlineData("/caf\xE9", "http://a.test/caf%E9")]
    [InlineData("caf\xE9\xC3\xA9?q=\xE9#\xE9", "http://a.test/d/caf%E9%C3%A9?q=%E9#%E9")]
    [InlineData("/caf%E9?q=\xC3\xA9", "http://a.test/caf%E9?q=%C3%A9")]
    [InlineData("http://b\xC3\xBC" + "cher.test/x", "http://b\xFC" + "cher.test/x")]
    public void Location_is_resolved_from_its_bytes(string wire, string expected)
    {
        var response = new Response { StatusCode = 302, Request = new Request("GET", "http://a.test/d/e") };
        response.Header.Add(new Header.Field("Location", Encoding.Latin1.GetBytes(wire)));
        var expectedUrl = Url.Parse(expected);
        var url = response.Location()!;
        Assert.Equal((expectedUrl.Host, expectedUrl.RequestUri, expectedUrl.Fragment), (url.Host, url.RequestUri, url.Fragment));
        if (expectedUrl.Host == "a.test") Assert.Equal(expected[13..].Split('#')[0], url.RequestUri);
    }

    [Theory]
    [InlineData("name=\"n\xC3\xA9\"; filename=\"f\xC3\xA9\"", "n\u00e9", "f\u00e9")]
    [InlineData("name=\"n\xC3\xA9\"; filename=\"f\xE9\"", "n\u00e9", "f\u00e9")]
    [InlineData("name=\"n\xE9\"; filename=\"f\xEF\xBC\x82\"", "n\u00e9", "f\uFF02")]
    [InlineData("name=\"a\xEF\xBC\x82; filename=\xEF\xBC\x82" + "evil\"", FullWidthQuote, "")]
    public async Task Names_of_a_form_are_read_one_by_one(string parameters, string name, string fileName)
    {
        var content = Encoding.Latin1.GetBytes($"--b\r\nContent-Disposition: form-data; {parameters}\r\n\r\nx\r\n--b--\r\n");
        var part = await new MultipartReader(new MemoryStream(content), "b").NextPartAsync();
        Assert.Equal((name, fileName), (part!.Name, part.FileName));
    }

    [Theory]
    [InlineData("us\u00e9r", "p\u20ac", "us\xC3\xA9r:p\xE2\x82\xAC")]
    [InlineData("us\u00e9r", "p\u00e9", "us\xE9r:p\xC3\xA9")]
    [InlineData("a", "\u00ff", "a:\xFF")]
    [InlineData("a", "\u00fe", "a:\xFE")]
    public void Credentials_are_read_as_utf8_or_else_as_latin1(string userName, string password, string wire)
    {
        var request = new Request(
            "GET", "http://a.test/")
        { Header = { ["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.Latin1.GetBytes(wire)) } };
        Assert.True(request.TryGetBasicAuth(out var readName, out var readPassword));
        Assert.Equal((userName, password), (readName, readPassword));
    }

    [Fact]
    public void Credentials_are_written_as_utf8()
    {
        var request = new Request("GET", "http://a.test/");
        request.SetBasicAuth("us\u00e9r", "p\u20ac");
        Assert.Equal(
            "us\xC3\xA9r:p\xE2\x82\xAC", Encoding.Latin1.GetString(Convert.FromBase64String(request.Header.Get("Authorization")[6..])));
    }

    [Fact]
    public void Cookies_of_both_kinds_go_into_one_field_as_their_bytes()
    {
        var request = new Request("GET", "http://a.test/");
        request.Header.Add(new Header.Field("Cookie", [(byte)'o', (byte)'=', 0xC3, 0xA9]));
        request.AddReceivedCookies([new Cookie("u", "\u20ac"), new Cookie("l", "\u00e9") { IsLatin1 = true }]);
        request.AddCookie(new Cookie("p", "plain"));
        Assert.Contains("\r\nCookie: o=\xC3\xA9; u=\xE2\x82\xAC; l=\xE9; p=plain\r\n", Sent(request), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_cannot_make_a_character_something_similar()
    {
        var jar = new CookieJar { Store = new OneCookie() };
        var request = new Request("GET", "http://a.test/");
        request.AddReceivedCookies(jar.Cookies(request.Url));
        Assert.Contains("\r\nCookie: a=" + WireTexts.Utf8("\uFF02") + "\r\n", Sent(request), StringComparison.Ordinal);
    }

    private static string Bytes(Header.Field field)
    {
        var output = new byte[FieldText.BytesMax(field.Value!.Length)];
        return Encoding.Latin1.GetString(output, 0, FieldText.Encode(field.Value, field.IsLatin1, output));
    }

    private static Request Chunked(Header trailer) =>
        new("POST", "http://a.test/", Body.From("x")) { IsChunked = true, Trailer = trailer };
    private sealed class OneCookie : ICookieStore
    {
        public IEnumerable<StoredCookie> Load() =>
            [new StoredCookie
                { Domain = "a.test", Path = "/", Name = "a", Value = "\uFF02", IsLatin1 = true, Expires = DateTime.MaxValue,
                    HostOnly = true }];

        public void Put(StoredCookie cookie)
        {
        }

        public void Remove(StoredCookie cookie)
        {
        }
    }
}
