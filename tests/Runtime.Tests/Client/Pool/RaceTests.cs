// Races, in loops: eight callers, two thousand requests, a server that answers each with its own text. Whatever happens, an answer is the
// request's own, a failure is one that the race explains, and afterwards no connection, dial, waiter or descriptor is left.
using System.Diagnostics;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

[Collection("IO")]
public class RaceTests
{
    private const int Callers = 8;
    private const int Rounds = 2000;

    public static TheoryData<string, string> Scenarios()
    {
        var data = new TheoryData<string, string>();
        foreach (var backend in OperatingSystem.IsLinux() ? (string[])["epoll", "sockets"] : ["sockets"])
            foreach (var scenario in (string[])["idle or dial", "dialing", "waiting", "writing", "reading", "closing", "continue", "early"])
                data.Add(backend, scenario);
        return data;
    }

    private static Transport NewTransport(string backend, string scenario) => new()
    {
        Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
        MaxIdleConns = scenario == "idle or dial" ? 3 : 100,
        MaxConnsPerHost = scenario == "waiting" ? 2 : 0,
        DisableKeepAlives = scenario == "dialing",
        ExpectContinueTimeout = TimeSpan.FromMilliseconds(1),
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_race_gives_each_caller_its_own_answer_and_leaves_nothing_behind(string backend, string scenario)
    {
        var before = -1;
        await using (var peer = new RacePeer())
        {
            using var transport = NewTransport(backend, scenario);
            await RunAsync(transport, peer, scenario, 0, isCancelled: false);
            await Wait.UntilNothingIsLeftAsync(transport);
            await Wait.UntilAsync(() => peer.Open == 0, "the server's connections are closed");
            before = Sockets();
            var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(transport, peer, scenario, caller)));
            await Task.WhenAll(callers).WaitAsync(TimeSpan.FromMinutes(3));
            await Wait.UntilNothingIsLeftAsync(transport);
            await Wait.UntilAsync(() => peer.Open == 0, "the server's connections are closed");
            await Wait.UntilAsync(() => Sockets() <= before, "the descriptors are given back");
        }
    }

    private static async Task CallAsync(Transport transport, RacePeer peer, string scenario, int caller)
    {
        var random = new Random(caller);
        var cancels = scenario is "dialing" or "waiting" or "writing" or "reading";
        for (var round = caller; round < Rounds; round += Callers)
        {
            // A third of them is left alone, so that connections are pooled and used again between the cancelled ones.
            if (!cancels || random.Next(3) == 0) await RunAsync(transport, peer, scenario, round, isCancelled: false);
            else await RunAsync(transport, peer, scenario, round, isCancelled: true, random.Next(400));
        }
    }

    private static async Task RunAsync(Transport transport, RacePeer peer, string scenario, int round, bool isCancelled, int afterUs = 0)
    {
        using var source = new CancellationTokenSource();
        var request = MakeRequest(peer, scenario, round, out var expected);
        if (isCancelled && round % 2 == 0) request = WithContext(request, source.Token);
        var cancelling = isCancelled ? Task.Run(() => CancelAfter(source, afterUs)) : Task.CompletedTask;
        try
        {
            using var response = await transport.RoundTripAsync(request, source.Token).AsTask().WaitAsync(Wait.Limit);
            var text = await response.Body.ReadAllTextAsync(0, source.Token).AsTask().WaitAsync(Wait.Limit);
            Assert.Equal(expected, text.TrimStart());
        }
        catch (OperationCanceledException) when (isCancelled)
        {
            // What the race is about.
        }

        await cancelling;
    }

    private static Request MakeRequest(RacePeer peer, string scenario, int round, out string expected)
    {
        expected = $"{scenario[0]}{round}";
        var kind =
            scenario switch
            {
                "reading" => "late",
                "closing" => round % 2 == 0 ? "close" : "ok",
                "continue" => "continue",
                "early" =>
                "early",
                _ => "ok"
            };
        var url = $"{peer.Url}/{kind}/{expected}";
        if (scenario is not ("writing" or "continue" or "early")) return new Request("GET", url);
        var body = new byte[scenario == "writing" ? 60_000 : 3000];
        var request = new Request("POST", url, round % 2 == 0 ? Body.From(body) : Body.From(new MemoryStream(body)));
        if (scenario == "continue") request.Header.Set("Expect", "100-continue");
        return request;
    }

    private static Request WithContext(Request request, CancellationToken token) =>
        new(request.Method, request.Url, request.Body, new RequestContext(token));

    // Shorter than any timer: the cancel is to fall anywhere in a request of some hundred microseconds.
    private static void CancelAfter(CancellationTokenSource source, int us)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < us) Thread.SpinWait(20);
        source.Cancel();
    }

    // Files are opened by the runtime itself, for assemblies that it loads late.
    private static int Sockets() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Count(IsSocket) : 0;

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal)
                ?? false;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return false;
        }
    }
}
