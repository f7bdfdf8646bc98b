using System.Globalization;

namespace Integration.Tests;

public class IdleProcessTests
{
    private const int SecondsPerLook = 2;
    private const int LooksMax = 10;
    private const int WakesPerSecondMax = 10;

    // Every thread of the process is counted, the runtime's own included. They settle after a start, and a busy machine disturbs them, so
    // one look that finds the process at rest is enough: what wakes by a clock would wake in every one.
    [Fact]
    public async Task A_server_without_requests_wakes_less_than_ten_times_a_second()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var server = Child.StartLoadClient("serve");
        var port = await server.ReadLineAsync();
        using (var hold = Child.StartLoadClient("hold", port, "20", "/sleep/50")) await hold.EndAsync();
        var wakes = long.MaxValue;
        for (var look = 0; look < LooksMax && wakes >= SecondsPerLook * WakesPerSecondMax; look++)
        {
            var before = WakesByThread(server.Id);
            await Task.Delay(TimeSpan.FromSeconds(SecondsPerLook));
            // A thread that ended meanwhile takes its count along, and one that began brings one.
            wakes = WakesByThread(server.Id).Sum(thread => thread.Value - before.GetValueOrDefault(thread.Key));
        }

        await server.EndAsync();
        Assert.InRange(wakes, 0, (SecondsPerLook * WakesPerSecondMax) - 1);
    }

    // Every wake ends in a voluntary switch to another thread.
    private static Dictionary<string, long> WakesByThread(int process)
    {
        const string Counter = "voluntary_ctxt_switches:";
        var wakes = new Dictionary<string, long>();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            foreach (var line in StatusOf(thread))
                if (line.StartsWith(Counter, StringComparison.Ordinal))
                    wakes[thread] = long.Parse(line.AsSpan(Counter.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }

        return wakes;
    }

    // A thread may end while it is looked at.
    private static string[] StatusOf(string thread)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(thread, "status"));
        }
        catch (IOException)
        {
            return [];
        }
    }
}
