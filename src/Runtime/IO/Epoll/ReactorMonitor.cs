// The monitor: one thread that keeps a slow handler from holding up other connections (Go's sysmon).
//
// Every look compares each reactor's word with the one seen at the look before. The same word with the running bit set means that
// the leader has been inside one handler for the whole interval: the lead passes to another thread. A look costs a few loads.
//
// Its pace: 1 ms while reactors work; 100 us for some looks after a take-over, since blocking handlers come in groups; 2 ms once nothing
// was taken over for 50 looks (a response ahead of a handler that blocks waits for two looks, and is to leave within 5 ms). When all
// reactors have slept for 50 looks it parks, and costs nothing until a leader that comes back from epoll_wait sees the parked flag.
// A process without traffic does not wake at all.
using System.Diagnostics;

namespace RouteGen.IO;

internal static class ReactorMonitor
{
    private const int QuietLooks = 50;
    private const int HastyLooks = 20;
    private const int HastyMicroseconds = 100;

    private static readonly AutoResetEvent s_wake = new(initialState: false);
    private static int s_parked;
    private static Reactor[] s_reactors = [];

    /// <exception cref="InvalidOperationException">The system gives no more threads.</exception>
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

    /// <summary>Called when a leader resumes work. Costs one load while the monitor is awake.</summary>
    internal static void Watch()
    {
        if (Volatile.Read(ref s_parked) != 0 && Interlocked.Exchange(ref s_parked, 0) != 0) s_wake.Set();
    }

    private static void Run()
    {
        TimeSlice.Shorten(TimeSlice.CurrentThread());
        var seen = new ulong[s_reactors.Length];
        var sleptLooks = 0;
        var quietLooks = 0;
        var hastyLooks = 0;
        while (true)
        {
            var allSleep = true;
            var tookOver = false;
            for (var index = 0; index < seen.Length; index++)
            {
                allSleep &= s_reactors[index].IsSleeping;
                tookOver |= Look(s_reactors[index], ref seen[index]);
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

    private static bool Look(Reactor reactor, ref ulong seen)
    {
        var word = reactor.Word;
        var isSame = word == seen && ReactorWord.IsRunning(word);
        seen = word;
        if (!isSame) return false;
        if (reactor.TakeOver(word) is not { } failure) return true;
        // The leader keeps its lead. The next look tries again, and need not be soon.
        ReportOnce(failure);
        return false;
    }

    // Between the flag and the wait a leader may have left its sleep without seeing the flag: so the reactors are looked at once more.
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
            + $"This is retried until it succeeds, and logged once.");
    }
}
