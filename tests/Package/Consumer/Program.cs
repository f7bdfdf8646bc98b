// Serves one request of its own client, prints what came back, and ends.
using RouteGen;

var server = new Server { Addr = "127.0.0.1:0" };
server.Start();
using (var response = await Http.PostAsync($"http://{server.LocalEndPoint}/ping", "text/plain", body: null))
    Console.WriteLine(await response.Body.ReadAllTextAsync());
await server.ShutdownAsync();

internal static class Handlers
{
    [HandleFunc("/ping")]
    internal static void Ping(ResponseWriter w, Request r) => w.Write("pong"u8);
}
