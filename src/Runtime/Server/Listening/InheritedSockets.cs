using System.Globalization;

namespace RouteGen.Serving;

/// <summary>
/// Sockets of systemd's socket activation: descriptors from 3 on, which environment variables announce (sd_listen_fds_with_names).
/// </summary>
internal static class InheritedSockets
{
    internal const int FirstDescriptor = 3;

    // More than any unit file lists. Limits the work for an invalid LISTEN_FDS.
    private const int CountMax = 1024;
    private const int CountLengthMax = 64;

    private static bool s_isTaken;
    private static bool s_isLost;
    private static bool s_isNoted;

    /// <summary>
    /// Takes the sockets for the first caller in the process, and unsets the variables, so that later callers and child processes find
    /// none.
    /// </summary>
    /// <param name="name">The name of those that are wanted. Null for all.</param>
    /// <param name="adopt">Makes the listener of a descriptor. If it fails, the listeners made before are closed.</param>
    /// <param name="ignored">Called with a description of the sockets that have other names, if there are any. They stay open.</param>
    /// <exception cref="TransportException">
    /// There are sockets, and none has the name; they can still be taken. Or the sockets cannot be served, or an earlier call lost them.
    /// </exception>
    internal static List<Listener> Take(string? name, Func<int, Listener> adopt, Action<string>? ignored)
    {
        // The process was started with its addresses: a second attempt must not listen at the default one, which is every address.
        if (Volatile.Read(ref s_isLost))
            throw new TransportException(
                TransportError.Other,
                "listen: an earlier start failed with the sockets that the process inherited; restart the process, or set Server.Addr.");
        var names = Announced();
        if (names.Length == 0) return [];
        CheckName(names, name);
        // Atomic, because two servers may start at the same time.
        if (Interlocked.Exchange(ref s_isTaken, true)) return [];
        foreach (var variable in (ReadOnlySpan<string>)["LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"])
            Environment.SetEnvironmentVariable(variable, null);
        try
        {
            return Adopt(names, name, adopt, ignored);
        }
        catch
        {
            Lose();
            throw;
        }
    }

    /// <summary>The start of the server that took the sockets has failed, and they are closed: later starts fail, too.</summary>
    internal static void Lose() => Volatile.Write(ref s_isLost, true);

    /// <summary>
    /// Reports the sockets for a server that does not use them, once per process. Another server may still take them.
    /// </summary>
    internal static void NoteUnused(Action<string> ignored)
    {
        if (!IsCount(Environment.GetEnvironmentVariable("LISTEN_FDS"))) return;
        var names = Announced();
        if (names.Length > 0 && !Interlocked.Exchange(ref s_isNoted, true)) ignored(Describe(names, except: null));
    }

    /// <summary>The names of the sockets that the variables announce to a process, in the order of their descriptors.</summary>
    /// <exception cref="TransportException">The variables are meant for the process, and their number of sockets is none.</exception>
    internal static string[] Announced(string? pid, string? count, string? names, int ownPid)
    {
        // The variables are inherited by a child, too, and announce nothing to that.
        if (!TryParse(pid, out var forPid) || forPid != ownPid || string.IsNullOrEmpty(count)) return [];
        if (!IsCount(count))
            throw new TransportException(
                TransportError.Other,
                $"listen: LISTEN_FDS is '{PeerText.Escape(count, CountLengthMax)}', which is not a number from 0 to {CountMax}; "
                    + "set Server.Addr to listen without inherited sockets.");
        var given = names?.Split(':') ?? [];
        _ = TryParse(count, out var descriptors);
        var announced = new string[descriptors];
        for (var index = 0; index < announced.Length; index++) announced[index] = index < given.Length ? given[index] : "unknown";
        return announced;
    }

    /// <summary>Creates listeners from the sockets that have the given name.</summary>
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

    private static bool IsCount(string? text) => TryParse(text, out var count) && count <= CountMax;

    private static bool TryParse(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
