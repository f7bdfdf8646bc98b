using System.Text.Json.Serialization;
using RouteGen;

namespace LoadClient.FirstUse;

/// <summary>Handlers that a request reaches first of all.</summary>
internal static class FirstMux
{
    internal static ServeMux Make(Transport transport, string upstream, string directory)
    {
        var client = new Client { Transport = transport };
        var mux = new ServeMux();
        mux.HandleFunc("GET /plain", Plain);
        mux.HandleFunc("/moved", static (w, r) => Http.Redirect(w, r, "/plain?a=b c", Status.Found));
        mux.HandleFunc("/folder/", Plain);
        mux.HandleFunc("/throw", static (_, _) => throw new InvalidOperationException("thrown by a handler"));
        mux.HandleFunc("/throw/later", ThrowLaterAsync);
        mux.HandleFunc("/json", JsonAsync);
        mux.HandleFunc("/form", static (w, r) => w.Write(r.FormValue("a")));
        mux.HandleFunc("/multipart", MultipartAsync);
        mux.HandleFunc("/echo", EchoAsync);
        mux.HandleFunc("/hijack", HijackAsync);
        mux.HandleFunc("/client", (w, _) => ClientAsync(client, upstream, w));
        mux.HandleFunc("/stream", StreamAsync);
        mux.HandleFunc("/cancelled", CancelledAsync);
        mux.Handle("/files/", Http.StripPrefix("/files/", Http.FileServer(directory)));
        mux.Handle("/proxy/", Http.StripPrefix("/proxy", new ReverseProxy(upstream) { Transport = transport }));
        mux.Handle(
            "/timeout",
            Http.TimeoutHandler(
                Handler.From(static async (_, r) => await Task.Delay(5000, r.Context.CancellationToken)), TimeSpan.FromMilliseconds(50)));
        mux.Handle("/limited", Http.MaxBytesHandler(Handler.From(EchoAsync), 3));
        mux.Handle("/origin", new CrossOriginProtection().Handler(Handler.From(EchoAsync)));
        return mux;
    }

    private static void Plain(ResponseWriter w, Request r)
    {
        w.Header.Set("Content-Type", "text/plain; charset=utf-8");
        w.Header.Add("X-Peer", r.RemoteAddr);
        w.Header.Add("Set-Cookie", new Cookie("seen", "1") { Path = "/", MaxAge = 60 }.ToString());
        w.Write($"{r.Url.Path} {r.Host} {r.Header.Get("User-Agent")} {r.Cookies().Count}");
    }

    private static async Task ThrowLaterAsync(ResponseWriter w, Request r)
    {
        await Task.Yield();
        throw new InvalidOperationException("thrown by a handler");
    }

    private static async Task JsonAsync(ResponseWriter w, Request r)
    {
        var point = await r.Body.ReadJsonAsync(FirstContext.Default.FirstPoint);
        w.Header.Set("Content-Type", "application/json");
        w.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(point, FirstContext.Default.FirstPoint));
    }

    private static async Task MultipartAsync(ResponseWriter w, Request r)
    {
        await r.ParseMultipartFormAsync(10);
        w.Write(r.FormValue("a"));
    }

    private static async Task EchoAsync(ResponseWriter w, Request r) => await w.WriteAsync(await r.Body.ReadAllBytesAsync(1000));

    private static async Task HijackAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Connection", "Upgrade");
        w.Header.Set("Upgrade", "echo");
        w.WriteHeader(Status.SwitchingProtocols);
        using var conn = new ResponseController(w).Hijack();
        await conn.WriteAsync("hello"u8.ToArray());
    }

    private static async Task ClientAsync(Client client, string upstream, ResponseWriter w)
    {
        try
        {
            using var response = await client.GetAsync(upstream + "/plain");
            await w.WriteAsync(await response.Body.ReadAllBytesAsync(1000));
        }
        catch (TransportException failure)
        {
            w.Header.Set("X-Error", failure.Error.ToString());
            w.WriteHeader(Status.BadGateway);
        }
    }

    private static async Task StreamAsync(ResponseWriter w, Request r)
    {
        w.WriteHeader(Status.EarlyHints);
        for (var part = 0; part < 3; part++)
        {
            await w.WriteAsync("part"u8.ToArray());
            await w.FlushAsync();
        }

        w.Header.Set("Trailer:X-Last", "1");
    }

    private static async Task CancelledAsync(ResponseWriter w, Request r)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(r.Context.CancellationToken);
        soon.CancelAfter(10);
        await Task.Delay(5000, soon.Token);
    }
}

/// <summary>A body in JSON.</summary>
internal sealed record FirstPoint(int X, string Name);

[JsonSerializable(typeof(FirstPoint))]
internal sealed partial class FirstContext : JsonSerializerContext;
