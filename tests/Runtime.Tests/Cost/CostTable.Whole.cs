using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    // Whole exchanges over the loopback interface, with what the system does for them.
    private static IEnumerable<CostRow> Whole()
    {
        yield return WholeRow(
            "server: pipelined requests", 200, n => Exchanges(Repeat(Line + "\r\n", n * (Line.Length + 2)), n), typeof(ServerConn),
            typeof(Request));
        yield return WholeRow(
            "server: a long head", 16 * 1024, n => Exchanges($"{Line}X: {new string('a', n)}\r\n\r\n"), typeof(ServerConn));
        yield return WholeRow(
            "server: a chunked body of single bytes", n =>
                Exchanges($"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{Repeat("1\r\na\r\n", n * 4)}0\r\n\r\n"),
                typeof(RequestBody), typeof(WireBody));
        yield return WholeRow("server: many small writes", n =>
        {
            var server = new WholeServer(Handler.From((w, r) =>
            {
                for (var count = 0; count < n; count++) w.Write("a"u8);
                w.Write("!"u8);
            })).Kept();
            var request = Bytes(Line + "\r\n");
            return () => server.Exchange(request);
        }, typeof(ServerResponseWriter), typeof(ResponseWriter));
        yield return WholeRow("server and client: fields through a proxy, there and back", 100, n =>
        {
            var names = string.Concat(Enumerable.Range(0, n).Select(static index => $"X-Ab{999_999 - index}: c\r\n"));
            var behind = new WholeServer(Handler.From(static (w, r) =>
            {
                foreach (var (name, value) in r.Header)
                    if (name.StartsWith("X-Ab", StringComparison.Ordinal)) w.Header.Add(name, value);
                w.Write("!"u8);
            }));
            var server = new WholeServer(new ReverseProxy(behind.Url), behind).Kept();
            var request = Bytes($"{Line}{names}\r\n");
            return () => server.Exchange(request);
        }, typeof(PersistConn), typeof(Transport));
        yield return WholeRow("client: a body in many chunks", n =>
        {
            var behind = new WholeServer(Handler.From(async (w, r) =>
            {
                for (var count = 0; count < n / 16; count++)
                {
                    w.Write("abcdefghijklmnop"u8);
                    await w.FlushAsync();
                }

                w.Write("!"u8);
            }));
            var server = new WholeServer(new ReverseProxy(behind.Url), behind).Kept();
            var request = Bytes(Line + "\r\n");
            return () => server.Exchange(request);
        }, typeof(ResponseBody), typeof(ReverseProxy));
    }

    private static CostRow WholeRow(string name, Func<int, Action> prepare, params Type[] covers) => WholeRow(name, Few, prepare, covers);

    private static CostRow WholeRow(string name, int size, Func<int, Action> prepare, params Type[] covers) =>
        new(name, size, prepare, covers) { IsWhole = true };

    // What is sent is read to its end.
    private static Action Exchanges(string requests, int count = 1)
    {
        var server = new WholeServer(Handler.From(static async (w, r) =>
        {
            var block = new byte[4096];
            while (await r.Body.ReadAsync(block) > 0) { }
            w.Write("!"u8);
        })).Kept();
        var bytes = Bytes(requests);
        return () => server.Exchange(bytes, count);
    }
}
