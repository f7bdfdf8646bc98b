// The time slice of a thread: how long it runs before the kernel considers another runnable thread. Since version 6.12, Linux lets a thread
// request its slice without privileges. Threads with a short slice get the processor sooner, but not more of it.
//
// When handlers compute on every processor, the threads that serve other requests compete with them. So leaders and the monitor request
// short slices, and a leader whose handler was taken over gets the usual slice. On one processor with 200 handlers of 50 ms each, a
// takeover took 40 ms, because the new leader waited for every computing handler. With short slices it takes 10 ms, and 4 ms if the thread
// already exists.
//
// Older kernels ignore the slice. A process with a scheduling policy other than the usual one is not changed.
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal static unsafe class TimeSlice
{
    private const ulong ShortNanoseconds = 100_000; // the kernel's minimum
    private const ulong UsualNanoseconds = 0; // the system's default
    private const uint UsualPolicy = 0; // SCHED_OTHER

    // Older C libraries have no functions for these calls, so they are made by number.
    private static readonly nint s_getThreadId = IsArm ? 178 : 186;
    private static readonly nint s_setAttributes = IsArm ? 274 : 314;
    private static readonly nint s_getAttributes = IsArm ? 275 : 315;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static bool IsKnown => IsArm || RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Returns the kernel's id of the calling thread, or 0 if it is unknown.</summary>
    internal static int CurrentThread() => IsKnown ? (int)Libc.syscall(s_getThreadId, 0, 0, 0, 0) : 0;

    /// <summary>Requests the shortest slice for a thread of this process.</summary>
    internal static void Shorten(int thread) => Set(thread, ShortNanoseconds);

    /// <summary>Restores the usual slice of a thread of this process.</summary>
    internal static void Restore(int thread) => Set(thread, UsualNanoseconds);

    // Failures are ignored: they only affect how soon a thread runs.
    private static void Set(int thread, ulong nanoseconds)
    {
        if (thread == 0) return;
        var attributes = new Attributes { Size = (uint)sizeof(Attributes) };
        if (Libc.syscall(s_getAttributes, thread, (nint)(&attributes), sizeof(Attributes), 0) != 0 || attributes.Policy != UsualPolicy)
            return;
        attributes.Runtime = nanoseconds;
        _ = Libc.syscall(s_setAttributes, thread, (nint)(&attributes), 0, 0);
    }

    // Layout of struct sched_attr, first version.
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        internal uint Size;
        internal uint Policy;
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Runtime;
        internal ulong Deadline;
        internal ulong Period;
    }
}
