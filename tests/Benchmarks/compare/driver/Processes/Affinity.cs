using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Compare.Processes;

/// <summary>Sets the cores of the calling thread, which the processes that it starts inherit, from their first instruction on.</summary>
internal static partial class Affinity
{
    private const int ThisThread = 0;

    /// <summary>Runs <paramref name="action"/> with the first <paramref name="count"/> cores, and goes back to the cores it had.</summary>
    internal static T OnFirstCores<T>(int count, Func<T> action)
    {
        ulong before = 0, wanted = (1ul << count) - 1;
        Check(GetAffinity(ThisThread, sizeof(ulong), ref before) >= 0);
        Check(SetAffinity(ThisThread, sizeof(ulong), ref wanted) == 0);
        try
        {
            return action();
        }
        finally
        {
            Check(SetAffinity(ThisThread, sizeof(ulong), ref before) == 0);
        }
    }

    private static void Check(bool succeeded)
    {
        if (!succeeded) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nint size, ref ulong mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, ref ulong mask);
}
