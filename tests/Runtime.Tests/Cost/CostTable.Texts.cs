using RouteGen;
using RouteGen.Handling;
using RouteGen.Primitives;
using RouteGen.Protocol;
using RouteGen.Serving;
using RouteGen.Tests;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private static IEnumerable<CostRow> Conditions()
    {
        yield return Row("entity tags: a long list", n => Tags(Repeat("\"a\", W/\"b\",", n)), typeof(EntityTag));
        yield return Row("entity tags: a long tag", n => Tags($"\"{new string('a', n)}\""), typeof(EntityTag));
        yield return Row("entity tags: commas and blanks", n => Tags(Repeat(", \t", n)), typeof(EntityTag));
        yield return Row("entity tags: an open quote", n => Tags(Repeat("\"a\",", n) + "\"" + new string('a', n)), typeof(EntityTag));
        yield return Row("ranges: outside", n => Ranges(Repeat("999999-,", n)), typeof(RangeField));
        yield return Row("ranges: empty", n => Ranges(Repeat(", \t", n)), typeof(RangeField));
        yield return Row("ranges: long numbers", n => Ranges($"0{new string('0', n)}1-"), typeof(RangeField));
        yield return Row(
            "ranges: long blanks", n => Ranges($"{new string(' ', n)}1{new string(' ', n)}-{new string(' ', n)}2"), typeof(RangeField));
        yield return Row(
            "ranges: served", 20, n =>
                Content("Range", "bytes=" + string.Join(',', Enumerable.Range(0, n).Select(index => $"{index}-{index}"))),
                typeof(MultipartRanges), typeof(ContentServer), typeof(ContentCopy));
        yield return Row("ranges: too many", 1000, n => Content("Range", "bytes=" + Repeat("0-0,", n * 4)), typeof(ContentServer));
        yield return Row("conditions: a list and a date", n => Content("If-None-Match", Repeat("\"a\",", n)), typeof(Preconditions));
        yield return Row("conditions: a long date", n => Content("If-Modified-Since", Repeat("Sun, 06 Nov 1994 ", n)), typeof(HttpDate));
        yield return Row(
            "date: many commas", n => On(new string(',', n), static text => Assert.False(HttpDate.TryParse(text, out _))),
            typeof(HttpDate));
        yield return Row(
            "date: weekday, long time", n =>
                On($"Sunday, 06-Nov-94 08:49:{new string('3', n)} GMT", static text => Assert.False(HttpDate.TryParse(text, out _))),
                typeof(HttpDate));
    }

    private static IEnumerable<CostRow> Texts()
    {
        yield return Row(
            "sniffing: blanks", n => On(Bytes(new string(' ', n)), static data => Assert.NotEmpty(ContentSniffer.Detect(data))),
            typeof(ContentSniffer), typeof(SniffTable), typeof(SniffedType));
        yield return Row(
            "sniffing: boxes", n =>
                On(Bytes("\0\0\u0001\0ftyp" + new string('a', n)), static data => Assert.NotEmpty(ContentSniffer.Detect(data))),
                typeof(ContentSniffer));
        yield return Row(
            "media type by a long name", n => On(new string('.', n) + "/", static name => Assert.Null(MediaTypes.Of(name))),
            typeof(MediaTypes));
        yield return Row("HTML", n => On(Repeat("<a&\"'>", n), static text => Assert.NotEmpty(HtmlText.Escape(text))), typeof(HtmlText));
        yield return Row("access log", n => On(Repeat("\"\\\u0001a", n), static text =>
            Assert.NotEmpty(
                new AccessLogEntry(default, default, "[::1]:1", "GET", text, "HTTP/1.1", text, 200, 0, text, text, "").ToString())),
                typeof(AccessLogEntry));
        yield return Row("credentials", n =>
        {
            var r = TestRequest.New("GET", "/");
            r.Header.Set("Authorization", RequestPlan.BasicCredentials(new UserInfo(new string('\u00E9', n), "b")));
            return () => Assert.True(r.TryGetBasicAuth(out _, out _));
        }, typeof(UserInfo), typeof(RequestPlan));
        yield return Row("origin", n =>
        {
            var r = ServedRequest.Make("POST", "/", "a.example");
            r.Header.Set("Origin", $"https://{Repeat("a.", n)}example");
            return () => Assert.False(new CrossOriginProtection().Allows(r));
        }, typeof(CrossOriginProtection));
        yield return Row(
            "NO_PROXY: many entries", n => Direct(Repeat("10.1.0.0/16,.a.example,b.example:80,", n), "c.example"), typeof(NoProxyRules),
            typeof(ProxyEnvironment));
        yield return Row("NO_PROXY: a long host", n => Direct(".a.example", Repeat("a.", n)), typeof(NoProxyRules));
        yield return Row("NO_PROXY: separators", n => Direct(Repeat(", ", n), "c.example"), typeof(NoProxyRules));
        yield return Row(
            "host: a long one", n =>
                On(Bytes($"[{new string(':', n)}]:80"), static host =>
                    Assert.True(HostSyntax.TrySplit(host, out _, out _) || HostPortOf(host) >= 0)), typeof(HostSyntax));
        yield return Row("error response", n => On(Repeat("<a>\n", n), static text =>
        {
            var writer = new ResponseRecorder();
            ShortResponses.Error(writer, text, 400);
            Assert.NotEmpty(writer.BodyText);
        }), typeof(ShortResponses));
        yield return Row("refusals", 8, static n => () =>
        {
            var output = default(OutputBuffer);
            for (var count = 0; count < n * 10; count++) RefusalResponse.Write(ref output, RejectReason.MalformedRequestLine);
            output.Release();
        }, typeof(RefusalResponse), typeof(StatusCodes));
    }

    private static Action Tags(string list) => () => Assert.False(EntityTag.ListMatches(list, "\"c\"", isStrong: true));

    private static Action Ranges(string list) => () => RangeField.Parse("bytes=" + list, 1000, []);

    private static Action Content(string field, string value)
    {
        var r = TestRequest.New("GET", "/");
        r.Header.Set(field, value);
        var content = new byte[1_000_000];
        return () => Finish(Http.ServeContentAsync(new RecordingWriter(), r, "a.txt", DateTimeOffset.UnixEpoch, new MemoryStream(content)));
    }

    private static Action Direct(string list, string host)
    {
        var environment = new ProxyEnvironment(name => name is "NO_PROXY" ? list : name is "HTTP_PROXY" ? "http://proxy.example" : null);
        var url = Url.Parse($"http://{host}/");
        return () =>
        {
            Assert.False(new NoProxyRules(list, static _ => { }).Match("d.example", "80"));
            environment.ProxyFor(url);
        };
    }

    private static int HostPortOf(ReadOnlySpan<byte> host) => RouteGen.Routing.HostPort.StripPort(host).Length;
}
