// Handlers that hold their threads, and how quick /ping is meanwhile. A ping starts every 10 ms whether or not the one before is answered,
// on a connection of its own, so that a server that answers nothing for a second has a hundred slow pings and not one.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LoadClient;

internal static class Hold
{
    // More are opened when they are needed.
    private const int PingersMax = 200;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    internal static async Task<bool> RunAsync(int port, int count, string path)
    {
        var pingers = new ConcurrentBag<Peer>();
        foreach (var peer in await OpenAsync(port, Math.Min(count, PingersMax))) pingers.Add(peer);
        var peers = await OpenAsync(port, count);

        var clock = Stopwatch.StartNew();
        var held = Task.WhenAll(peers.Select(peer => peer.AskAsync(path)));
        var pinging = PingAsync(port, pingers, held);
        await held;
        var seconds = clock.Elapsed.TotalSeconds;
        var pings = await pinging;
        foreach (var peer in peers.Concat(pingers)) peer.Dispose();
        Array.Sort(pings);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} x {path}: all done {seconds:F3} s after the first; {pings.Length} pings meanwhile, one every 10 ms: p50 "
                + $"{At(pings, 0.5):F3} ms, p99 {At(pings, 0.99):F3} ms, max {pings[^1]:F3} ms"));
        return true;
    }

    private static async Task<List<Peer>> OpenAsync(int port, int count)
    {
        var peers = new List<Peer>(count);
        for (var index = 0; index < count; index++)
        {
            var peer = await Peer.ConnectAsync(port);
            await peer.AskAsync("/ping");
            peers.Add(peer);
        }

        return peers;
    }

    private static async Task<double[]> PingAsync(int port, ConcurrentBag<Peer> pingers, Task until)
    {
        var pings = new List<Task<double>>();
        using var timer = new PeriodicTimer(s_interval);
        while (!until.IsCompleted)
        {
            pings.Add(OnePingAsync(port, pingers));
            await timer.WaitForNextTickAsync();
        }

        return await Task.WhenAll(pings);
    }

    private static async Task<double> OnePingAsync(int port, ConcurrentBag<Peer> pingers)
    {
        var start = Stopwatch.GetTimestamp();
        if (!pingers.TryTake(out var peer)) peer = await Peer.ConnectAsync(port);
        await peer.AskAsync("/ping");
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        pingers.Add(peer);
        return elapsed;
    }

    private static double At(double[] sorted, double part) => sorted[(int)(part * (sorted.Length - 1))];
}
