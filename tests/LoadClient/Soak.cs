// Many requests over many connections: pipelines of random length, cut at random places, of handlers that answer at once, block, suspend,
// read a body or write a long answer; now and then a connection is dropped in the middle of it. What must hold:
//   - every answer that is awaited comes, in the order of the requests, and is that request's (its number is in it);
//   - the server handles no request twice, and every one that was answered (it counts them itself);
//   - afterwards the server has as many descriptors as before, and resident memory within 16 MiB of before.
// "Before" is after a tenth of the load, at most 200,000 requests, has passed and its connections are closed: what the first requests
// load and keep for good (code, pools) is no leak. Both times the server makes a full collection first.
using System.Globalization;

namespace LoadClient;

internal static class Soak
{
    private const int WarmUpMax = 200_000;
    private const long ResidentGrowthMax = 16 * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    internal static async Task<bool> RunAsync(int port, int count, int connCount, int seed)
    {
        var warmUp = new SoakLoad(port, firstId: 0, Math.Min(count / 10, WarmUpMax), seed);
        await warmUp.RunAsync(connCount);
        var before = await SettledStateAsync(port, descriptorsMax: long.MaxValue);
        var load = new SoakLoad(port, warmUp.Count, count, seed + 1);
        await load.RunAsync(connCount);
        var after = await SettledStateAsync(port, before.Descriptors);

        var handled = after.ServedCount - before.ServedCount;
        var growth = after.ResidentBytes - before.ResidentBytes;
        var held = after.RepeatedCount == 0
            && handled >= load.Answered && handled <= count
            && after.Descriptors == before.Descriptors
            && growth <= ResidentGrowthMax;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"soak {(held ? "held" : "FAILED")}: {count} requests, {load.Answered} answered and checked, {load.Cut} cut by "
                + $"{load.Disconnects} disconnects, {handled} handled, {after.RepeatedCount} twice; descriptors {before.Descriptors} -> "
                + $"{after.Descriptors}; resident {before.ResidentBytes / 1024} KiB -> {after.ResidentBytes / 1024} KiB; threads "
                + $"{before.Threads} -> {after.Threads}"));
        return held;
    }

    // The server sees the last connections close a moment after they were closed. One that never does shows in the descriptors.
    private static async Task<ProcessState> SettledStateAsync(int port, long descriptorsMax)
    {
        var end = DateTime.UtcNow + s_patience;
        var previous = await StateAsync(port);
        while (true)
        {
            await Task.Delay(200);
            var state = await StateAsync(port);
            var isSettled = state.Descriptors == previous.Descriptors && state.ServedCount == previous.ServedCount;
            if ((isSettled && state.Descriptors <= descriptorsMax) || DateTime.UtcNow > end) return state;
            previous = state;
        }
    }

    private static async Task<ProcessState> StateAsync(int port) => ProcessState.Parse(await Peer.AskAsync(port, "/state"));
}
