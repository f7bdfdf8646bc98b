// The smallest RouteGen microservice: one annotated method, compiled into the match table of DefaultServeMux.
//   Ping [--addr HOST:PORT]        default: the sockets of systemd's socket activation, or :8080 on all addresses of the machine
// Exit code: 0 after a graceful shutdown (SIGINT, SIGTERM); 1 if it cannot listen; 2 for wrong arguments.
using System.Net;
using System.Runtime.InteropServices;
using RouteGen;

if (args is not ([] or ["--addr", _]))
{
    Console.Error.WriteLine("usage: Ping [--addr HOST:PORT]");
    return 2;
}

var server = args is ["--addr", var addr] ? new Server { Addr = addr } : new Server();
try
{
    server.Start();
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

// The signals are handled before the line is printed, because a program that reads the line may send a signal at once.
var stop = new TaskCompletionSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

Console.WriteLine($"listening on {Describe(server.LocalEndPoint!)}");
await stop.Task;
await server.ShutdownAsync();
return 0;

// The first signal starts a graceful shutdown. A second signal terminates the process, as usual.
void Stop(PosixSignalContext context) => context.Cancel = stop.TrySetResult();

// Returns a URL that can be pasted into a browser, unlike one with the wildcard address.
static string Describe(EndPoint bound) =>
    bound is IPEndPoint { Port: var port, Address: var address } && (address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any))
    ? $"http://localhost:{port} (every address of this machine)"
    : $"http://{bound}";

internal static class PingHandlers
{
    [HandleFunc("/ping")]
    internal static void Ping(ResponseWriter w, Request r) => w.Write("pong"u8);
}
