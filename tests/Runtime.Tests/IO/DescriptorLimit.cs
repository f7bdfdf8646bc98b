using System.Runtime.InteropServices;

namespace Runtime.Tests.IO;

/// <summary>Takes every further descriptor away from this process (Linux) until it is disposed; those that are open stay usable.</summary>
internal sealed class DescriptorLimit : IDisposable
{
    private const int OpenFiles = 7; // RLIMIT_NOFILE

    private readonly Limit _before;

    private DescriptorLimit(Limit before) => _before = before;

    public void Dispose() => Set(_before);

    internal static DescriptorLimit Exhaust()
    {
        if (GetLimit(OpenFiles, out var before) != 0) throw new InvalidOperationException("getrlimit failed");
        Set(before); // what is called later is bound now, while there are descriptors
        var exhausted = new DescriptorLimit(before);
        Set(before with { Soft = 0 });
        return exhausted;
    }

    private static void Set(Limit limit)
    {
        if (SetLimit(OpenFiles, in limit) != 0) throw new InvalidOperationException("setrlimit failed");
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);

    private record struct Limit(nuint Soft, nuint Hard);
}
