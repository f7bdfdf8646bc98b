// The time slice of a thread: how long it runs before the kernel looks for another runnable thread. Since version 6.12, Linux lets a thread
// request its own slice, without privileges, and prefers threads with a short one: they get the processor sooner, and no more of it.
//
// Where handlers compute on every processor, the threads that serve other requests compete with them. So leaders and the monitor request
// short slices, and a leader whose handler was taken over is given the usual one back. Measured on one processor with 200 handlers of 50 ms
// each: a take-over took 40 ms, because the new leader waited for every handler that computed; it takes 10 ms with short slices, and 4 ms
// if its thread exists.
//
// An older kernel ignores the slice. A process that runs under another policy than the usual one is left alone.
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal static unsafe class TimeSlice
{
    private const ulong ShortNanoseconds = 100_000; // the least there is
    private const ulong UsualNanoseconds = 0; // whatever the system's is
    private const uint UsualPolicy = 0; // SCHED_OTHER

    // No names in the C library for long: the numbers are the kernel's.
    private static readonly nint s_getThreadId = IsArm ? 178 : 186;
    private static readonly nint s_setAttributes = IsArm ? 274 : 314;
    private static readonly nint s_getAttributes = IsArm ? 275 : 315;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static bool IsKnown => IsArm || RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Returns the kernel's number of the calling thread, or 0 if it is unknown.</summary>
    internal static int CurrentThread() => IsKnown ? (int)Libc.syscall(s_getThreadId, 0, 0, 0, 0) : 0;

    /// <summary>Asks for the shortest slice for a thread of this process.</summary>
    internal static void Shorten(int thread) => Set(thread, ShortNanoseconds);

    /// <summary>Gives a thread of this process the usual slice back.</summary>
    internal static void Restore(int thread) => Set(thread, UsualNanoseconds);

    // A refusal changes nothing but how soon a thread runs.
    private static void Set(int thread, ulong nanoseconds)
    {
        if (thread == 0) return;
        var attributes = new Attributes { Size = (uint)sizeof(Attributes) };
        if (Libc.syscall(s_getAttributes, thread, (nint)(&attributes), sizeof(Attributes), 0) != 0 || attributes.Policy != UsualPolicy)
            return;
        attributes.Runtime = nanoseconds;
        _ = Libc.syscall(s_setAttributes, thread, (nint)(&attributes), 0, 0);
    }

    // struct sched_attr, first version.
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
