// What the server of the load tests answers.
//   /ping           pong
//   /allocated      the bytes allocated so far
//   /state          what the process holds (ProcessState.cs), after a full collection
//   /sleep/MS       holds its thread asleep for so long
//   /spin/MS        computes for so long, by its thread's own clock
//   /zeros/BYTES    so many zeros, without a thread while the peer is slow
//   /held/BYTES     the same by a handler that holds its thread
//   /now/ID, /block/ID, /later/ID, /pool/ID, /post/ID, /big/ID   the soak's: the answer begins with the path that was asked for
using System.Globalization;
using RouteGen;

namespace LoadClient;

internal static class ServedPaths
{
    /// <summary>How much a <c>/big/</c> answer is longer than its path.</summary>
    internal const int BigBytes = 50_000;

    private static readonly byte[] s_padding = new byte[BigBytes];

    internal static ServeMux Mux()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/ping", static (w, _) => w.Write("pong"u8));
        mux.HandleFunc(
            "/allocated", static (w, _) => w.Write(GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture)));
        mux.HandleFunc("/state", static (w, _) => w.Write(ProcessState.Describe()));
        mux.HandleFunc("/sleep/", static (w, r) => Sleep(w, Number(r)));
        mux.HandleFunc("/spin/", static (w, r) => Spin(w, Number(r)));
        mux.HandleFunc("/zeros/", static (w, r) => ZerosAsync(w, Number(r)));
        mux.HandleFunc("/held/", static (w, r) => Zeros(w, Number(r)));
        mux.HandleFunc("/now/", static (w, r) => Answer(w, r));
        mux.HandleFunc("/block/", static (w, r) => Block(w, r));
        mux.HandleFunc("/later/", LaterAsync);
        mux.HandleFunc("/pool/", PoolAsync);
        mux.HandleFunc("/post/", static (w, r) => Post(w, r));
        mux.HandleFunc("/big/", static (w, r) => Big(w, r));
        return mux;
    }

    private static int Number(Request r) => int.Parse(r.Url.Path.AsSpan(r.Url.Path.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    private static void Answer(ResponseWriter w, Request r)
    {
        ProcessState.Served.Mark(Number(r));
        w.Write(r.Url.Path);
    }

    private static void Sleep(ResponseWriter w, int milliseconds)
    {
        Thread.Sleep(milliseconds);
        w.Write("slept"u8);
    }

    private static void Spin(ResponseWriter w, int milliseconds)
    {
        var end = ThreadClock.Milliseconds() + milliseconds;
        while (ThreadClock.Milliseconds() < end) Thread.SpinWait(100);
        w.Write("spun"u8);
    }

    private static void Block(ResponseWriter w, Request r)
    {
        Answer(w, r);
        Thread.Sleep(1 + (Number(r) % 4));
    }

    private static async Task LaterAsync(ResponseWriter w, Request r)
    {
        await Task.Delay(1 + (Number(r) % 4));
        Answer(w, r);
    }

    private static async Task PoolAsync(ResponseWriter w, Request r)
    {
        await Task.Yield();
        Answer(w, r);
    }

    private static void Post(ResponseWriter w, Request r)
    {
        var buffer = new byte[256];
        var length = 0;
        for (int count; (count = r.Body.Read(buffer)) > 0;) length += count;
        ProcessState.Served.Mark(Number(r));
        w.Write(string.Create(CultureInfo.InvariantCulture, $"{r.Url.Path} {length}"));
    }

    private static async Task ZerosAsync(ResponseWriter w, int length)
    {
        w.Header.Set("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        for (var left = length; left > 0; left -= s_padding.Length)
            await w.WriteAsync(s_padding.AsMemory(0, Math.Min(left, s_padding.Length)));
    }

    private static void Zeros(ResponseWriter w, int length)
    {
        w.Header.Set("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        for (var left = length; left > 0; left -= s_padding.Length) w.Write(s_padding.AsSpan(0, Math.Min(left, s_padding.Length)));
    }

    private static void Big(ResponseWriter w, Request r)
    {
        w.Header.Set("Content-Length", (r.Url.Path.Length + BigBytes).ToString(CultureInfo.InvariantCulture));
        Answer(w, r);
        w.Write(s_padding);
    }
}
