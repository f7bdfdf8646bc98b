using System.Collections.Concurrent;
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

    [Fact]
    public void The_limiter_keeps_a_bounded_number_of_kinds_and_loses_no_count()
    {
        var lines = new List<string>();
        var limiter = new LogLimiter(new ManualClock(), lines.Add);
        for (var count = 0; count < 15; count++) limiter.TryPass("first", null, "");
        for (var kind = 0; kind < 1000; kind++) Assert.True(limiter.TryPass($"kind {kind}", null, ""));
        Assert.Equal("5 more lines like this one were left out: first", Assert.Single(lines));
    }

    [GeneratedRegex("""^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z A handler failed\. method=GET path="/items/%22a+\.\.\." pattern="GET /items/\{id\}" handler=(?:Async)?HandlerFunc at ServerLogTests\.cs:\d+ peer=127\.0\.0\.1:\d+$""")]
    private static partial Regex Beginning();

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private readonly List<(DateTimeOffset At, TimerCallback Callback, object? State)> _timers = [];

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
