using System.Globalization;

namespace RouteGen.Serving;

/// <summary>
/// systemd's socket activation: the descriptors from 3 on that the environment announces to this process (sd_listen_fds_with_names).
/// </summary>
internal static class InheritedSockets
{
    internal const int FirstDescriptor = 3;

    // More than any unit file lists, so that a broken environment is not a loop.
    private const int CountMax = 1024;

    private static bool s_isTaken;
    private static bool s_isNoted;

    /// <summary>
    /// Takes the sockets for the first caller of the process; later callers, and the children of the process, find none announced.
    /// </summary>
    /// <param name="name">The name of those that are wanted. Null for all.</param>
    /// <param name="adopt">Makes the listener of a descriptor. If it fails, the listeners made before are closed.</param>
    /// <param name="ignored">Called with a description of the sockets that have other names, if there are any. They stay open.</param>
    /// <exception cref="TransportException">There are sockets, and none has the name; they can still be taken.</exception>
    internal static List<Listener> Take(string? name, Func<int, Listener> adopt, Action<string>? ignored)
    {
        var names = Announced();
        if (names.Length == 0) return [];
        CheckName(names, name);
        // Two servers may start at the same time.
        if (Interlocked.Exchange(ref s_isTaken, true)) return [];
        foreach (var variable in (ReadOnlySpan<string>)["LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"])
            Environment.SetEnvironmentVariable(variable, null);
        return Adopt(names, name, adopt, ignored);
    }

    /// <summary>
    /// Describes the sockets to a server that does not want them, once in the life of the process. They stay for one that does.
    /// </summary>
    internal static void NoteUnused(Action<string> ignored)
    {
        var names = Announced();
        if (names.Length > 0 && !Interlocked.Exchange(ref s_isNoted, true)) ignored(Describe(names, except: null));
    }

    /// <summary>The names of the sockets that the variables announce to a process, in the order of their descriptors.</summary>
    internal static string[] Announced(string? pid, string? count, string? names, int ownPid)
    {
        // The variables are inherited by a child, too, and announce nothing to that.
        if (!TryParse(pid, out var forPid) || forPid != ownPid || !TryParse(count, out var descriptors)) return [];
        var given = names?.Split(':') ?? [];
        var announced = new string[Math.Min(descriptors, CountMax)];
        for (var index = 0; index < announced.Length; index++) announced[index] = index < given.Length ? given[index] : "unknown";
        return announced;
    }

    /// <summary>Makes listeners of the sockets that have a name.</summary>
    internal static List<Listener> Adopt(string[] names, string? name, Func<int, Listener> adopt, Action<string>? ignored)
    {
        var taken = new List<Listener>();
        try
        {
            for (var index = 0; index < names.Length; index++)
                if (name is null || names[index] == name) taken.Add(adopt(FirstDescriptor + index));
        }
        catch
        {
            foreach (var listener in taken) listener.Dispose();
            throw;
        }

        if (taken.Count < names.Length) ignored?.Invoke(Describe(names, except: name));
        return taken;
    }

    internal static void CheckName(string[] names, string? name)
    {
        if (name is null || Array.IndexOf(names, name) >= 0) return;
        throw new TransportException(
            TransportError.Other,
            $"listen: no inherited socket is named '{name}' (FileDescriptorName of the socket unit); there are: "
                + $"{Describe(names, except: null)}");
    }

    private static string[] Announced() => Announced(
        Environment.GetEnvironmentVariable("LISTEN_PID"),
        Environment.GetEnvironmentVariable("LISTEN_FDS"),
        Environment.GetEnvironmentVariable("LISTEN_FDNAMES"),
        Environment.ProcessId);

    private static string Describe(string[] names, string? except)
    {
        var text = "";
        for (var index = 0; index < names.Length; index++)
            if (names[index] != except)
                text += (text.Length == 0 ? "" : ", ") + names[index] + " (descriptor " + (FirstDescriptor + index)
                    .ToString(CultureInfo.InvariantCulture) + ")";
        return text;
    }

    private static bool TryParse(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
