using System.Runtime.InteropServices;

namespace Integration.Tests;

/// <summary>What the system lets a process have of a resource (Linux).</summary>
internal record struct ResourceLimit(nuint Soft, nuint Hard)
{
    internal const int OpenFiles = 7; // RLIMIT_NOFILE
    internal const int AddressSpace = 9; // RLIMIT_AS

    internal static ResourceLimit Get(int process, int resource) =>
        GetLimit(process, resource, 0, out var limit) == 0 ? limit : throw new InvalidOperationException("prlimit failed");

    /// <summary>Sets the limit of a process, and returns what it was.</summary>
    internal static ResourceLimit Set(int process, int resource, ResourceLimit limit)
    {
        if (SetLimit(process, resource, in limit, out var before) != 0) throw new InvalidOperationException("prlimit failed");
        return before;
    }

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int GetLimit(int process, int resource, nint none, out ResourceLimit limit);

    [DllImport("libc", EntryPoint = "prlimit")]
    private static extern int SetLimit(int process, int resource, in ResourceLimit limit, out ResourceLimit before);
}
