using System.Globalization;
using System.Net;
using RouteGen;

namespace LoadClient.Activation;

/// <summary>A server in a process that was started with sockets. Every response is the address at which its request came.</summary>
internal static class ActivatedRun
{
    /// <summary>
    /// Starts the server, prints its first address and how many sockets are left for another one, and serves until standard input ends.
    /// </summary>
    /// <param name="how">The method that starts it.</param>
    /// <param name="addr">Its address; <c>-</c>: not set.</param>
    /// <param name="name">The name of its sockets; <c>-</c>: not set.</param>
    internal static async Task RunAsync(string how, string addr, string name)
    {
        var handler = Handler.From((w, r) => w.Write(r.Context.Get<EndPoint>()!.ToString()));
        var socketName = name == "-" ? null : name;
        var server = addr == "-"
            ? new Server { Handler = handler, InheritedSocketName = socketName }
            : new Server { Handler = handler, InheritedSocketName = socketName, Addr = addr };
        var running = Start(server, how);
        Console.WriteLine(server.LocalEndPoint);
        var left = Listener.Inherited();
        Console.WriteLine(left.Count);
        foreach (var listener in left) listener.Dispose();
        await Console.In.ReadToEndAsync();
        await server.ShutdownAsync();
        await running;
    }

    /// <summary>
    /// Starts servers without an address three times, and prints what each attempt came to. Announces sockets that there are not itself.
    /// </summary>
    /// <param name="count">The value of <c>LISTEN_FDS</c>; <c>-</c>: as inherited.</param>
    internal static void RunFailing(string count)
    {
        if (count != "-")
        {
            Environment.SetEnvironmentVariable("LISTEN_PID", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            Environment.SetEnvironmentVariable("LISTEN_FDS", count);
        }

        for (var attempt = 0; attempt < 3; attempt++)
        {
            // Fails behind the sockets, if these are good.
            var server = new Server { BaseContext = static _ => throw new InvalidOperationException("no context") };
            try
            {
                server.Start();
                Console.WriteLine(server.LocalEndPoint);
            }
            catch (Exception failure) when (failure is TransportException or InvalidOperationException)
            {
                Console.WriteLine(failure.Message);
            }
        }
    }

    private static Task Start(Server server, string how)
    {
        switch (how)
        {
            case "start":
                server.Start();
                return Task.CompletedTask;
            case "run":
                return server.RunAsync();
            default:
                return EndAsync(server.ListenAndServeAsync());
        }
    }

    private static async Task EndAsync(Task serving)
    {
        try
        {
            await serving;
        }
        catch (ServerClosedException)
        {
            // How it says that it was shut down.
        }
    }
}
