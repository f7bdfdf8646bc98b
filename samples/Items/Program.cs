// A small service: items in memory, as JSON, with a mux of its own whose handlers share a store, and the health routes of a library.
//   Items [--addr HOST:PORT]       default: the sockets of systemd's socket activation, or :8080, every address of the machine
// Exit code: 0 after a graceful shutdown (SIGINT, SIGTERM), 1 when it cannot listen or had to cut requests, 2 when it was called wrongly.
using Items;
using RouteGen;

if (args is not ([] or ["--addr", _]))
{
    Console.Error.WriteLine("usage: Items [--addr HOST:PORT]");
    return 2;
}

// All routes are in the default mux since the program was compiled: the index, the library's, and those of the mux that Site mounts.
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
