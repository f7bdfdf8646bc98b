// A server whose first requests come when the process has no descriptor left. Under the JIT, what those requests load or initialise first
// would fail for good: the runtime keeps the failure of a static constructor and of a missing assembly. So:
//   1. the server starts, and a connection is made for each kind of request;
//   2. every descriptor is taken; each kind is asked for on its connection, and its response need only come where it needs no descriptor;
//   3. the descriptors are given back; each kind is asked for on a new connection, and must be answered as always.
// The runtime itself needs a descriptor to start a thread, and the environment of the process keeps it from compiling in the background
// (FirstUseTests). An assembly that is loaded after the start is a failure, even where it did load. Everything drives itself and ends: no
// input is read, and each wait has a limit. The peers are made of system calls alone (Native.cs), so that they load nothing that the server
// needs.
using System.Collections.Concurrent;
using System.Net;
using RouteGen;

namespace LoadClient.FirstUse;

internal static class FirstUseRun
{
    private const int DescriptorsMax = 400;

    private const int ThreadsStarted = 16;
    private const int ProblemsMax = 5;
    private const int PatienceSeconds = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentQueue<string> s_problems = [];
    private static readonly TimeZoneInfo? s_zone = Environment.GetEnvironmentVariable("TZ") is { Length: > 0 } name
        ? TimeZoneInfo.FindSystemTimeZoneById(name) : null;
    private static volatile bool s_isStarted;

    internal static bool Run()
    {
        // What failed is written there at the end.
        Console.Out.Flush();
        RawPeer.Prepare();
        StartThreads();
        Native.LimitDescriptors(DescriptorsMax);
        var taken = new Stack<int>();
        Native.TakeDescriptors(taken);
        while (taken.TryPop(out var descriptor)) Native.Close(descriptor);
        AppDomain.CurrentDomain.AssemblyLoad += static (_, loaded) =>
        {
            if (s_isStarted) s_problems.Enqueue($"loaded after the start: {loaded.LoadedAssembly.GetName().Name}");
        };
        var directory = Directory.CreateTempSubdirectory("first-use").FullName;
        File.WriteAllText(Path.Combine(directory, "a.txt"), "text of a file");
        try
        {
            return Run(directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool Run(string directory)
    {
        using var transport = new Transport();
        var upstream = Started(FirstMux.Make(transport, "http://127.0.0.1:1", directory));
        var server = Started(FirstMux.Make(transport, $"http://127.0.0.1:{Port(upstream)}", directory));
        s_isStarted = true;

        var kinds = FirstKinds.All;
        var peers = kinds.Select(kind => new RawPeer(Port(server), kind.NeedsDescriptor ? 1 : PatienceSeconds)).ToList();
        WaitFor(() => server.ConnCount == peers.Count);
        var taken = new Stack<int>();
        for (var index = 0; index < kinds.Count; index++)
        {
            // Also those that the server gave back with the connection before.
            Native.TakeDescriptors(taken);
            // If it needs one, it may fail, wait, or find one that was given back at this moment.
            if (kinds[index].NeedsDescriptor) peers[index].Ask(kinds[index].Request, kinds[index].End);
            else Check(kinds[index], peers[index], "without descriptors");
        }

        while (taken.TryPop(out var descriptor)) Native.Close(descriptor);
        peers.ForEach(static peer => peer.Dispose());

        // Twice: what has failed once must not have been given up on the second time.
        for (var round = 0; round < 2; round++)
        {
            foreach (var kind in kinds)
            {
                using var peer = new RawPeer(Port(server), PatienceSeconds);
                Check(kind, peer, "afterwards");
            }
        }

        s_isStarted = false;
        foreach (var problem in s_problems) Console.WriteLine(problem);
        if (s_problems.IsEmpty) Console.WriteLine("first use held");
        server.Close();
        upstream.Close();
        return s_problems.IsEmpty;
    }

    private static void Check(FirstKind kind, RawPeer peer, string when)
    {
        // Each may have waited for as long as a peer waits.
        if (s_problems.Count >= ProblemsMax) return;
        var response = peer.Ask(kind.Request, kind.End);
        if (!kind.IsAnsweredBy(response)) s_problems.Enqueue($"{when}: {kind.Name}: {kind.Status} wanted: {response}");
    }

    // The runtime cannot start a thread without a descriptor, so that the pool has to have some. They end 20 s after their last work.
    private static void StartThreads()
    {
        ThreadPool.SetMinThreads(ThreadsStarted, ThreadsStarted);
        // Not disposed: threads of the pool may still be waiting for it.
        var begun = new CountdownEvent(ThreadsStarted);
        for (var count = 0; count < ThreadsStarted; count++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                begun.Signal();
                begun.Wait(s_patience);
            });
        }

        if (!begun.Wait(s_patience)) s_problems.Enqueue("the pool did not start its threads");
        // The thread of the timers.
        using var timer = new CancellationTokenSource(1);
        timer.Token.WaitHandle.WaitOne(s_patience);
    }

    private static Server Started(ServeMux mux)
    {
        var server = new Server { Addr = "127.0.0.1:0", Handler = Http.AccessLog(mux, OnAccess), ErrorLog = OnLog };
        server.Start();
        return server;
    }

    private static int Port(Server server) => ((IPEndPoint)server.LocalEndPoint!).Port;

    // The runtime takes UTC for good if it cannot open the file of the time zone when it first needs it.
    private static void OnAccess(AccessLogEntry entry)
    {
        _ = entry.ToString();
        if (s_zone is { } zone && entry.Time.Offset != zone.GetUtcOffset(entry.Time))
            s_problems.Enqueue($"the access log is in another time zone: {entry.Time}");
    }

    private static void OnLog(string line)
    {
        string[] signs = [
            "TypeInitializationException", "FileNotFoundException", "FileLoadException", "could not be finished", "A connection failed"];
        if (Array.Exists(signs, sign => line.Contains(sign, StringComparison.Ordinal))) s_problems.Enqueue($"the server logged: {line}");
    }

    private static void WaitFor(Func<bool> holds)
    {
        if (!SpinWait.SpinUntil(holds, s_patience)) s_problems.Enqueue("the server did not accept every connection");
    }
}
