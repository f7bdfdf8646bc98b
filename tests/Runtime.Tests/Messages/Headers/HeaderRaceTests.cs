using System.Text;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Messages;

/// <summary>
/// Two threads that use one header are a mistake: they may see stale fields, but no exception that points into the library.
/// </summary>
public class HeaderRaceTests
{
    private const int Rounds = 60;
    private const int CallsPerRound = 200;

    // Each runs against each other one.
    private static readonly Action<Header, int>[] s_uses =
    [
        static (header, index) => header.Add("X-" + (index % 50), "v"),
        static (header, index) => header.Set("X-" + (index % 50), "w"),
        static (header, index) => header.Remove("X-" + (index % 50)),
        static (header, _) => header.Clear(),
        static (header, index) => _ = header.Get("X-" + (index % 50)),
        static (header, index) => _ = header.Values("X-" + (index % 50)).Count,
        static (header, _) => _ = header.Count,
        static (header, _) => _ = header.Clone().Count,
        static (header, _) => { foreach (var (name, value) in header) Assert.NotNull(name + value); },
        static (header, _) => new Header().AddAll(header),
        static (header, _) => header.RemoveAll(static name => name.EndsWith('7')),
        static (header, index) => _ = header.IsSet("X-" + (index % 50)),
        static (header, index) => _ = header.TryGetField("X-" + (index % 50), out _),
    ];

    public static TheoryData<int> Uses() => [.. Enumerable.Range(0, s_uses.Length)];

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task Two_threads_on_one_header_get_stale_fields_or_an_InvalidOperationException(int first)
    {
        for (var second = 0; second < s_uses.Length; second++)
            for (var round = 0; round < Rounds / s_uses.Length + 1; round++)
                await RaceAsync(round % 2 == 0 ? Filled() : Bound(), s_uses[first], s_uses[second]);
    }

    private static async Task RaceAsync(Header header, params Action<Header, int>[] uses)
    {
        using var start = new Barrier(uses.Length);
        await Task.WhenAll(uses.Select(use => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var index = 0; index < CallsPerRound; index++) Try(() => use(header, index));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(Serving.Eventually.Patience);
    }

    private static void Try(Action use)
    {
        try
        {
            use();
        }
        catch (InvalidOperationException)
        {
            // It was noticed.
        }
    }

    private static Header Filled()
    {
        var header = new Header();
        for (var index = 0; index < 40; index++) header.Add("X-" + index, "v");
        return header;
    }

    private static Header Bound()
    {
        var lines = string.Concat(Enumerable.Range(0, 40).Select(static index => $"X-{index}: \u00E9\r\n"));
        var bytes = Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n");
        var head = new RequestHead();
        Assert.Equal(ParseStatus.Done, head.Parse(bytes, 100_000, 1000));
        var header = new Header();
        header.Bind(bytes, head);
        return header;
    }
}
