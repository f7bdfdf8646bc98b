using System.Globalization;

namespace RouteGen.Serving;

/// <summary>systemd's socket activation: the descriptors from 3 on that the environment announces to this process (sd_listen_fds).</summary>
internal static class InheritedSockets
{
    private const int FirstDescriptor = 3;

    // More than any unit file lists, so that a broken environment is not a loop.
    private const int CountMax = 1024;

    /// <summary>The sockets, made by <paramref name="adopt"/>; if one fails, those before it are closed.</summary>
    internal static List<Listener> Take(Func<int, Listener> adopt) =>
        Take(Environment.GetEnvironmentVariable("LISTEN_PID"), Environment.GetEnvironmentVariable("LISTEN_FDS"), Environment.ProcessId, adopt);

    internal static List<Listener> Take(string? pid, string? count, int ownPid, Func<int, Listener> adopt)
    {
        var taken = new List<Listener>();
        // The variables are inherited by a child, too, and announce nothing to that.
        if (!TryParse(pid, out var forPid) || forPid != ownPid || !TryParse(count, out var descriptors)) return taken;
        try
        {
            for (var index = 0; index < Math.Min(descriptors, CountMax); index++) taken.Add(adopt(FirstDescriptor + index));
            return taken;
        }
        catch
        {
            foreach (var listener in taken) listener.Dispose();
            throw;
        }
    }

    private static bool TryParse(string? text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
