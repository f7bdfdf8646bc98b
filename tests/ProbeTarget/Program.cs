// What HTTP conformance probes are pointed at: a plain program on the server, with the endpoints that probes expect and no special cases for
// them. What the server refuses, the server refuses; all options but the two below are the defaults.
//   ProbeTarget --addr HOST:PORT
// Prints one line when it listens. SIGINT and SIGTERM shut it down.
using System.Runtime.InteropServices;
using ProbeTarget;
using RouteGen;

if (args is not ["--addr", var addr])
{
    Console.Error.WriteLine("usage: ProbeTarget --addr HOST:PORT");
    return 2;
}

var stop = new TaskCompletionSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var server = new Server { Addr = addr, Handler = Handler.From((AsyncHandlerFunc)Endpoints.ServeAsync), DisableGeneralOptionsHandler = true };
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
await stop.Task;
await server.ShutdownAsync();
return 0;

void Stop(PosixSignalContext context) => context.Cancel = stop.TrySetResult();
