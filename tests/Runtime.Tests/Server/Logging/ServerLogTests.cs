using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed partial class ServerLogTests
{
    // A full disk behind it, no descriptor to open it with, or a writer that the program has disposed.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_that_takes_nothing_costs_no_connection(bool isDisposed)
    {
        var usual = Console.Error;
        using var full = new FullWriter(isDisposed ? new ObjectDisposedException("log") : new IOException("No space left on device"));
        Console.SetError(full);
        try
        {
            new Server().Log("A line that is lost.");
            new Server { ErrorLog = _ => throw new InvalidOperationException("the log is full") }.Log("Another one.");
        }
        finally
        {
            Console.SetError(usual);
        }

        Assert.Equal(2, full.Lines);
    }

    // The pattern of a redirect is the path of the request.
    [Fact]
    public async Task A_client_chooses_no_pattern_of_an_entry()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/u/{id}/", (_, _) => { });
        await using var server = new ServerFixture(Handler.From(async (w, r) =>
        {
            await mux.ServeHttpAsync(new ResponseRecorder(), r);
            Assert.StartsWith("/u/", r.Pattern, StringComparison.Ordinal);
            throw new InvalidOperationException("of the outer handler");
        }));
        var client = server.Connect();
        client.Send("GET /u/%1b[2J%22%20peer=1.2.3.4 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(500, client.Read().Status);
        var line = server.TakeLog("A handler failed.").Split('\n')[0];
        Assert.DoesNotContain("pattern=", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Contains("path=\"/u/%1b[2J%22%20peer=1.2.3.4\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_handler_s_entry_says_when_which_request_which_handler_where_and_whose()
    {
        var mux = new ServeMux();
        mux.HandleFunc(
            "GET /items/{id}", (_, _) =>
                throw new InvalidOperationException("first\r\n2026-01-01T00:00:00.000Z forged \u202Etxt\u001b[2J"));
        await using var server = new ServerFixture(Http.AccessLog(mux, _ => { }));
        var client = server.Connect();
        client.Send("GET /items/%22%0d?x HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(400, client.Read().Status);
        client = server.Connect();
        client.Send($"GET /items/%22{new string('a', 400)}?secret HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(500, client.Read().Status);
        client.ExpectEnd();
        var lines = server.TakeLog("A handler failed.").Split('\n');
        Assert.Matches(Beginning(), lines[0]);
        Assert.Contains("...\" pattern=\"GET /items/{id}\"", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > 2);
        // Nothing that a message holds can be taken for an entry, or reach a terminal.
        Assert.All(lines[1..], line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(line, static letter => letter is < ' ' or '\u202E'));
    }

    [Fact]
    public void Equal_entries_are_bounded_a_second_and_what_was_left_out_is_counted()
    {
        var clock = new ManualClock();
        var lines = new List<string>();
        var log = new ServerLog(clock, lines.Add);
        for (var count = 0; count < 1000; count++) log.Write("Something failed.", $"detail {count}", new FormatException(count.ToString()));
        log.Write("Something else failed.");
        Assert.Equal(LogLimiter.LinesPerSecondMax + 1, lines.Count);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            "2026-01-01T00:00:01.000Z 990 more lines like this one were left out: Something failed. System.FormatException", lines[^1]);
        log.Write("Something failed.", null, new FormatException());
        Assert.StartsWith("2026-01-01T00:00:01.000Z Something failed.", lines[^1], StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(LogLimiter.LinesPerSecondMax + 3, lines.Count);
    }

    // It is named on another thread, when its peer has left; a long head is given back to the heap.
    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task A_request_that_ends_while_it_is_named_is_named_right_or_not_at_all(int fieldBytes)
    {
        var own = Encoding.ASCII.GetBytes($"GET /own/{new string('o', 40)} HTTP/1.0\r\nA: {new string('v', fieldBytes)}\r\n\r\n");
        var next = Encoding.ASCII.GetBytes($"DELETE /next HTTP/1.0\r\n\r\n");
        var names = new HashSet<string>();
        var received = new ReceivedRequest();
        Parse(own);
        var request = new Request(received);
        var isOver = false;
        var naming = Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref isOver))
                    if (ServerLog.Describe(Volatile.Read(ref request)) is { } name) names.Add(name);
            },
            TaskCreationOptions.LongRunning);
        for (var round = 0; round < 200_000 && !naming.IsCompleted; round++)
        {
            request.EndServe();
            received.End();
            Parse(next);
            received.End();
            Parse(own);
            Volatile.Write(ref request, new Request(received));
            Thread.SpinWait(round % 50);
        }

        Volatile.Write(ref isOver, true);
        await naming.WaitAsync(Eventually.Patience);
        Assert.All(names, static name => Assert.StartsWith("method=GET path=\"/own/ooo", name, StringComparison.Ordinal));

        void Parse(byte[] head)
        {
            received.ForgetHead();
            Assert.Equal(RouteGen.Protocol.ParseStatus.Done, received.Head.Parse(head, 1 << 16, 100));
            received.Begin(head, Body.Empty);
        }
    }

    // Of which a peer can choose in turn, if there are as many routes.
    [Theory]
    [InlineData(LogLimiter.KindsMax, LogLimiter.KindsMax * LogLimiter.LinesPerSecondMax)]
    [InlineData(LogLimiter.KindsMax + 1, (LogLimiter.KindsMax + 1) * LogLimiter.LinesPerSecondMax)]
    [InlineData(1000, (LogLimiter.KindsMax + 1) * LogLimiter.LinesPerSecondMax)]
    public void Entries_of_however_many_kinds_are_bounded_a_second_and_every_one_is_counted(int kinds, int passedMax)
    {
        var clock = new ManualClock();
        var lines = new List<string>();
        var limiter = new LogLimiter(clock, lines.Add);
        var passed = 0;
        for (var round = 0; round < 20; round++)
            for (var kind = 0; kind < kinds; kind++)
                if (limiter.TryPass("Something failed.", null, $"/{kind}")) passed++;
        Assert.InRange(passed, 1, passedMax);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20 * kinds, passed + lines.Sum(static line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.All(lines, static line => Assert.Contains("left out", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_kind_that_a_newer_one_replaces_loses_no_count()
    {
        var clock = new ManualClock { RunsTimers = false };
        var lines = new List<string>();
        var limiter = new LogLimiter(clock, lines.Add);
        for (var count = 0; count < 15; count++) limiter.TryPass("first", null, "");
        clock.Advance(TimeSpan.FromSeconds(1));
        for (var kind = 0; kind < LogLimiter.KindsMax; kind++) Assert.True(limiter.TryPass($"kind {kind}", null, ""));
        Assert.Equal("5 more lines like this one were left out: first", Assert.Single(lines));
    }

    // The timer of one kind fires in the middle of another kind's second.
    [Fact]
    public void Kind_whose_second_is_not_over_stays_full_when_another_kind_is_reported()
    {
        var clock = new ManualClock();
        var lines = new List<string>();
        var limiter = new LogLimiter(clock, lines.Add);
        for (var count = 0; count < 15; count++) limiter.TryPass("first", null, "");
        clock.Advance(TimeSpan.FromMilliseconds(990));
        for (var count = 0; count < 17; count++) limiter.TryPass("second", null, "");
        clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal("5 more lines like this one were left out: first", Assert.Single(lines));
        Assert.False(limiter.TryPass("second", null, ""));
        clock.Advance(TimeSpan.FromMilliseconds(980));
        Assert.False(limiter.TryPass("second", null, ""));
        Assert.Single(lines);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("9 more lines like this one were left out: second", lines[^1]);
        Assert.True(limiter.TryPass("second", null, ""));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, lines.Count);
    }

    [GeneratedRegex("""^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z A handler failed\. method=GET path="/items/%22a+\.\.\." pattern="GET /items/\{id\}" handler=(?:Async)?HandlerFunc at ServerLogTests\.cs:\d+ peer=127\.0\.0\.1:\d+$""")]
    private static partial Regex Beginning();

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private readonly List<(DateTimeOffset At, TimerCallback Callback, object? State)> _timers = [];

        /// <summary>False: a timer that is due is late.</summary>
        internal bool RunsTimers { get; init; } = true;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add((_now + dueTime, callback, state));
            return new NoTimer();
        }

        internal void Advance(TimeSpan time)
        {
            _now += time;
            if (!RunsTimers) return;
            var due = _timers.FindAll(timer => timer.At <= _now);
            _timers.RemoveAll(timer => timer.At <= _now);
            foreach (var (_, callback, state) in due) callback(state);
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    private sealed class FullWriter(Exception failure) : TextWriter
    {
        internal int Lines { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            Lines++;
            throw failure;
        }
    }
}
