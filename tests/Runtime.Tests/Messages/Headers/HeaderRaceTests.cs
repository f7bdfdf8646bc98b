using System.Text;
using RouteGen;
using RouteGen.Protocol;
using RouteGen.Serving;

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

    // One thread copies the fields and ends the request, as a handler does whose other flow still reads. Then the head is another one.
    [Fact]
    public async Task Two_threads_on_a_kept_header_read_nothing_of_the_next_request()
    {
        const int Count = 400;
        var own = Encoding.ASCII.GetBytes(HeadOf('o'));
        var next = Encoding.ASCII.GetBytes(HeadOf('n'));
        using var start = new Barrier(2);
        for (var round = 0; round < 1000; round++)
        {
            var received = new ReceivedRequest();
            received.ForgetHead();
            Assert.Equal(ParseStatus.Done, received.Head.Parse(own, 1 << 16, Count));
            received.Begin(own, Body.Empty);
            var request = new Request(received);
            var header = request.Header;
            var late = "";
            var reading = Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    Thread.SpinWait(round % 40 * 40);
                    try
                    {
                        late = header.Get("X-Last");
                        _ = header.Count;
                    }
                    catch (ObjectDisposedException)
                    {
                        // The other thread was first, and this one has read nothing.
                    }
                },
                TaskCreationOptions.LongRunning);
            start.SignalAndWait();
            _ = header.Count;
            request.EndServe();
            next.CopyTo(received.HeadBytes, 0);
            await reading.WaitAsync(Serving.Eventually.Patience);
            Assert.True(late is "" or "o", late);
            foreach (var (name, value) in header) Assert.True(value == "o", $"round {round}: {name}: {value}");
        }

        // As long as a head that is kept for the next request.
        static string HeadOf(char value) => "GET / HTTP/1.0\r\n"
            + string.Concat(Enumerable.Range(0, Count - 1).Select(index => $"{index:x3}: {value}\r\n")) + $"X-Last: {value}\r\n\r\n";
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
