// A small service with items in memory, as JSON: a mux whose handlers share a store, and the health routes of a library.
//   Items [--addr HOST:PORT]       default: the sockets of systemd's socket activation, or :8080 on all addresses of the machine
// Exit code: 0 after a graceful shutdown (SIGINT, SIGTERM); 1 if it cannot listen or had to abort requests; 2 for wrong arguments.
using Items;
using RouteGen;

if (args is not ([] or ["--addr", _]))
{
    Console.Error.WriteLine("usage: Items [--addr HOST:PORT]");
    return 2;
}

// The compiled table of the default mux contains all routes: the start page, and the routes of the library and of the mux that Site mounts.
var server = args is ["--addr", var addr] ? new Server { Addr = addr } : new Server();
try
{
    return await server.RunAsync(() => Console.WriteLine($"listening on http://{server.LocalEndPoint}")) ? 0 : 1;
}
catch (FormatException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}
catch (TransportException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
