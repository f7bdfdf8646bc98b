// A server that is asked for one of everything, each for the first time after it has started.
//   standard input: a line     makes it start (the caller may have taken its descriptors away); it prints its port, or the failure of Start and waits for another line
//   standard input: the end    prints the assemblies that were loaded since it started
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using RouteGen;

namespace LoadClient;

internal static class FirstUse
{
    internal static async Task<int> RunAsync()
    {
        var backend = new Server { Addr = "127.0.0.1:0", Handler = Backend() };
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "content");
        // The program's own part; the address is not known before the backend listens.
        var url = "";
        var mux = Mux(file, new ReverseProxy(request => request.SetUrl(Url.Parse(url))));
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            try
            {
                backend.Start();
                break;
            }
            catch (Exception failure)
            {
                Console.WriteLine($"{failure.GetType().Name}: {failure.Message}");
            }
        }

        url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)backend.LocalEndPoint!).Port}/");
        var server = new Server { Addr = "127.0.0.1:0", Handler = mux };
        server.Start();
        var late = new ConcurrentQueue<string>();
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => late.Enqueue(loaded.LoadedAssembly.GetName().Name!);
        Console.WriteLine(((IPEndPoint)server.LocalEndPoint!).Port);
        Console.ReadLine();
        Console.WriteLine(string.Join(' ', late));
        File.Delete(file);
        server.Close();
        backend.Close();
        return 0;
    }

    private static ServeMux Backend()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/", static (w, r) =>
        {
            w.Header.Set("X-Backend", "yes");
            w.Write(r.Url.Path);
        });
        return mux;
    }

    private static ServeMux Mux(string file, ReverseProxy proxy)
    {
        var mux = new ServeMux();
        mux.HandleFunc("GET /fields", static (w, _) =>
        {
            w.Header.Set("Content-Type", "application/json");
            w.Header.Add("X-Field", "value");
            w.Write("{}"u8);
        });
        mux.HandleFunc("POST /body", static async (w, r) => w.Write(await r.Body.ReadAllTextAsync()));
        mux.HandleFunc("POST /form", static (w, r) => w.Write(r.FormValue("name")));
        mux.HandleFunc("/redirect", static (w, r) => Http.Redirect(w, r, "/fields", 302));
        mux.HandleFunc("/error", static (w, _) => Http.Error(w, "no", 418));
        mux.HandleFunc("/fail", static (_, _) => throw new InvalidOperationException("as asked"));
        mux.HandleFunc("/chunked", static async (w, _) =>
        {
            w.Write("one"u8);
            await w.FlushAsync();
            w.Write("two"u8);
        });
        mux.HandleFunc("/cookie", static (w, r) =>
        {
            Http.SetCookie(w, new RouteGen.Cookie("seen", r.Cookie("a")?.Value ?? "none"));
            w.Write("baked"u8);
        });
        mux.HandleFunc("/file", async (w, r) => await Http.ServeFileAsync(w, r, file));
        mux.Handle("/proxied/", proxy);
        return mux;
    }
}
