// The exponent e of a function whose time grows as size^e: 1 for linear, 2 for quadratic. Measured as the thread's processor time at four
// sizes, each the least of some rounds. The sizes take turns, so that what disturbs one round disturbs all of them; each is repeated, as
// often at every size, until the smallest takes a millisecond.
using System.Runtime;

namespace Runtime.Tests.Cost;

internal static class CostMeter
{
    private const double ShortestMs = 1;
    private const int RepeatsMax = 1 << 16;
    private const long UncollectedBytesMax = 200 * 1024 * 1024;

    private static readonly int[] s_steps = [1, 2, 4, 8];

    /// <summary>Measures a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rounds">Of how many measurements the least counts.</param>
    /// <param name="collects">False: no memory is collected during a measurement. Where the youngest generation is small, the collections
    /// of a tree that grows take longer than its growth.</param>
    internal static CostResult Measure(CostRow row, int rounds, bool collects = true)
    {
        var actions = Array.ConvertAll(s_steps, step => row.Prepare(row.Size * step));
        foreach (var action in actions) action();
        var repeats = Calibrate(row, actions[0]);
        var least = new double[actions.Length];
        Array.Fill(least, double.MaxValue);
        for (var round = 0; round < rounds; round++)
            for (var index = 0; index < actions.Length; index++)
                least[index] = Math.Min(
                    least[index],
                    collects ? Time(row, actions[index], repeats) : TimeUncollected(row, actions[index], repeats));
        return new CostResult(row, Slope(least), least[^1] * 1e6 / repeats / (row.Size * s_steps[^1]));
    }

    private static int Calibrate(CostRow row, Action action)
    {
        // The first calls are compiled again when they turn out to be many.
        Time(row, action, 30);
        var repeats = 1;
        while (repeats < RepeatsMax && Math.Min(Time(row, action, repeats), Time(row, action, repeats)) < ShortestMs) repeats *= 2;
        return repeats;
    }

    private static double Time(CostRow row, Action action, int repeats)
    {
        var start = Now(row);
        for (var count = 0; count < repeats; count++) action();
        return Now(row) - start;
    }

    private static double TimeUncollected(CostRow row, Action action, int repeats)
    {
        var isHeld = GC.TryStartNoGCRegion(UncollectedBytesMax);
        var time = Time(row, action, repeats);
        // Not if more was allocated.
        if (isHeld && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        return time;
    }

    private static double Now(CostRow row) => row.IsWhole ? ThreadClock.ProcessMilliseconds() : ThreadClock.ThreadMilliseconds();

    // Of the line that fits best, both axes logarithmic.
    private static double Slope(double[] times)
    {
        var x = Array.ConvertAll(s_steps, static step => Math.Log(step));
        var y = Array.ConvertAll(times, static time => Math.Log(Math.Max(time, 1e-6)));
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}

/// <summary>What a row costs.</summary>
/// <param name="Row">The row.</param>
/// <param name="Exponent">How the time grows with the size.</param>
/// <param name="NanosecondsPerUnit">The time at the largest size, for each unit of it.</param>
internal readonly record struct CostResult(CostRow Row, double Exponent, double NanosecondsPerUnit);
