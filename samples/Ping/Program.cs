// The smallest RouteGen microservice: one annotated method, compiled into the match table of DefaultServeMux.
//   Ping [--addr HOST:PORT]        default :8080
using System.Runtime.InteropServices;
using RouteGen;

if (args is not ([] or ["--addr", _]))
{
    Console.Error.WriteLine("usage: Ping [--addr HOST:PORT]");
    return 2;
}

var server = new Server { Addr = args is ["--addr", var addr] ? addr : ":8080" };
try
{
    server.Start();
}
catch (Exception failure) when (failure is TransportException or FormatException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

Console.WriteLine($"listening on {server.LocalEndPoint}");

var stop = new TaskCompletionSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await stop.Task;
await server.ShutdownAsync();
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}

internal static class PingHandlers
{
    [HandleFunc("/ping")]
    internal static void Ping(ResponseWriter w, Request r) => w.Write("pong"u8);
}
