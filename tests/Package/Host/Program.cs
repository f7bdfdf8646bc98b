// Prints what the routes of the referenced program answer, of which it calls nothing itself.
using RouteGen;

var server = new Server { Addr = "127.0.0.1:0" };
server.Start();
using (var response = await Http.PostAsync($"http://{server.LocalEndPoint}/ping", "text/plain", body: null))
    Console.WriteLine(await response.Body.ReadAllTextAsync());
using (var response = await Http.GetAsync($"http://{server.LocalEndPoint}/shelf/pang"))
    Console.WriteLine(await response.Body.ReadAllTextAsync());
await server.ShutdownAsync();
