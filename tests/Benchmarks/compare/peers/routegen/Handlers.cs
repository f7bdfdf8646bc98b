using System.Globalization;
using RouteGen;

internal static class Handlers
{
    private static readonly byte[] s_large = Enumerable.Repeat((byte)'x', 64 * 1024).ToArray();

    [HandleFunc("/ping")]
    internal static void Ping(ResponseWriter w, Request r) => w.Write("pong"u8);

    [HandleFunc("/large")]
    internal static void Large(ResponseWriter w, Request r)
    {
        w.Header["Content-Type"] = "application/octet-stream";
        w.Header["Content-Length"] = "65536";
        w.Write(s_large);
    }

    [HandleFunc("/post")]
    internal static void Post(ResponseWriter w, Request r)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var count = 0;
        for (int read; (read = r.Body.Read(buffer)) > 0;) count += read;
        Span<byte> text = stackalloc byte[16];
        count.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        w.Write(text[..length]);
    }

    [HandleFunc("/block")]
    internal static void Block(ResponseWriter w, Request r)
    {
        Thread.Sleep(2000);
        w.Write("done"u8);
    }

    // The query is the port of a service on this machine.
    [HandleFunc("/call")]
    internal static void Call(ResponseWriter w, Request r)
    {
        using var answer = Http.Get($"http://127.0.0.1:{r.RawQuery}/");
        w.Write(answer.Body.ReadAllBytes());
    }

    [HandleFunc("/spin")]
    internal static void Spin(ResponseWriter w, Request r)
    {
        // Work, not time: what shares its core with others needs as much of it as alone. Each step waits for the one before it.
        var state = 1ul;
        for (var step = 0; step < 40_000_000; step++) state = state * 6364136223846793005 + 1442695040888963407;
        w.Write(state == 0 ? "zero"u8 : "done"u8);
    }
}
