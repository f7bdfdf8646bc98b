using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.ExceptionServices;

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
    /// <param name="name">The name of the sockets to take. Null means all.</param>
    /// <param name="adopt">Creates a listener from a descriptor. If it throws for one, the listeners of all others are closed.</param>
    /// <param name="ignored">Called with a description of the sockets that have other names, if any. These sockets stay open.</param>
    /// <exception cref="TransportException">
    /// No socket has the name (the sockets can still be taken), the sockets cannot be served, or an earlier start with them has failed.
    /// </exception>
    internal static List<Listener> Take(string? name, Func<int, Listener> adopt, Action<string>? ignored)
    {
        // The administrator has chosen the sockets. A second start must not fall back to the default address, which is every address of the
        // machine.
        if (Volatile.Read(ref s_isLost))
            throw new TransportException(
                TransportError.Other,
                "listen: an earlier start with the inherited sockets failed; restart the process, or set Server.Addr.");
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

    /// <summary>
    /// Makes every later <see cref="Take"/> fail. Called after a start with the sockets has failed and has closed them.
    /// </summary>
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

    /// <summary>Returns the names of the announced sockets, in the order of their descriptors.</summary>
    /// <exception cref="TransportException">The variables apply to this process, but LISTEN_FDS is not a valid number.</exception>
    internal static string[] Announced(string? pid, string? count, string? names, int ownPid)
    {
        // A child process inherits the variables, but they do not apply to it.
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

    /// <summary>
    /// Creates listeners from the sockets that have the given name. If one cannot be served, all others are closed, because clients could
    /// connect to them but would never be accepted. Descriptors that cannot be served stay open, because they may be files of the program;
    /// the exception lists them.
    /// </summary>
    internal static List<Listener> Adopt(string[] names, string? name, Func<int, Listener> adopt, Action<string>? ignored)
    {
        var taken = new List<Listener>();
        Exception? failure = null;
        var failed = "";
        for (var index = 0; index < names.Length; index++)
        {
            if (name is not null && names[index] != name) continue;
            try
            {
                taken.Add(adopt(FirstDescriptor + index));
            }
            catch (Exception thrown)
            {
                var descriptor = (FirstDescriptor + index).ToString(CultureInfo.InvariantCulture);
                failed = failure is null ? descriptor : failed + ", " + descriptor;
                failure ??= thrown;
            }
        }

        if (failure is not null)
        {
            foreach (var listener in taken) listener.Dispose();
            ThrowNotServed(failure, failed);
        }

        if (taken.Count < names.Length) ignored?.Invoke(Describe(names, except: name));
        return taken;
    }

    [DoesNotReturn]
    private static void ThrowNotServed(Exception failure, string failed)
    {
        if (failed.Contains(',') && failure is TransportException { Error: var error })
            throw new TransportException(
                error, $"{failure.Message.TrimEnd('.')}; inherited descriptors that cannot be served: {failed}", failure);
        ExceptionDispatchInfo.Throw(failure);
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
