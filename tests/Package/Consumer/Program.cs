// Serves requests of its own client, prints what came back, and ends. The generator lays all three patterns out in the table: that of an
// attribute, that of a line, which runs before the server starts, and that of a library.
using RouteGen;

Http.HandleFunc("GET /say/{word}", (w, r) => w.Write(r.PathValue("word")));

var server = new Server { Addr = "127.0.0.1:0" };
server.Start();
using (var response = await Http.PostAsync($"http://{server.LocalEndPoint}/ping", "text/plain", body: null))
    Console.WriteLine(await response.Body.ReadAllTextAsync());
using (var response = await Http.GetAsync($"http://{server.LocalEndPoint}/say/ping"))
    Console.WriteLine(await response.Body.ReadAllTextAsync());
using (var response = await Http.GetAsync($"http://{server.LocalEndPoint}/shelf/pang"))
    Console.WriteLine(await response.Body.ReadAllTextAsync());
await server.ShutdownAsync();

internal static class Handlers
{
    [HandleFunc("/ping")]
    internal static void Ping(ResponseWriter w, Request r) => w.Write("pong"u8);
}
