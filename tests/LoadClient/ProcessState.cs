using System.Globalization;

namespace LoadClient;

/// <summary>What a process holds, as it says itself: a line of numbers.</summary>
/// <param name="Descriptors">Open descriptors but those of files: a runtime that compiles opens assemblies when it first needs
/// them.</param>
/// <param name="ResidentBytes">Resident memory (VmRSS) after a full, compacting collection: what is held, and not what the next collection
/// frees.</param>
/// <param name="HeapBytes">Managed memory that is reachable after that collection. Unlike resident memory, it does not depend on what the
/// collector and the C library keep for later.</param>
/// <param name="Threads">Threads.</param>
/// <param name="ServedCount">Requests of the soak that were handled.</param>
/// <param name="RepeatedCount">How many of them for the second time.</param>
internal sealed record ProcessState(
    long Descriptors, long ResidentBytes, long HeapBytes, long Threads, long ServedCount, long RepeatedCount)
{
    internal static ServedIds Served { get; } = new();

    internal static string Describe()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var heapBytes = GC.GetTotalMemory(forceFullCollection: false);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CountDescriptors()} {Status("VmRSS:") * 1024} {heapBytes} {Status("Threads:")} {Served.Count} {Served.Repeated}");
    }

    // The link of a file is its path; that of a socket, a pipe or an event queue is its kind and number.
    private static int CountDescriptors() => OpenDescriptors().Count;

    private static List<(string Number, string Target)> OpenDescriptors()
    {
        var found = new List<(string, string)>();
        foreach (var entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (new FileInfo(entry).LinkTarget is { } target && !target.StartsWith('/')) found.Add((Path.GetFileName(entry), target));
        }

        return found;
    }

    /// <summary>
    /// A line for each descriptor, for who looks for one too many: its number and kind, and the line of the kernel's table of a TCP socket.
    /// </summary>
    internal static string DescribeDescriptors()
    {
        var connections = File.ReadAllLines("/proc/self/net/tcp");
        return string.Join(
            "\n", OpenDescriptors().Select(found => $"{found.Number} {found.Target} {ConnectionOf(found.Target, connections)}"));
    }

    private static string ConnectionOf(string target, string[] connections)
    {
        const string Kind = "socket:[";
        if (!target.StartsWith(Kind, StringComparison.Ordinal)) return "";
        var inode = $" {target[Kind.Length..^1]} ";
        return Array.Find(connections, line => line.Contains(inode, StringComparison.Ordinal))?.Trim() ?? "not TCP, or closed";
    }

    internal static ProcessState Parse(string line)
    {
        var numbers = line.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new ProcessState(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    private static long Status(string name)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (!line.StartsWith(name, StringComparison.Ordinal)) continue;
            var value = line[name.Length..].Replace("kB", "", StringComparison.Ordinal);
            return long.Parse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"/proc/self/status has no {name}");
    }
}
