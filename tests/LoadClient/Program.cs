// Both ends of the tests that need a server in a process of its own, so that nothing but the server is in the server's numbers.
//   LoadClient serve                     listens, prints its port, and serves until standard input ends (ServedPaths.cs)
//   LoadClient load PORT COUNT           how many bytes the server allocated for COUNT requests, by its own count before and after
//   LoadClient soak PORT COUNT CONNS SEED   random requests over connections that pipeline, block and disconnect; every answer is checked
//   LoadClient hold PORT COUNT PATH      asks for PATH on COUNT connections at once, and times /ping on another one meanwhile
//   LoadClient idle PORT COUNT           resident bytes per idle keep-alive connection
//   LoadClient slow PORT COUNT heads|readers|held   peers that are too slow: when they are cut off, and what they cost the others
//   LoadClient chaos SECONDS [SEED] [CONNS] [--kinds KIND,...]   server, upstream and raw clients that misbehave (Chaos/ChaosRun.cs)
//   LoadClient firststart FREE           starts a server in a process with so few descriptors (FirstUse/FirstStartRun.cs)
//   LoadClient firstuse                  a server whose first requests come when there is no descriptor left (FirstUse/FirstUseRun.cs)
//   LoadClient activated start|run|serve ADDR|- NAME|-   a server that was started with sockets (Activation/ActivatedRun.cs)
//   LoadClient failingstart COUNT|-      starts that fail with the sockets that the process was started with (Activation/ActivatedRun.cs)
// Exit code: 0 when everything held, 1 when not, 2 when it was called wrongly.
using System.Globalization;
using System.Net;
using LoadClient;
using LoadClient.Activation;
using LoadClient.Chaos;
using LoadClient.FirstUse;
using RouteGen;

switch (args)
{
    case ["serve"]:
        var server = new Server { Addr = "127.0.0.1:0", Handler = ServedPaths.Mux() };
        server.Start();
        // Opened while there are descriptors, so that what the server logs without any is seen.
        Console.Error.Flush();
        Console.WriteLine(((IPEndPoint)server.LocalEndPoint!).Port);
        Console.In.ReadToEnd();
        await server.ShutdownAsync();
        return 0;
    case ["load", var port, var count]:
        Console.WriteLine(Load.AllocatedBytes(Int(port), Int(count)));
        return 0;
    case ["soak", var port, var count, var conns, var seed]:
        return await Soak.RunAsync(Int(port), Int(count), Int(conns), Int(seed)) ? 0 : 1;
    case ["hold", var port, var count, var path]:
        return await Hold.RunAsync(Int(port), Int(count), path) ? 0 : 1;
    case ["idle", var port, var count]:
        return await Idle.RunAsync(Int(port), Int(count)) ? 0 : 1;
    case ["slow", var port, var count, "heads" or "readers" or "held"]:
        return await Slow.RunAsync(Int(port), Int(count), args[3]) ? 0 : 1;
    case ["chaos", .. var rest] when ChaosOptions.Parse(rest) is { } options:
        return await ChaosRun.RunAsync(options) ? 0 : 1;
    case ["firstuse"]:
        return FirstUseRun.Run() ? 0 : 1;
    case ["firststart", var free]:
        return FirstStartRun.Run(Int(free)) ? 0 : 1;
    case ["activated", "start" or "run" or "serve", var addr, var name]:
        await ActivatedRun.RunAsync(args[1], addr, name);
        return 0;
    case ["failingstart", var count]:
        ActivatedRun.RunFailing(count);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: LoadClient serve | load PORT COUNT | soak PORT COUNT CONNS SEED | hold PORT COUNT PATH | idle PORT COUNT | slow PORT "
                + "COUNT heads|readers|held | chaos SECONDS [SEED] [CONNS] [--kinds KIND,...] | firstuse | firststart FREE | activated "
                + "start|run|serve ADDR|- NAME|- | failingstart COUNT|-");
        return 2;
}

static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
