using System.Diagnostics.CodeAnalysis;

namespace RouteGen.IO;

/// <summary>Which back end serves this process.</summary>
internal static class IoBackends
{
    private const string Variable = "ROUTEGEN_IO";

    private static IoBackend? s_default;

    /// <summary>
    /// The back end of everything that is not given one: epoll on Linux, unless the environment says <c>ROUTEGEN_IO=sockets</c>;
    /// <c>System.Net.Sockets</c> elsewhere. Chosen on first use.
    /// </summary>
    /// <exception cref="InvalidOperationException">The sockets back end is wanted and was trimmed away, or the variable has another
    /// value.</exception>
    internal static IoBackend Default => s_default ?? ChooseOnce();

    /// <summary>
    /// True if the binary carries the sockets back end: false in a publish with <c>RouteGenSockets=false</c>, which trims it away.
    /// </summary>
    [FeatureSwitchDefinition("RouteGen.Sockets.IsSupported")]
    internal static bool AreSocketsSupported => !AppContext.TryGetSwitch("RouteGen.Sockets.IsSupported", out var supported) || supported;

    /// <summary>Makes the back end that the variable's value asks for.</summary>
    internal static IoBackend Choose(string? wanted, bool isLinux)
    {
        if (wanted is not (null or "" or "epoll" or "sockets"))
            throw new InvalidOperationException($"{Variable} must be epoll or sockets, or unset.");
        if (wanted == "epoll" && !isLinux) throw new InvalidOperationException($"{Variable}=epoll: only Linux has epoll.");
        if (isLinux && wanted != "sockets") return EpollBackend.Instance;
        if (!AreSocketsSupported)
            throw new InvalidOperationException(
                $"{Variable}=sockets: this program was published without that back end (RouteGenSockets=false).");
        return new SocketBackend();
    }

    // Two threads may choose at once; the first choice is kept, and the other back end holds no resources yet.
    private static IoBackend ChooseOnce()
    {
        var chosen = Choose(Environment.GetEnvironmentVariable(Variable), OperatingSystem.IsLinux());
        return Interlocked.CompareExchange(ref s_default, chosen, null) ?? chosen;
    }
}
