using RouteGen;

namespace LoadClient.FirstUse;

/// <summary>Starts a server in a process that has few descriptors left: it starts, or there is one clear exception.</summary>
internal static class FirstStartRun
{
    private const int DescriptorsMax = 160;

    internal static bool Run(int freeCount)
    {
        Console.WriteLine($"{freeCount} descriptors are free");
        Native.LimitDescriptors(DescriptorsMax);
        var taken = new Stack<int>();
        Native.TakeDescriptors(taken);
        for (var count = 0; count < freeCount; count++) Native.Close(taken.Pop());
        var first = Start();
        while (taken.TryPop(out var descriptor)) Native.Close(descriptor);
        Console.WriteLine(Describe(first));
        return first is null or TransportException { Error: TransportError.TooManyOpenFiles };
    }

    private static Exception? Start()
    {
        try
        {
            using var transport = new Transport();
            var server = new Server { Addr = "127.0.0.1:0", Handler = Http.NotFoundHandler(), ErrorLog = static _ => { } };
            server.Start();
            server.Close();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static string Describe(Exception? failure) => failure is null ? "started" : $"failed: {failure}";
}
