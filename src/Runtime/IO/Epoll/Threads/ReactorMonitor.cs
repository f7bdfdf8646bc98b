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

    // The reactor that was checked last for a thread.
    private static int s_next;

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
            var attended = 0;
            for (var index = 0; index < watched.Length; index++)
            {
                allSleep &= s_reactors[index].IsSleeping;
                tookOver |= Look(s_reactors[index], ref watched[index]);
                if (watched[index].IsAttended) attended++;
            }

            if (attended > 0) tookOver |= PassOn(watched, attended);

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
        if (watched.IsAttended |= reactor.TryTakeVacant())
        {
            watched.IsAsked = false;
            reactor.Attend(s_self);
            return false;
        }

        var word = reactor.Word;
        var isSame = word == watched.Seen && ReactorWord.IsRunning(word);
        watched.Seen = word;
        if (!isSame) return false;
        if (reactor.TakeOver(word) is not { } failure) return true;
        watched.IsAttended = reactor.TryAttend(word, s_self);
        ReportOnce(failure);
        return false;
    }

    // Gives reactors that the monitor leads to other threads, as far as there are any by now: first to those that need one, in turn. The
    // others get one only if there are enough, because a thread that waits in one reactor cannot serve another.
    private static bool PassOn(Watched[] watched, int attended)
    {
        var passed = 0;
        var needing = 0;
        for (var count = 0; count < watched.Length; count++)
        {
            var index = s_next = (s_next + 1) % watched.Length;
            if (!watched[index].IsAttended || !s_reactors[index].NeedsThread) continue;
            if (needing > 0 || !TryPassOn(index, watched)) needing++;
            else passed++;
        }

        LeaderPool.Reserved = needing;
        if (needing > 0) AskIdle(watched);
        else passed += PassOnIdle(watched, attended - passed);
        return passed > 0;
    }

    // Asks for the thread of a reactor that has nothing to do, one at a time.
    private static void AskIdle(Watched[] watched)
    {
        foreach (ref var other in watched.AsSpan())
            if (other.IsAsked) return;
        for (var index = 0; index < watched.Length; index++)
        {
            if (watched[index].IsAttended || !s_reactors[index].IsSleeping) continue;
            watched[index].IsAsked = true;
            s_reactors[index].AskToLeave();
            return;
        }
    }

    // Passes on the reactors that need no thread now, if there is a thread for each of them.
    private static int PassOnIdle(Watched[] watched, int attended)
    {
        if (TakeLeaders(attended) is not { } taken) return 0;
        for (var index = 0; index < watched.Length; index++)
        {
            if (!watched[index].IsAttended) continue;
            watched[index].IsAttended = false;
            var next = taken!;
            taken = next.NextParked;
            next.NextParked = null;
            next.Assign(s_reactors[index]);
        }

        return attended;
    }

    // Returns a list of leaders, or null if there are fewer.
    private static Leader? TakeLeaders(int count)
    {
        Leader? taken = null;
        for (; count > 0 && LeaderPool.TryTakeAny(out _) is { } next; count--)
        {
            next.NextParked = taken;
            taken = next;
        }

        if (count == 0) return taken;
        while (taken is { } leader)
        {
            taken = leader.NextParked;
            leader.NextParked = null;
            LeaderPool.Park(leader);
        }

        return null;
    }

    private static bool TryPassOn(int index, Watched[] watched)
    {
        if (LeaderPool.TryTakeAny(out _) is not { } next) return false;
        watched[index].IsAttended = false;
        next.Assign(s_reactors[index]);
        return true;
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
        BackgroundLog.Write($"A handler blocks its event loop, and no other thread can take over: {failure}. "
            + $"The takeover is retried until it succeeds; this message is logged once.");
    }

    /// <summary>State of a reactor at the previous check.</summary>
    private struct Watched
    {
        /// <summary>The reactor's word.</summary>
        internal ulong Seen;

        /// <summary>True if the monitor has the lead.</summary>
        internal bool IsAttended;

        /// <summary>True if the leader was asked to give up the lead.</summary>
        internal bool IsAsked;
    }
}
