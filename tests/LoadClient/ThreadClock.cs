using System.Runtime.InteropServices;

namespace LoadClient;

/// <summary>
/// How long the calling thread has been on a processor (Linux): what a handler computes takes as long as it takes, whoever runs between.
/// </summary>
internal static class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    internal static double Milliseconds() =>
        GetTime(ThreadCpuTime, out var time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6)
            : throw new InvalidOperationException("clock_gettime failed");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Time time);

    private struct Time
    {
        internal nint Seconds;
        internal nint Nanoseconds;
    }
}
