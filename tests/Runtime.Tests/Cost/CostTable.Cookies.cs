using RouteGen;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private static IEnumerable<CostRow> Cookies()
    {
        yield return Row("cookies of a request: many", n => Cookie(Repeat("a=b; ", n)), typeof(CookieReader), typeof(CookieSyntax));
        yield return Row("cookies of a request: a long one", n => Cookie($"a=\"{new string('b', n)}\""), typeof(CookieReader));
        yield return Row("cookies of a request: separators", n => Cookie(Repeat("; ", n)), typeof(CookieReader));
        yield return Row("cookies of a request: of one name", n => Cookie(Repeat("a=b; ", n), "b"), typeof(CookieReader));
        yield return Row(
            "cookies of a response: many", n => SetCookie(Enumerable.Repeat("a=b; Path=/; Domain=a.example; Max-Age=5", n / 40)),
            typeof(CookieReader), typeof(ReceivedCookie));
        yield return Row(
            "cookies of a response: many attributes", n => SetCookie(["a=b; " + Repeat("x=y; path=/; expires=1; ", n)]),
            typeof(CookieReader), typeof(ReceivedCookie));
        yield return Row(
            "cookies of a response: a long date", n => SetCookie(["a=b; expires=" + Repeat("1 jan 70 x:", n)]), typeof(CookieDate));
        yield return Row("cookie date: lenient", n =>
        {
            var text = Repeat("01:02:03 1 jan 1970 ", n);
            return () => Assert.True(CookieDate.TryParseLenient(text, out _));
        }, typeof(CookieDate));
        yield return Row("cookie date: blanks", n =>
        {
            var text = $"Wed,{new string(' ', n)}23{new string(' ', n)}Nov 2011 01:05:03.{new string('0', n)} GMT";
            return () => Assert.True(CookieDate.TryParseStrict(text, out _));
        }, typeof(CookieDate));
        yield return Row("cookie: written", n =>
        {
            var cookie = new Cookie("a", Repeat("a\"", n)) { Path = Repeat("/;", n), Domain = Repeat("a.", 200) };
            return () => Assert.NotEqual("", cookie.ToString());
        }, typeof(Cookie));
        yield return Row("cookies that are sent", n =>
        {
            var cookies = Enumerable.Range(0, n / 8).Select(index => new Cookie($"{index}", "b")).ToList();
            return () =>
            {
                var request = new Request("GET", "http://a/");
                request.AddReceivedCookies(cookies);
                Assert.NotEmpty(request.Header.Get("Cookie"));
            };
        }, typeof(Request));
    }

    private static IEnumerable<CostRow> Jars()
    {
        yield return Row(
            "jar: cookies of one site beyond its limit", 200, n => Jar(n, n / 2, int.MaxValue, static index => "a.example"),
            typeof(CookieJar), typeof(CookieRules), typeof(StoredCookie));
        yield return Row(
            "jar: cookies of many sites beyond its limit", 200, n => Jar(n, int.MaxValue, n / 2, static index => $"a{index}.example"),
            typeof(CookieJar));
        yield return Row(
            "jar: cookies with an end, beyond the limit", 200, n => Jar(n, n / 2, n / 2, static index => "a.example", ends: true),
            typeof(CookieJar));
        yield return Row("jar: asked for many", 200, n =>
        {
            var url = Url.Parse("http://a.example/" + new string('a', 1000));
            var jar = new CookieJar { MaxCookies = n, MaxCookiesPerSite = n };
            jar.SetCookies(url, Enumerable.Range(0, n).Select(index => new Cookie($"{index}", "b")).ToList());
            return () => Assert.Equal(n, jar.Cookies(url).Count);
        }, typeof(CookieJar));
        yield return Row("jar: many cookies from a long path", 50, n =>
        {
            var url = Url.Parse($"http://a.example/{new string('a', n * 100)}/");
            var cookies = Enumerable.Range(0, n).Select(index => new Cookie($"{index}", "b")).ToList();
            var jar = new CookieJar { MaxCookies = n, MaxCookiesPerSite = n };
            return () =>
            {
                jar.SetCookies(url, cookies);
                jar.Cookies(url);
            };
        }, typeof(CookieJar));
        yield return Row(
            "jar: a long host", n => On(Url.Parse($"http://{Repeat("a.", n)}example/"), static url => new CookieJar().Cookies(url)),
            typeof(CookieRules));
        yield return Row("redirect: cookies that replace cookies", 200, n =>
        {
            var request = new Request("GET", "http://a.example/");
            request.Header.Set("Cookie", string.Join("; ", Enumerable.Range(0, n).Select(index => $"a{index}=b")));
            var response = new Response { StatusCode = 302 };
            response.Header.Set("Location", "/b");
            for (var index = 0; index < n; index++) response.Header.Add("Set-Cookie", $"b{index}=c");
            return () => Assert.NotNull(new RedirectChain(request, request.Url, request.Method, hasJar: true).Next(response));
        }, typeof(RedirectChain));
    }

    private static Action Cookie(string line, string? only = null)
    {
        var header = new Header();
        header.Set("Cookie", line);
        return () => CookieReader.ReadCookies(header, only);
    }

    private static Action SetCookie(IEnumerable<string> lines)
    {
        var header = new Header();
        foreach (var line in lines) header.Add("Set-Cookie", line);
        return () =>
        {
            Assert.NotEmpty(CookieReader.ReadSetCookies(header));
            Assert.NotEmpty(ReceivedCookie.ReadAll(header));
        };
    }

    private static Action Jar(int count, int perSite, int all, Func<int, string> host, bool ends = false)
    {
        var urls = Enumerable.Range(0, count).Select(index => Url.Parse($"http://{host(index)}/")).ToArray();
        var cookies = Enumerable.Range(0, count).Select(index => new Cookie($"{index}", "b") { MaxAge = ends ? 1000 + index : 0 })
            .ToArray();
        return () =>
        {
            var jar = new CookieJar { MaxCookies = all, MaxCookiesPerSite = perSite };
            for (var index = 0; index < count; index++) jar.SetCookies(urls[index], [cookies[index]]);
            Assert.NotEmpty(jar.Cookies(urls[^1]));
        };
    }
}
