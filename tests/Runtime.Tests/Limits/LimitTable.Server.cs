using System.Text;
using RouteGen;
using RouteGen.Serving;
using Runtime.Tests.Handling;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Limits;

internal static partial class LimitTable
{
    private const string Chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static Dictionary<string, LimitRow> OfServer() => new()
    {
        ["Server.MaxHeaderBytes"] = new(600, static bytes => AskAsync(Head(bytes), 431, new() { MaxHeaderBytes = 600 })),
        ["Server.MaxHeaderBytes, by default"] = new(64 * 1024, static bytes => AskAsync(Head(bytes), 431)),
        ["Server.MaxRequestLineBytes"] = new(100, static bytes => AskAsync(Line(bytes), 414, new() { MaxRequestLineBytes = 100 })),
        ["Server.MaxRequestLineBytes, by default"] = new(16 * 1024, static bytes => AskAsync(Line(bytes), 414)),
        ["Server.MaxHeaderCount"] = new(10, static count => AskAsync(Fields(count), 431, new() { MaxHeaderCount = 10 })),
        ["Server.MaxHeaderCount, by default"] = new(1000, static count => AskAsync(Fields(count), 431)),
        ["Server.MaxConns"] = new(3, AreConnsAcceptedAsync),
        ["bytes of a method"] = new(256, static bytes => AskAsync(new string('M', bytes) + " / HTTP/1.1\r\nHost: h\r\n\r\n", 400)),
        ["digits of a port"] = new(65535, static port => AskAsync($"GET / HTTP/1.1\r\nHost: h:{port}\r\n\r\n", 400)),
        ["fields of a trailer"] = new(64, static count => AskAsync(
            Chunked + "0\r\n" + string.Concat(Enumerable.Range(0, count).Select(static index => $"t{index}: v\r\n")) + "\r\n", 400)),
        ["bytes of a trailer"] = new(
            8 * 1024, static bytes => AskAsync(Chunked + "0\r\nt: " + new string('v', bytes - 5) + "\r\n\r\n", 400)),
        ["bytes of a chunk's line"] = new(
            4 * 1024 - 1, static bytes => AskAsync(Chunked + "1;" + new string('e', bytes - 4) + "\r\nx\r\n0\r\n\r\n", 400)),
        ["bytes of extensions beyond twice the data"] = new(16 * 1024, static bytes => AskAsync(
            Chunked + string.Concat(Extensions(bytes).Select(static length => "1;" + new string('e', length + 1) + "\r\nx\r\n"))
                + "0\r\n\r\n",
            400)),
        ["bytes of a body that is not read"] = new(256 * 1024 - 1, IsDrainedAsync),
        ["Http.MaxBytesHandler"] = new(1000, static bytes => AskAsync(
            $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {bytes}\r\n\r\n{new string('x', bytes)}", 413,
            wrap: static handler => Http.MaxBytesHandler(handler, 1000))),
        ["Http.MaxBytesHandler, chunked"] = new(1000, static bytes => AskAsync(
            $"{Chunked}{bytes:x}\r\n{new string('x', bytes)}\r\n0\r\n\r\n", 413,
            wrap: static handler => Http.MaxBytesHandler(handler, 1000))),
        ["Body.ReadAllBytes"] = new(1000, static bytes => ReadsAsync(
            static async body => await body.ReadAllBytesAsync(1000), new string('x', bytes))),
        ["Body.ReadAllText"] = new(1000, static bytes => ReadsAsync(
            static async body => await body.ReadAllTextAsync(1000), new string('x', bytes))),
        ["Body.ReadJson"] = new(1000, static bytes => ReadsAsync(
            static async body => await body.ReadJsonAsync(LimitJson.Default.String, 1000), $"\"{new string('x', bytes - 2)}\"")),
        ["pairs of a query"] = new(10_000, static count => Task.FromResult(
            TestRequest.New("GET", "/?" + string.Join('&', Enumerable.Range(0, count).Select(static index => $"k{index}=v")))
                .Query.Get($"k{count - 1}") == "v")),
        ["bytes of a form"] = new(10 * 1024 * 1024, static bytes => IsFormParsedAsync("a=" + new string('x', bytes - 2))),
        ["parts of multipart content"] = new(1000, static count => IsMultipartAsync(string.Concat(
            Enumerable.Repeat("--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n", count)) + "--b--\r\n")),
        ["fields of multipart content"] = new(10_000, static count => IsMultipartAsync(string.Concat(
            "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n",
            string.Concat(Enumerable.Repeat("A:b\r\n", count - 1)), "\r\nx\r\n--b--\r\n"))),
        ["bytes of a part's head"] = new(64 * 1024, static bytes => IsMultipartAsync(
            "--b\r\nContent-Disposition: form-data; name=\"f\"\r\nA: " + new string('v', bytes - 49) + "\r\n\r\nx\r\n--b--\r\n")),
        ["bytes of a preamble"] = new(64 * 1024, static bytes => IsMultipartAsync(
            new string('p', bytes) + "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--\r\n")),
        ["segments of a pattern"] = new(250, static count => Task.FromResult(
            Record.Exception(
                () => new ServeMux().HandleFunc(string.Concat(Enumerable.Repeat("/a", count)), static (_, _) => { })) is null)),
        ["characters of a boundary"] = new(70, static length => IsMultipartAsync(
            $"--{new string('b', length)}\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--{new string('b', length)}--\r\n",
            boundaryLength: length)),
        ["bytes of values beyond those of files"] = new(10 * 1024 * 1024 + 1, static bytes => IsMultipartAsync(
            $"--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n{new string('x', bytes - 201)}\r\n--b--\r\n", memoryBytesMax: 1)),
        ["digits of a chunk's size"] = new(16, static digits => AskAsync(
            Chunked + "1".PadLeft(digits, '0') + "\r\nx\r\n0\r\n\r\n", 400)),
        ["bytes of the path of a Unix-domain socket"] = new(107, static bytes => Task.FromResult(
            RouteGen.IO.UnixEndPoint.IsPath(new string('p', bytes)))),
        ["entries of a listing"] = new(10_000, static count => Task.FromResult(IsListed(count))),
        ["ranges of a request"] = new(200, AreRangesServedAsync),
    };

    // "GET / HTTP/1.1", Host and one more field.
    private static string Head(int bytes)
    {
        const string Start = "GET / HTTP/1.1\r\nHost: h\r\nA: ";
        return Start + new string('v', bytes - Start.Length - 4) + "\r\n\r\n";
    }

    private static string Line(int bytes) => $"GET /{new string('p', bytes - "GET / HTTP/1.1".Length)} HTTP/1.1\r\nHost: h\r\n\r\n";

    private static string Fields(int count) =>
        "GET / HTTP/1.1\r\nHost: h\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", count - 1)) + "\r\n";

    // Lengths of extensions, of which two bytes each are justified by the one of data.
    private static IEnumerable<int> Extensions(int excess)
    {
        const int Each = 2000;
        for (; excess > Each; excess -= Each) yield return Each;
        yield return excess;
    }

    // The handler reads the body.
    private static async Task<bool> AskAsync(
        string request, int refused, ServerOptions? options = null, Func<IHandler, IHandler>? wrap = null)
    {
        IHandler handler = Handler.From(static async (w, r) =>
        {
            await r.Body.CopyToAsync(Stream.Null);
            w.Write("ok");
        });
        await using var server = new ServerFixture(wrap is null ? handler : wrap(handler), options);
        var status = server.Ask(request).Status;
        Assert.True(status == 200 || status == refused, $"{status}");
        return status == 200;
    }

    private static async Task<bool> ReadsAsync<T>(Func<Body, Task<T>> read, string text)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            await read(r.Body);
            w.Write("ok");
        });
        var statuses = new HashSet<int>();
        foreach (var request in (string[])
        [
            $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {text.Length}\r\n\r\n{text}",
            $"{Chunked}{text.Length:x}\r\n{text}\r\n0\r\n\r\n",
        ]) statuses.Add(server.Ask(request).Status);
        var status = Assert.Single(statuses);
        Assert.True(status is 200 or 413, $"{status}");
        return status == 200;
    }

    private static async Task<bool> AreConnsAcceptedAsync(int count)
    {
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var server = new ServerFixture(static (w, _) => w.Write("ok"), new() { MaxConns = 3, ErrorLog = log.Enqueue });
        var clients = new List<RawClient>();
        for (var index = 0; index < count; index++) clients.Add(server.Connect());
        var accepted = clients.Count(static client =>
        {
            try
            {
                client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                return client.ReceiveOnce().Contains("200 OK", StringComparison.Ordinal);
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        });
        Assert.True(accepted <= 3);
        return accepted == count;
    }

    private static async Task<bool> IsDrainedAsync(int bytes)
    {
        await using var server = new ServerFixture(static (w, _) => w.Write("ok"));
        var kept = new HashSet<bool>();
        foreach (var isChunked in (bool[])[false, true])
        {
            var body = new string('x', bytes);
            kept.Add(server.Ask(isChunked
                ? $"{Chunked}{bytes:x}\r\n{body}\r\n0\r\n\r\n"
                : $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {bytes}\r\n\r\n{body}")["Connection"] != "close");
        }

        return Assert.Single(kept);
    }

    private static async Task<bool> IsFormParsedAsync(string form)
    {
        var request = TestRequest.New("POST", "/", form, [("Content-Type", "application/x-www-form-urlencoded")]);
        return await Record.ExceptionAsync(async () => await request.ParseFormAsync()) is null;
    }

    private static async Task<bool> IsMultipartAsync(string content, int boundaryLength = 1, long memoryBytesMax = 0)
    {
        var type = "multipart/form-data; boundary=" + new string('b', boundaryLength);
        var request = TestRequest.New("POST", "/", content, [("Content-Type", type)]);
        return await Record.ExceptionAsync(async () => await request.ParseMultipartFormAsync(memoryBytesMax)) is null;
    }

    private static bool IsListed(int count)
    {
        var files = new MemoryFiles();
        for (var index = 0; index < count; index++) files.Add($"/{index}");
        var page = Served.By(Http.FileServer(files), "GET", "/").BodyText;
        Assert.Equal(Math.Min(count, 10_000), page.Split("<a href").Length - 1);
        return !page.Contains("The directory has more than", StringComparison.Ordinal);
    }

    private static async Task<bool> AreRangesServedAsync(int count)
    {
        await using var server = ServerFixture.Async(static async (w, r) =>
            await Http.ServeContentAsync(w, r, "a.bin", default, new MemoryStream(new byte[10_000])));
        var ranges = string.Join(',', Enumerable.Range(0, count).Select(static index => $"{index * 2}-{index * 2}"));
        var status = server.Ask($"GET / HTTP/1.1\r\nHost: h\r\nRange: bytes={ranges}\r\n\r\n").Status;
        Assert.True(status is 200 or 206, $"{status}");
        return status == 206;
    }
}
