using System.Text;
using RouteGen;

namespace ProbeTarget;

/// <summary>The endpoints. Every path that is not named here answers as <c>/</c> does.</summary>
internal static class Endpoints
{
    private const string Allow = "GET, HEAD, POST, PUT, OPTIONS";
    private const int SlowLines = 10;

    private static readonly byte[] s_content = "OK"u8.ToArray();
    private static readonly DateTimeOffset s_modified = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static Task ServeAsync(ResponseWriter w, Request r)
    {
        if (AsksForOtherWebSocket(r)) return RefuseWebSocket(w);
        return (r.Method, r.Path) switch
        {
            ("GET" or "POST", "/echo") => WriteLines(w, r.Header.Select(field => $"{field.Key}: {field.Value}").Append($"Host: {r.Host}")),
            ("GET" or "POST", "/cookie") => WriteLines(w, r.Cookies().Select(cookie => $"{cookie.Name}={cookie.Value}")),
            ("GET", "/trailers") => WriteTrailersAsync(w),
            ("GET", "/slow") => WriteSlowlyAsync(w, r),
            ("GET" or "HEAD", _) => WriteContentAsync(w, r),
            ("POST" or "PUT", _) => EchoBodyAsync(w, r),
            ("OPTIONS", _) => Answer(w, Status.NoContent),
            _ => Answer(w, Status.MethodNotAllowed),
        };
    }

    private static Task WriteContentAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Content-Type", "text/plain");
        w.Header.Set("ETag", "\"ok\"");
        return Http.ServeContentAsync(w, r, "ok.txt", s_modified, new MemoryStream(s_content)).AsTask();
    }

    // As it comes, and no faster than it goes.
    private static async Task EchoBodyAsync(ResponseWriter w, Request r)
    {
        if (r.ContentLength >= 0) w.Header.Set("Content-Length", $"{r.ContentLength}");
        w.Header.Set("Content-Type", r.Header.Get("Content-Type") is { Length: > 0 } type ? type : "application/octet-stream");
        var controller = new ResponseController(w);
        controller.EnableFullDuplex();
        var block = new byte[16 * 1024];
        for (int count; (count = await r.Body.ReadAsync(block)) > 0;) await w.WriteAsync(block.AsMemory(0, count));
    }

    private static Task WriteLines(ResponseWriter w, IEnumerable<string> lines)
    {
        w.Header.Set("Content-Type", "text/plain");
        foreach (var line in lines) w.Write(Encoding.Latin1.GetBytes(line + "\n"));
        return Task.CompletedTask;
    }

    private static async Task WriteTrailersAsync(ResponseWriter w)
    {
        w.Header.Set("Content-Type", "text/plain");
        w.Header.Set("Trailer", "X-Checksum");
        w.Write("with a trailer\n"u8);
        await w.FlushAsync();
        w.Header.Set("X-Checksum", "1");
    }

    // The first byte at once, then a line a second. The wait ends early when the peer goes away.
    private static async Task WriteSlowlyAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Content-Type", "text/plain");
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var line = 1; line <= SlowLines; line++)
        {
            w.Write($"{line}\n");
            await w.FlushAsync();
            if (line < SlowLines) await clock.WaitForNextTickAsync(r.Context.CancellationToken);
        }
    }

    private static Task Answer(ResponseWriter w, int status)
    {
        w.Header.Set("Allow", Allow);
        w.WriteHeader(status);
        return Task.CompletedTask;
    }

    // RFC 6455 section 4.4: the version that is spoken here, for a peer that speaks another.
    private static bool AsksForOtherWebSocket(Request r) =>
        r.Header.Get("Upgrade").Equals("websocket", StringComparison.OrdinalIgnoreCase) && r.Header.Get("Sec-WebSocket-Version") != "13";

    private static Task RefuseWebSocket(ResponseWriter w)
    {
        w.Header.Set("Sec-WebSocket-Version", "13");
        w.Header.Set("Upgrade", "websocket");
        w.Header.Set("Connection", "Upgrade");
        w.WriteHeader(Status.UpgradeRequired);
        return Task.CompletedTask;
    }
}
