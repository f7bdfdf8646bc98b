// Limits the rate of a server's log. Entries with the same event, pattern and type of exception are of one kind; a peer cannot create
// kinds. At most ten entries of a kind are written per second, counted from the first of them. The others are counted, and a line reports
// their number after the end of that second. The table has 64 kinds. A new kind replaces the oldest one, whose count is then reported. If
// the oldest kind is younger than a second, new kinds are counted together instead. Otherwise a peer that uses more than 64 routes in turn
// could have each kind replaced before its limit is reached.
using System.Globalization;

namespace RouteGen.Serving;

internal sealed class LogLimiter(TimeProvider clock, Action<string> write)
{
    internal const int LinesPerSecondMax = 10;
    internal const int KindsMax = 64;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Kind?[] _kinds = new Kind?[KindsMax];
    private Kind? _others;
    private ITimer? _timer;

    /// <summary>Returns true if an entry may be written. Otherwise the entry is counted.</summary>
    internal bool TryPass(string what, Type? failure, string pattern)
    {
        string? leftOut;
        bool passes;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var kind = FindOrMake(what, failure, pattern, now, out leftOut);
            if (kind.LeftOut == 0 && clock.GetElapsedTime(kind.Start, now) >= s_window) kind.BeginAnew(now);
            passes = kind.Count < LinesPerSecondMax;
            if (passes) kind.Count++;
            else if (kind.LeftOut++ == 0) _timer ??= TimerAfter(s_window);
        }

        if (leftOut is not null) write(leftOut);
        return passes;
    }

    private ITimer TimerAfter(TimeSpan time) =>
        clock.CreateTimer(static state => ((LogLimiter)state!).Tell(), this, time, Timeout.InfiniteTimeSpan);

    // Runs a second after the first suppressed entry. Reports the counts of kinds whose second is over, and begins a new second for each of
    // them. If other kinds have counts, the timer runs again at the end of the earliest of their seconds: at most once per kind and second.
    private void Tell()
    {
        var lines = new string?[KindsMax + 1];
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            var now = clock.GetTimestamp();
            var rest = TimeSpan.Zero;
            for (var index = 0; index <= KindsMax; index++)
            {
                if ((index < KindsMax ? _kinds[index] : _others) is not { LeftOut: > 0 } kind) continue;
                var left = s_window - clock.GetElapsedTime(kind.Start, now);
                if (left > TimeSpan.Zero)
                {
                    if (rest == TimeSpan.Zero || left < rest) rest = left;
                    continue;
                }

                lines[index] = kind.Describe();
                kind.BeginAnew(now);
            }

            // One millisecond is added, because timers drop fractions of a millisecond.
            if (rest > TimeSpan.Zero) _timer = TimerAfter(rest + TimeSpan.FromMilliseconds(1));
        }

        foreach (var line in lines)
            if (line is not null) write(line);
    }

    private Kind FindOrMake(string what, Type? failure, string pattern, long now, out string? leftOut)
    {
        leftOut = null;
        var index = 0;
        var oldest = 0;
        for (; index < KindsMax && _kinds[index] is { } kind; index++)
        {
            if (kind.What == what && kind.Failure == failure && kind.Pattern == pattern) return kind;
            if (kind.Start < _kinds[oldest]!.Start) oldest = index;
        }

        if (index == KindsMax)
        {
            index = oldest;
            if (clock.GetElapsedTime(_kinds[index]!.Start, now) < s_window) return _others ??= new Kind("(several kinds)", null, "", now);
        }

        if (_kinds[index] is { LeftOut: > 0 } full) leftOut = full.Describe();
        return _kinds[index] = new Kind(what, failure, pattern, now);
    }

    private sealed class Kind(string what, Type? failure, string pattern, long start)
    {
        internal string What => what;

        internal Type? Failure => failure;

        internal string Pattern => pattern;

        internal long Start = start;
        internal int Count;
        internal int LeftOut;

        internal void BeginAnew(long now)
        {
            Start = now;
            Count = 0;
            LeftOut = 0;
        }

        internal string Describe()
        {
            var line = LeftOut.ToString(CultureInfo.InvariantCulture) + (LeftOut == 1 ? " more line" : " more lines")
                + " like this one were left out: " + what;
            if (pattern.Length > 0) line += " pattern=\"" + pattern + "\"";
            return failure is null ? line : line + " " + failure.FullName;
        }
    }
}
