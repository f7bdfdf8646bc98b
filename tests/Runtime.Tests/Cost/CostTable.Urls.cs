using System.Buffers;
using RouteGen;
using RouteGen.Handling;
using RouteGen.Protocol;
using RouteGen.Proxying;
using RouteGen.Routing;
using RouteGen.Tests;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private static IEnumerable<CostRow> Urls()
    {
        yield return Row("URL: long path", n => Parsed($"http://a/{new string('a', n)}"), typeof(Url));
        yield return Row("URL: path of escapes", n => Parsed($"/{Repeat("%c3%A9%2f", n)}"), typeof(UrlEncoding));
        yield return Row("URL: path that is escaped", n => Parsed($"/{Repeat("\u00E9 ", n)}"), typeof(UrlEncoding));
        yield return Row(
            "URL: a bad escape behind good ones", n => On($"/{Repeat("%41", n)}%4", static text => Refused(() => Url.Parse(text))),
            typeof(UrlEncoding));
        yield return Row(
            "URL: percent signs", n => On($"/{new string('%', n)}", static text => Refused(() => Url.Parse(text))), typeof(UrlEncoding));
        yield return Row("URL: long scheme", n => Parsed($"{new string('a', n)}:b"), typeof(Url));
        yield return Row("URL: long user", n => Parsed($"http://{Repeat("a%40:", n)}@b/"), typeof(UserInfo));
        yield return Row("URL: at signs", n => Parsed($"http://{new string('@', n)}b/"), typeof(Url));
        yield return Row("URL: long host", n => Parsed($"http://{Repeat("a.", n)}b:80/"), typeof(Url));
        yield return Row("URL: zone of an address", n => Parsed($"http://[fe80::1%25{Repeat("%61", n)}]/"), typeof(Url));
        yield return Row(
            "URL: brackets", n => On($"http://[{new string(':', n)}]/", static text => Refused(() => Url.Parse(text))), typeof(Url));
        yield return Row("URL: slashes", n => Parsed(new string('/', n)), typeof(Url));
        yield return Row("URL: query and fragment", n => Parsed($"?{Repeat("\u00E9#", n)}"), typeof(Url));
        yield return Row("URL: host outside ASCII", n => Ascii(new string('\u00E9', n)), typeof(Url));
        yield return Row("URL: labels outside ASCII", n => Ascii(Repeat("b\u00FCcher.", n)), typeof(Url));
        yield return Row("URL: dots that are resolved", n => Resolved(Repeat("../a/./", n)), typeof(Url));
        yield return Row("URL: segments that are left", n => Resolved(Repeat("a/", n) + Repeat("../", n)), typeof(Url));
        yield return Row("URL: joined for a proxy", n =>
        {
            var (target, requested) = (Url.Parse("http://a/b%2F?c"), Url.Parse($"/{Repeat("%c3%a9/", n)}?d"));
            return () => JoinedUrl.Of(target, requested).ToString();
        }, typeof(JoinedUrl));
        yield return Row("URL: of a request that is served", n => On(new string('a', n), static path =>
            Assert.NotEmpty(ServedRequest.Make("GET", $"http://a/{path}%20?b", "a").Url.Path)), typeof(Request));
    }

    private static IEnumerable<CostRow> Paths()
    {
        yield return Row("path: cleaned", n =>
        {
            var path = Bytes(Repeat("/a/./b/..//", n));
            var clean = new byte[path.Length + 1];
            return () => Assert.False(PathCleaner.IsClean(path) || PathCleaner.Clean(path, clean) == 0);
        }, typeof(PathCleaner));
        yield return Row("path: all left again", n =>
        {
            var path = Bytes(Repeat("/aaaa", n) + Repeat("/..", n));
            var clean = new byte[path.Length + 1];
            return () => Assert.Equal(1, PathCleaner.Clean(path, clean));
        }, typeof(PathCleaner));
        yield return Row(
            "path: cleaned as text", n => On(Repeat("/a/./b/../../", n), static path => PathText.CleanKeepingSlash(path)),
            typeof(PathText));
        yield return Row("path: match key", n =>
        {
            var path = Bytes($"/{Repeat("%2f%41/", n)}");
            var key = new byte[path.Length];
            return () =>
            {
                Assert.True(PathDecoder.TryDecode(path, key, out var length));
                PathDecoder.Encode(key.AsSpan(0, length), new ArrayBufferWriter<byte>());
            };
        }, typeof(PathDecoder), typeof(PercentEncoding));
        yield return Row("path: values of wildcards", n => On(Bytes($"/a/{Repeat("%41/", n)}"), static path =>
            Assert.NotEmpty(new PathNames([("a", 0), ("b", 1)], 1).Find(path, "b")!)), typeof(PathNames));
        yield return Row("path: a deep wildcard", n =>
        {
            var path = Bytes(Repeat("/a", n * 2));
            var names = new PathNames([("a", n - 1)], -1);
            return () => Assert.Equal("a", names.Find(path, "a"));
        }, typeof(PathNames));
        yield return Row("mux: deep path below prefixes", n => Routed(Repeat("/a", n)), typeof(ServeMux), typeof(SnapshotTable));
        yield return Row("mux: long segment", n => Routed("/" + new string('a', n)), typeof(ServeMux));
        yield return Row(
            "mux: path that is decoded and redirected", n => Routed(Repeat("/a/.%2e/", n)), typeof(ServeMux), typeof(SlashedKey));
        yield return Row("mux: wildcards and a long path", n => Routed(Repeat("/b/c", n)), typeof(SegmentTrie), typeof(HostTries));
        yield return Row("mux: a long host", n => Routed("/a", Repeat("a.", n)), typeof(HostPort), typeof(RouteQuery));
        // The parser refuses what is longer than 256 bytes; the program may ask the mux.
        yield return Row(
            "mux: a long method", n =>
                On(new Request(new string('A', n), "http://a/b/c"), static r => Assert.NotNull(Mux().Handler(r).Handler)),
                typeof(AllowedMethods));
        yield return Row("prefix: stripped", n =>
        {
            var handler = Http.StripPrefix("/a", Handler.From(static (w, r) => Assert.NotEmpty(r.Url.Path)));
            return Serve(handler, () => ServedRequest.Make("GET", "/a" + Repeat("/%2F", n), "a"));
        }, typeof(PrefixStripper));
        yield return Row("prefix: a long one, escaped", n =>
        {
            var url = Url.Parse(Repeat("/%61", n) + "/b%2Fc");
            var prefix = Repeat("/a", url.Path.Length - "/b/c".Length);
            return () => Assert.Equal("/b%2Fc", PathPrefix.Strip(url, prefix)!.RawPath);
        }, typeof(PathPrefix));
        yield return Row("mount: stripped", n =>
        {
            var mount = new MountPoint("", "/a/b");
            var url = Url.Parse("/a/b" + Repeat("/%2F", n));
            return () => Assert.NotNull(mount.Strip(url));
        }, typeof(MountPoint));
    }

    private static Action Parsed(string text) => () =>
    {
        var url = Url.Parse(text);
        Assert.True(url.ToString().Length > 0 && url.RequestUri.Length > 0 && url.Hostname.Length >= 0 && url.Port.Length >= 0);
    };

    // Most are longer than a name can be.
    private static Action Ascii(string host) => () =>
    {
        try
        {
            Url.ToHostField(host);
        }
        catch (InvalidOperationException)
        {
            return;
        }
    };

    private static Action Resolved(string reference)
    {
        var start = Url.Parse("http://a/b/c");
        return () => Assert.NotEmpty(start.Resolve(reference).Path);
    }

    private static ServeMux Mux()
    {
        var mux = new ServeMux();
        var handler = Handler.From(static (w, r) => { });
        foreach (
            var pattern in new[]
                { "/", "/a/", "/a/a/a/", "/b/{x}", "/b/{x}/b/{y}", "/b/{x}/b/c/{z...}", "POST /c/{x}",
                    "a.example/a/{x}/{y...}" }) mux.Handle(pattern, handler);
        return mux;
    }

    private static Action Routed(string path, string host = "a.example")
    {
        var mux = Mux();
        var r = ServedRequest.Make("GET", path, host);
        return () => Assert.NotNull(mux.Handler(r).Handler);
    }

    private static Action Serve(IHandler handler, Func<Request> make, Action<Header>? prepare = null) => () =>
    {
        var writer = new ResponseRecorder();
        prepare?.Invoke(writer.Header);
        Finish(handler.ServeHttpAsync(writer, make()));
    };
}
