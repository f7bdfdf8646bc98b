using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Runtime.Tests.Cost;

/// <summary>
/// Processor time: what code computes takes as long as it takes, whoever runs between. Where there is no such clock, the time that has
/// passed.
/// </summary>
internal static class ThreadClock
{
    private const int ProcessCpuTime = 2; // CLOCK_PROCESS_CPUTIME_ID
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>How long the calling thread has been on a processor.</summary>
    internal static double ThreadMilliseconds() => Read(ThreadCpuTime);

    /// <summary>How long all threads of the process have been on a processor.</summary>
    internal static double ProcessMilliseconds() => Read(ProcessCpuTime);

    private static double Read(int clock)
    {
        if (!OperatingSystem.IsLinux()) return Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;
        return GetTime(clock, out var time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6)
            : throw new InvalidOperationException("clock_gettime failed");
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Time time);

    private struct Time
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
