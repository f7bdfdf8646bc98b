using System.Globalization;

namespace LoadClient.Chaos;

/// <summary>Counts what went wrong, and prints the first of it. Any thread.</summary>
internal static class Faults
{
    private const int PrintedMax = 20;

    private static readonly long[] s_counts = new long[Enum.GetValues<FaultKind>().Length];
    private static int s_printed;

    internal static int Seed { get; set; }

    internal static bool HasAny => s_counts.Any(static count => count != 0);

    internal static long Count(FaultKind kind) => Volatile.Read(ref s_counts[(int)kind]);

    /// <summary>How many of each kind.</summary>
    internal static string Summary =>
        string.Join(", ", Enum.GetValues<FaultKind>().Select(static kind => $"{Count(kind)} {kind.ToString().ToLowerInvariant()}"));

    /// <summary>Counts a fault; what it returns can be thrown to end the flow.</summary>
    internal static ChaosException Report(FaultKind kind, Plan? plan, string text)
    {
        Interlocked.Increment(ref s_counts[(int)kind]);
        var line = string.Create(CultureInfo.InvariantCulture, $"chaos: {kind} with seed {Seed}, {plan}: {text}");
        if (Interlocked.Increment(ref s_printed) <= PrintedMax) Console.Error.WriteLine(line);
        return new ChaosException(line);
    }
}
