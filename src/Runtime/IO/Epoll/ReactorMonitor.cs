// The monitor: a thread that prevents a slow handler from delaying other connections (like Go's sysmon).
//
// Each check compares every reactor's word with its value at the previous check. If the word is unchanged and the running bit is set, the
// leader has been in one handler for the whole interval, and the lead passes to another thread. A check costs a few loads.
//
// Interval: 1 ms while reactors work; 100 us for some checks after a takeover, since blocking handlers come in groups; 2 ms after 50 checks
// without a takeover. (A response that a blocking handler delays is sent after two checks, and must be sent within 5 ms.) When all reactors
// have slept for 50 checks, the monitor parks until a leader that returns from epoll_wait sees the parked flag. A process without traffic
// does not wake at all.
//
// If no other thread can lead, the monitor has the lead until there is one, and handles what it can at each check (Reactor.Attend.cs).
using System.Diagnostics;

namespace RouteGen.IO;

internal static class ReactorMonitor
{
    private const int QuietLooks = 50;
    private const int HastyLooks = 20;
    private const int HastyMicroseconds = 100;

    private static readonly AutoResetEvent s_wake = new(initialState: false);
    private static int s_parked;
    private static readonly Leader s_self = new();
    private static Reactor[] s_reactors = [];

    /// <exception cref="InvalidOperationException">The system cannot create more threads.</exception>
    internal static void Start(Reactor[] reactors)
    {
        s_reactors = reactors;
        try
        {
            new Thread(Run) { IsBackground = true, Name = "RouteGen monitor" }.UnsafeStart();
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            throw new InvalidOperationException($"The monitor of the event loops could not be started: {failure.Message}", failure);
        }
    }

    /// <summary>Wakes the monitor if it is parked. Called when a leader resumes work. Costs one load otherwise.</summary>
    internal static void Watch()
    {
        if (Volatile.Read(ref s_parked) != 0 && Interlocked.Exchange(ref s_parked, 0) != 0) s_wake.Set();
    }

    private static void Run()
    {
        TimeSlice.Shorten(TimeSlice.CurrentThread());
        var watched = new Watched[s_reactors.Length];
        var sleptLooks = 0;
        var quietLooks = 0;
        var hastyLooks = 0;
        while (true)
        {
            var allSleep = true;
            var tookOver = false;
            for (var index = 0; index < watched.Length; index++)
            {
                allSleep &= s_reactors[index].IsSleeping;
                tookOver |= Look(s_reactors[index], ref watched[index]);
            }

            sleptLooks = allSleep ? sleptLooks + 1 : 0;
            quietLooks = tookOver ? 0 : quietLooks + 1;
            hastyLooks = tookOver ? HastyLooks : Math.Max(0, hastyLooks - 1);
            if (sleptLooks >= QuietLooks)
            {
                Park();
                sleptLooks = quietLooks = 0;
            }
            else
            {
                Pause(hastyLooks > 0 ? HastyMicroseconds : quietLooks < QuietLooks ? 1_000 : 2_000);
            }
        }
    }

    private static bool Look(Reactor reactor, ref Watched watched)
    {
        if (watched.IsAttended) return PassOn(reactor, ref watched);
        var word = reactor.Word;
        var isSame = word == watched.Seen && ReactorWord.IsRunning(word);
        watched.Seen = word;
        if (!isSame) return false;
        if (reactor.TakeOver(word) is not { } failure) return true;
        ReportOnce(failure);
        watched.IsAttended = reactor.TryAttend(word, s_self);
        return false;
    }

    // Gives a reactor that the monitor leads to another thread, if there is one by now.
    private static bool PassOn(Reactor reactor, ref Watched watched)
    {
        if (LeaderPool.TryTake(out _) is { } next)
        {
            watched.IsAttended = false;
            next.Assign(reactor);
            return true;
        }

        reactor.Attend(s_self);
        return false;
    }

    // A leader may have woken just before the flag was set, without seeing the flag. So all reactors are checked once more.
    private static void Park()
    {
        Interlocked.Exchange(ref s_parked, 1);
        foreach (var reactor in s_reactors)
        {
            if (reactor.IsSleeping) continue;
            Volatile.Write(ref s_parked, 0);
            return;
        }

        s_wake.WaitOne();
    }

    private static unsafe void Pause(int microseconds)
    {
        var time = new Libc.TimeSpec { Seconds = 0, Nanoseconds = microseconds * 1_000 };
        _ = Libc.nanosleep(&time, null);
    }

    private static bool s_hasReported;

    private static void ReportOnce(string failure)
    {
        if (s_hasReported) return;
        s_hasReported = true;
        StandardError.Write($"A handler blocks its event loop, and no other thread can take over: {failure}. "
            + $"The takeover is retried until it succeeds; this message is logged once.");
    }

    /// <summary>State of a reactor at the previous check.</summary>
    private struct Watched
    {
        /// <summary>The reactor's word.</summary>
        internal ulong Seen;

        /// <summary>True if the monitor has the lead.</summary>
        internal bool IsAttended;
    }
}
