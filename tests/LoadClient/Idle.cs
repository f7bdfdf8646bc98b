using System.Globalization;

namespace LoadClient;

/// <summary>What an idle keep-alive connection costs the server: resident memory before and after many of them have served once.</summary>
internal static class Idle
{
    private const int WarmUpCount = 100;
    private const long BytesPerConnMax = 1024;

    internal static async Task<bool> RunAsync(int port, int count)
    {
        // What serving itself needs is loaded first.
        await DropAsync(await OpenAsync(port, WarmUpCount), port);
        var before = await StateAsync(port);
        var peers = await OpenAsync(port, count);
        var after = await StateAsync(port);
        var perConn = (after.ResidentBytes - before.ResidentBytes) / count;
        foreach (var peer in peers) peer.Dispose();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count} idle connections: {perConn} bytes each (resident {before.ResidentBytes / 1024} KiB -> "
                    + $"{after.ResidentBytes / 1024} KiB)"));
        return perConn <= BytesPerConnMax;
    }

    private static async Task<List<Peer>> OpenAsync(int port, int count)
    {
        var peers = new List<Peer>(count);
        for (var index = 0; index < count; index++)
        {
            var peer = await Peer.ConnectAsync(port);
            peers.Add(peer);
            await peer.AskAsync("/ping");
        }

        return peers;
    }

    private static async Task DropAsync(List<Peer> peers, int port)
    {
        var open = (await StateAsync(port)).Descriptors;
        foreach (var peer in peers) peer.Dispose();
        while ((await StateAsync(port)).Descriptors > open - peers.Count) await Task.Delay(50);
    }

    private static async Task<ProcessState> StateAsync(int port) => ProcessState.Parse(await Peer.AskAsync(port, "/state"));
}
