// What HTTP conformance probes are pointed at: a plain program on the server, with the endpoints that probes expect and no special cases
// for them. What the server refuses, the server refuses; all options but the two below are the defaults.
//   ProbeTarget --addr HOST:PORT [--tls-addr HOST:PORT --cert FILE --key FILE]
// Prints one line when it listens. SIGINT and SIGTERM shut it down.
using System.Runtime.InteropServices;
using ProbeTarget;
using RouteGen;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine("usage: ProbeTarget --addr HOST:PORT [--tls-addr HOST:PORT --cert FILE --key FILE]");
    return 2;
}

var stop = new TaskCompletionSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var server = new Server
{ Addr = arguments.Addr, Handler = Handler.From((AsyncHandlerFunc)Endpoints.ServeAsync), DisableGeneralOptionsHandler = true };
try
{
    server.Start();
    if (arguments.TlsAddr is { } tlsAddr) server.StartTls(Listener.Listen(tlsAddr), arguments.Cert, arguments.Key);
}
catch (Exception failure) when (failure is IOException or FormatException or System.Security.Cryptography.CryptographicException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

Console.WriteLine($"listening on {server.LocalEndPoint}");
await stop.Task;
await server.ShutdownAsync();
return 0;

void Stop(PosixSignalContext context) => context.Cancel = stop.TrySetResult();
