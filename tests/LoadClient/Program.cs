// Both ends of the allocation test, each in a process of its own, so that nothing but the server allocates in the server's.
//   LoadClient serve            listens, prints its port, and serves until standard input ends
//   LoadClient load PORT COUNT  prints how many bytes the server allocated for COUNT requests, reading the server's own count before and after
using System.Globalization;
using System.Net;
using LoadClient;
using RouteGen;

switch (args)
{
    case ["serve"]:
        var mux = new ServeMux();
        mux.HandleFunc("/ping", static (w, _) => w.Write("pong"u8));
        mux.HandleFunc("/allocated", static (w, _) => w.Write(GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture)));
        var server = new Server { Addr = "127.0.0.1:0", Handler = mux };
        server.Start();
        Console.WriteLine(((IPEndPoint)server.LocalEndPoint!).Port);
        Console.In.ReadToEnd();
        await server.ShutdownAsync();
        return 0;
    case ["load", var port, var count]:
        Console.WriteLine(Load.AllocatedBytes(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)));
        return 0;
    default:
        Console.Error.WriteLine("usage: LoadClient serve | LoadClient load PORT COUNT");
        return 2;
}
