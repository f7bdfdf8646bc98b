namespace Compare.Results;

/// <summary>Where the figures were measured: what matters to them, and no name.</summary>
internal static class Machine
{
    internal static string Describe() =>
        $"{Processor()}, {Environment.GetEnvironmentVariable("COMPARE_CORES") ?? Environment.ProcessorCount.ToString()} cores, Linux "
            + $"{File.ReadAllText("/proc/sys/kernel/osrelease").Split('-')[0].Trim()}";

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? "an unnamed processor";
}
