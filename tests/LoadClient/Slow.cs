// Peers that hold connections by being slow: heads that never end, a byte every 5 s, or answers of 10 MiB read at 10 bytes a second, from a
// handler that awaits ("readers") or from one that holds its thread ("held"). Shown is what they cost the others (/ping, one every 10 ms)
// and the server (resident memory), and when it is rid of them.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoadClient;

internal static class Slow
{
    private const int AnswerBytes = 10 * 1024 * 1024;
    private const long GrowthBytesMax = 4 * 1024 * 1024;
    private const long HeadConnBytesMax = 8 * 1024;
    private const long OutputBytesMax = 32 * 1024;
    private const double PingRatioMax = 3;

    // The server's own limits, and what a busy machine adds: a head has 10 s; an answer what its peer has earned, a minute at most.
    private static readonly TimeSpan s_headLimit = TimeSpan.FromSeconds(13);
    private static readonly TimeSpan s_readLimit = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    internal static async Task<bool> RunAsync(int port, int count, string kind)
    {
        var areReaders = kind != "heads";
        await PingsAsync(port, TimeSpan.FromSeconds(1));
        var alone = await PingsAsync(port, s_look);
        var before = await StateAsync(port);

        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var sockets = new List<Socket>(count);
        for (var index = 0; index < count; index++) sockets.Add(await OpenAsync(port, kind));
        var peers = Task.WhenAll(sockets.Select(socket => areReaders ? ReadAsync(socket, stop.Token) : DripAsync(socket, stop.Token)));
        var meanwhile = await PingsAsync(port, s_look);
        var during = await StateAsync(port);
        var open = during.Descriptors - before.Descriptors;

        var limit = areReaders ? s_readLimit : s_headLimit;
        while ((await StateAsync(port)).Descriptors > before.Descriptors && clock.Elapsed < limit + s_look) await Task.Delay(200);
        var gone = clock.Elapsed;
        await stop.CancelAsync();
        foreach (var socket in sockets) socket.Dispose();
        await peers;

        var growth = during.ResidentBytes - before.ResidentBytes;
        var growthMax = GrowthBytesMax + (open * (HeadConnBytesMax + (areReaders ? OutputBytesMax : 0)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} slow {(kind == "held" ? "readers, a thread each" : kind)}, {open} open: all closed after {gone.TotalSeconds:F1} s "
                + $"(at most {limit.TotalSeconds}); /ping p99 {alone:F2} ms -> {meanwhile:F2} ms; resident memory grew by {growth / 1024} "
                + $"KiB (at most {growthMax / 1024})"));
        return gone <= limit && growth <= growthMax && meanwhile <= PingRatioMax * Math.Max(alone, 1);
    }

    private static async Task<Socket> OpenAsync(int port, string kind)
    {
        var isReader = kind != "heads";
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (isReader) socket.ReceiveBufferSize = 4096;
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        if (isReader) await socket.SendAsync(Peer.Get($"/{(kind == "held" ? "held" : "zeros")}/{AnswerBytes}"));
        return socket;
    }

    private static async Task DripAsync(Socket socket, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        var head = Peer.Get("/" + new string('x', 1000));
        await UntilClosedAsync(
            async position =>
            {
                await socket.SendAsync(head.AsMemory(position, 1), stop);
                return await timer.WaitForNextTickAsync(stop);
            });
    }

    private static async Task ReadAsync(Socket socket, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var buffer = new byte[10];
        await UntilClosedAsync(async _ => await socket.ReceiveAsync(buffer, stop) > 0 && await timer.WaitForNextTickAsync(stop));
    }

    private static async Task UntilClosedAsync(Func<int, Task<bool>> stepAsync)
    {
        try
        {
            for (var position = 0; await stepAsync(position); position++)
            {
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has closed the connection, or the test is over.
        }
    }

    // The 99th percentile, in milliseconds, of pings that start every 10 ms on a few connections in turn.
    private static async Task<double> PingsAsync(int port, TimeSpan span)
    {
        var pingers = new List<Peer>();
        for (var index = 0; index < 20; index++) pingers.Add(await Peer.ConnectAsync(port));
        var times = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var clock = Stopwatch.StartNew();
        for (var turn = 0; clock.Elapsed < span; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            await pingers[turn % pingers.Count].AskAsync("/ping");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await timer.WaitForNextTickAsync();
        }

        foreach (var pinger in pingers) pinger.Dispose();
        times.Sort();
        return times[(int)(0.99 * (times.Count - 1))];
    }

    private static async Task<ProcessState> StateAsync(int port) => ProcessState.Parse(await Peer.AskAsync(port, "/state"));
}
