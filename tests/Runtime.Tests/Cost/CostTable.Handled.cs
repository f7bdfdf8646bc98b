using RouteGen;
using RouteGen.IO;
using RouteGen.Handling;
using RouteGen.Proxying;
using RouteGen.Serving;
using RouteGen.Tests;
using RouteGen.Tests.Client;
using Runtime.Tests.Handling;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private static IEnumerable<CostRow> Proxied()
    {
        yield return Row(
            "connection fields: names and fields", 200, n =>
                Hop(n, string.Join(',', Enumerable.Range(0, n).Select(static index => $"X-Ab{index:D6}"))), typeof(ForwardedFields));
        yield return Row("connection fields: names that are no fields", 200, n => Hop(n, Repeat("a,", n * 20)), typeof(ForwardedFields));
        yield return Row("connection fields: commas", 200, n => Hop(n, Repeat(", ", n * 20)), typeof(ForwardedFields));
        yield return Row("forwarded fields: addresses", n => On(Repeat("1.2.3.4, ", n), static text =>
        {
            var header = new Header();
            header.Set("X-Forwarded-For", text);
            ForwardedFields.PrepareRequest(header);
            header.Set("X-Forwarded-For", text);
            ForwardedFields.AppendClient(header, "1.2.3.4:5");
        }), typeof(ForwardedFields));
        yield return Row(
            "reverse proxy: Connection and fields of a request", 200, n =>
                Proxy(n, 1, string.Join(',', Enumerable.Range(0, n).Select(static index => $"X-Ab{index:D6}"))), typeof(ReverseProxy),
                typeof(ProxyRequest));
        yield return Row(
            "reverse proxy: Connection and fields of a response", 200, n =>
                Proxy(1, n, string.Join(',', Enumerable.Range(0, n).Select(static index => $"X-Ab{index:D6}"))), typeof(ReverseProxy));
        yield return Row("reverse proxy: fields in the opposite order", 200, n => Proxy(n, n, "close"), typeof(ReverseProxy));
        yield return Row("reverse proxy: trailers", 8, n =>
        {
            var trailer = Many(n);
            return ProxyBy(
                _ => new Response { StatusCode = 200, Trailer = trailer.Clone(), ContentLength = -1 }, () =>
                    ServedRequest.Make("GET", "/", "a"));
        }, typeof(ProxiedTrailers));
        yield return Row("reverse proxy: a body, byte by byte", n => ProxyBy(
            _ => new Response { StatusCode = 200, Body = new Pieces(new byte[n], 1), ContentLength = -1 }, () =>
                ServedRequest.Make("GET", "/", "a")), typeof(ProxiedBodyCopy));
    }

    private static IEnumerable<CostRow> Handled()
    {
        yield return Row(
            "redirect: helper", n =>
                Serve(
                    Handler.From(static (w, r) => Http.Redirect(w, r, r.Url.RawQuery, 302)), () =>
                        ServedRequest.Make("GET", "/a/b?" + Repeat("../%C3%A9/", n), "a")), typeof(Redirects));
        yield return Row(
            "redirect: target outside ASCII", n =>
                On(Repeat("/\u00E9<", n), static target =>
                    Redirects.Redirect(new ResponseRecorder(), TestRequest.New("GET", "/"), target, 302)), typeof(Redirects));
        yield return Row("redirect: followed", n =>
        {
            var request = new Request("GET", "http://a.example/");
            var response = new Response { StatusCode = 302 };
            response.Header.Set("Location", Repeat("a/../", n) + "?" + Repeat("%41", n));
            return () => Assert.NotNull(new RedirectChain(request, request.Url, request.Method, hasJar: false).Next(response));
        }, typeof(RedirectChain));
        yield return Row(
            "files: a long path", n =>
                Serve(Http.FileServer(new MemoryFiles()), () => ServedRequest.Make("GET", "/" + Repeat("a/", n), "a")), typeof(FileServer));
        yield return Row(
            "files: a long path on the disk", 400, n =>
                Serve(Http.FileServer(new DirFileSystem(".")), () => ServedRequest.Make("GET", "/" + Repeat("aa/", n), "a")),
                typeof(DirFileSystem));
        yield return Row("files: a directory", 200, n =>
        {
            var files = new MemoryFiles();
            for (var index = 0; index < n; index++) files.Add($"/{index}<");
            return Serve(Http.FileServer(files), () => ServedRequest.Make("GET", "/", "a"));
        }, typeof(DirectoryListing), typeof(ListingPage));
        yield return Row(
            "semicolons", n =>
                Serve(
                    Http.AllowQuerySemicolons(Handler.From(static (w, r) => r.FormValue("a"))), () =>
                        ServedRequest.Make("GET", "/?" + new string(';', n), "a")), typeof(SemicolonAllower));
        yield return Row(
            "access log: of a request", n =>
                Serve(
                    Http.AccessLog(Handler.From(static (w, r) => w.Write("a"u8)), static entry => entry.ToString()), () =>
                        ServedRequest.Make("GET", "/" + Repeat("%22", n), "a")), typeof(AccessLogger));
    }

    // What holds many of something: adding and removing costs the same however many there are.
    private static IEnumerable<CostRow> Kept()
    {
        yield return Row("timing wheel", 500, n =>
        {
            var nodes = Enumerable.Range(0, n).Select(static _ => new Node()).ToArray();
            return () =>
            {
                var wheel = new TimingWheel(0);
                for (var index = 0; index < n; index++) wheel.Schedule(nodes[index], 1000 + (index % 50 * 1000));
                for (var index = 0; index < n; index += 2) wheel.Schedule(nodes[index], 90_000);
                for (var index = 0; index < n; index += 3) wheel.Remove(nodes[index]);
                while (wheel.TakeExpired(100_000) is not null) { }
                Assert.True(wheel.IsEmpty);
            };
        }, typeof(TimingWheel));
        yield return Row("list of connections", 500, n =>
        {
            var server = new Server();
            var conns = Enumerable.Range(0, n).Select(_ => new ServerConn(server.Host, new FakeConn())).ToArray();
            var list = new ConnList();
            return () =>
            {
                foreach (var conn in conns) Assert.True(list.TryAdd(conn, 0));
                foreach (var conn in conns) list.Remove(conn);
            };
        }, typeof(ConnList));
        yield return Row("URLs of a client", n =>
        {
            var cache = new UrlCache();
            var texts = Enumerable.Range(0, n / 16).Select(static index => $"http://a/{index}").ToArray();
            return () =>
            {
                foreach (var text in texts) cache.Parse(text);
            };
        }, typeof(UrlCache));
    }

    private static Action Hop(int count, string connection) => () =>
    {
        var header = Many(count);
        header.Set("Connection", connection);
        ForwardedFields.PrepareRequest(header);
        Assert.False(header.Has("Connection"));
    };

    private static Action Proxy(int requestFields, int responseFields, string connection)
    {
        var sent = Many(requestFields, Enumerable.Range(0, requestFields).Reverse());
        return ProxyBy(
            _ =>
            {
                var response = new Response { StatusCode = 200 };
                ForwardedFields.Copy(Many(responseFields, Enumerable.Range(0, responseFields).Reverse()), response.Header);
                response.Header.Set("Connection", connection);
                return response;
            },
            () =>
            {
                var r = ServedRequest.Make("GET", "/", "a");
                ForwardedFields.Copy(sent, r.Header);
                r.Header.Set("Connection", connection);
                return r;
            });
    }

    private static Action ProxyBy(Func<Request, Response> answer, Func<Request> make) =>
        Serve(new ReverseProxy("http://b.example/") { Transport = new Answering(answer) }, make);

    private sealed class Answering(Func<Request, Response> answer) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default) => new(answer(request));
    }

    private sealed class Node : WheelNode;
}
