using System.Diagnostics;

namespace RouteGen.Tests.Client;

/// <summary>Bounded waits for what must come true.</summary>
internal static class Wait
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Limit) Assert.Fail("It did not come true: " + what);
            await Task.Delay(1);
        }
    }

    /// <summary>The leak check: nothing idle, nothing lent, nobody waiting, no dial under way.</summary>
    internal static Task UntilNothingIsLeftAsync(Transport transport)
    {
        transport.CloseIdleConnections();
        return UntilAsync(() => transport.Pool.Counts == (0, 0, 0), $"connections, dials and waiters are gone");
    }
}
