using System.Globalization;

namespace Compare.Processes;

/// <summary>What /proc says of a process and of its children, which do the work where there are workers (proc(5)).</summary>
internal static class ProcFile
{
    // USER_HZ, the unit in which the kernel shows times, is 100 on every Linux that .NET runs on.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>User and system time so far, in microseconds.</summary>
    internal static double CpuMicroseconds(int id) => Family(id).Sum(static each =>
    {
        // The name may hold blanks and parentheses; what follows its last parenthesis begins with field 3. utime and stime are 14 and 15.
        var stat = File.ReadAllText($"/proc/{each}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) * MicrosecondsPerTick;
    });

    /// <summary>Resident memory, in bytes.</summary>
    internal static double ResidentBytes(int id) => Family(id).Sum(static each =>
    {
        var line = File.ReadLines($"/proc/{each}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    });

    private static IEnumerable<int> Family(int id) =>
        Directory.EnumerateDirectories($"/proc/{id}/task")
            .SelectMany(ChildrenOf)
            .Select(static child => int.Parse(child, CultureInfo.InvariantCulture))
            .Prepend(id);

    private static string[] ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (DirectoryNotFoundException)
        {
            // The thread has ended since the threads were listed, and has no children.
            return [];
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
