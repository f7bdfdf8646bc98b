using System.Collections.Concurrent;
using System.Diagnostics;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

/// <summary>Waits for a condition, with a bound.</summary>
internal static class Eventually
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static void True(Func<bool> condition, Func<string> otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Patience) Assert.Fail(otherwise());
            Thread.Sleep(1);
        }
    }

    internal static void True(Func<bool> condition, string otherwise) => True(condition, () => otherwise);

    /// <summary>As <see cref="True(Func{bool}, string)"/>, without blocking the thread.</summary>
    internal static async Task TrueAsync(Func<bool> condition, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Patience) Assert.Fail(otherwise);
            await Task.Delay(1);
        }
    }

    /// <summary>Waits for the next line of a log, which must hold a text, and takes it.</summary>
    internal static string Logged(ConcurrentQueue<string> log, string part)
    {
        string? line = null;
        True(() => log.TryDequeue(out line), $"'{part}' was not logged");
        Assert.Contains(part, line, StringComparison.Ordinal);
        return line!;
    }

    /// <summary>Completes when a read of a served body has begun.</summary>
    internal static Task IsReadAsync(Body body)
    {
        var served = Assert.IsType<ServedBody>(body);
        return TrueAsync(() => served.IsReading, "no read has begun");
    }

    /// <summary>The result of a task that must complete in time.</summary>
    internal static async Task<T> Of<T>(Task<T> task) => await task.WaitAsync(Patience);

    internal static Task Of(Task task) => task.WaitAsync(Patience);
}
