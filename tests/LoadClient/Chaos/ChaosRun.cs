// Everything at once, in one process: the server, raw clients, and a raw upstream behind its proxies; an unhandled exception anywhere ends
// it all. What must hold:
//   - every body that arrives whole, at a handler, upstream, at a client, is the one that was sent, and every response is its request's;
//   - every connection gets on within 30 s (Watchdog), every request that nobody spoilt is answered, and the upstream gets none twice;
//   - what a handler kept is of no use after its response;
//   - afterwards there are as many descriptors as before, the heap is as large as before, and ShutdownAsync ends.
// The heap is compared once the array pools have freed the blocks that nobody used for a minute, and to 1 MiB, in runs of a minute or more;
// a shorter run does not wait for that, and allows 8 MiB. Resident memory, of which the collector and the C library keep a part for later,
// may grow by 32 MiB.
// "Before" is after a fifth of the time, at most 30 s: what the first requests load and keep for good is no leak.
using System.Globalization;
using System.Net;
using RouteGen;

namespace LoadClient.Chaos;

internal static class ChaosRun
{
    // Of 1,000 responses.
    private const long UnsentMax = 20;

    private const long ResidentGrowthMax = 32 * 1024 * 1024;
    private const int LongRunSeconds = 60;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_poolPatience = TimeSpan.FromSeconds(150);

    internal static async Task<bool> RunAsync(ChaosOptions options)
    {
        Faults.Seed = options.Seed;
        // Opens the console's descriptors before they are counted, whether or not there will be a fault to report.
        Console.Error.WriteLine(FormattableString.Invariant($"chaos: {options.Seconds} s, seed {options.Seed}"));
        // Handlers hold threads while they wait for clients, which need some themselves.
        ThreadPool.SetMinThreads((2 * options.Conns) + 16, 16);
        using var upstream = new Upstream(options, ProcessState.Served);
        upstream.Start();
        using var transport = new Transport { MaxIdleConnsPerHost = options.Conns };
        var kept = new KeptObjects();
        var server = new Server
        { Addr = "127.0.0.1:0", Handler = new ChaosHandler(options, transport, upstream.Url, kept), ErrorLog = OnLog };
        server.Start();
        var port = ((IPEndPoint)server.LocalEndPoint!).Port;

        var warmUpTime = TimeSpan.FromSeconds(Math.Clamp(options.Seconds / 5, 1, 30));
        ChaosLoad? load = null;
        new Watchdog(() => (load?.Conns ?? []).Concat<IWatched>(upstream.Conns)).Start();
        var warmUp = load = new ChaosLoad(options, port, kept, firstId: 1, warmUpTime);
        await warmUp.RunAsync();
        await WhenClosedAsync(server);
        kept.Clear();
        var before = await SettledStateAsync(server, transport, long.MaxValue, long.MaxValue, s_patience);
        load = new ChaosLoad(options, port, kept, 1 + warmUp.Count, TimeSpan.FromSeconds(options.Seconds) - warmUpTime);
        await load.RunAsync();
        await WhenClosedAsync(server);
        var lateCount = kept.Clear();
        var isLong = options.Seconds >= LongRunSeconds;
        var heapBytesMax = before.HeapBytes + ((isLong ? 1 : 8) * 1024 * 1024);
        var after = await SettledStateAsync(server, transport, before.Descriptors, heapBytesMax, isLong ? s_poolPatience : s_patience);
        if (after.Descriptors > before.Descriptors) Console.Error.WriteLine(ProcessState.DescribeDescriptors());
        var openConns = server.ConnCount;
        var isShut = await IsShutAsync(server);
        transport.CloseIdleConnections();
        var stopping = upstream.StopAsync();
        await Task.WhenAny(stopping, Task.Delay(s_patience));

        var isSentOn = (warmUp.Unsent + load.Unsent) * 1000 <= (warmUp.Answered + load.Answered) * UnsentMax;
        var held = !Faults.HasAny && isSentOn && isShut && stopping.IsCompletedSuccessfully && after.Descriptors <= before.Descriptors
            && after.HeapBytes <= heapBytesMax && after.ResidentBytes - before.ResidentBytes <= ResidentGrowthMax;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"chaos {(held ? "held" : "FAILED")}: {warmUp.Count + load.Count} requests, {warmUp.Answered + load.Answered} answered, "
            + $"{warmUp.Unsent + load.Unsent} of them by 502 without need, {warmUp.Cut + load.Cut} cut, "
            + $"{upstream.WholeCount} whole upstream, {lateCount} handled late; "
            + $"{Faults.Summary}, 0 stuck; {openConns} connections left, {(isShut ? "shut down" : "NOT shut down")}"
            + $"{(stopping.IsCompletedSuccessfully ? "" : ", upstream's connections left")}; "
            + $"descriptors {before.Descriptors} -> {after.Descriptors}; "
            + $"heap {before.HeapBytes / 1024} KiB -> {after.HeapBytes / 1024} KiB; "
            + $"resident {before.ResidentBytes / 1024} KiB -> {after.ResidentBytes / 1024} KiB; "
            + $"threads {before.Threads} -> {after.Threads}; seed {options.Seed}"));
        return held;
    }

    private static void OnLog(string line)
    {
        string[] signs = [
            "could not be finished", "A connection failed", "NullReferenceException", "IndexOutOfRange", "ArgumentOutOfRange",
            "ArgumentException"];
        if (signs.Any(sign => line.Contains(sign, StringComparison.Ordinal)))
            Faults.Report(FaultKind.Internal, null, $"the server logged: {line}");
    }

    private static async Task WhenClosedAsync(Server server)
    {
        var end = DateTime.UtcNow + s_patience;
        while (server.ConnCount > 0 && DateTime.UtcNow < end) await Task.Delay(100);
    }

    // The server sees the last connections close a moment after they were closed.
    private static async Task<ProcessState> SettledStateAsync(
        Server server, Transport transport, long descriptorsMax, long heapBytesMax, TimeSpan patience)
    {
        var end = DateTime.UtcNow + patience;
        while (true)
        {
            transport.CloseIdleConnections();
            await Task.Delay(300);
            var first = ProcessState.Parse(ProcessState.Describe());
            await Task.Delay(200);
            var state = ProcessState.Parse(ProcessState.Describe());
            var isSettled = server.ConnCount == 0 && state.Descriptors == first.Descriptors && state.Descriptors <= descriptorsMax
                && state.HeapBytes <= heapBytesMax;
            if (isSettled || DateTime.UtcNow > end) return state;
        }
    }

    private static async Task<bool> IsShutAsync(Server server)
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await server.ShutdownAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
