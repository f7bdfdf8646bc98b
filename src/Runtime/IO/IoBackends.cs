using System.Diagnostics.CodeAnalysis;

namespace RouteGen.IO;

/// <summary>The choice of the back end for this process.</summary>
internal static class IoBackends
{
    private const string Variable = "ROUTEGEN_IO";

    private static IoBackend? s_default;

    /// <summary>
    /// The default back end, chosen on first use: epoll on Linux unless <c>ROUTEGEN_IO=sockets</c> is set, and <c>System.Net.Sockets</c>
    /// elsewhere.
    /// </summary>
    /// <exception cref="InvalidOperationException">The sockets back end is needed but was trimmed away, or the variable has an invalid
    /// value.</exception>
    internal static IoBackend Default => s_default ?? ChooseOnce();

    /// <summary>True if the binary contains the sockets back end. Publishing with <c>RouteGenSockets=false</c> trims it away.</summary>
    [FeatureSwitchDefinition("RouteGen.Sockets.IsSupported")]
    internal static bool AreSocketsSupported => !AppContext.TryGetSwitch("RouteGen.Sockets.IsSupported", out var supported) || supported;

    /// <summary>Returns the back end that the variable's value selects.</summary>
    internal static IoBackend Choose(string? wanted, bool isLinux)
    {
        if (wanted is not (null or "" or "epoll" or "sockets"))
            throw new InvalidOperationException($"{Variable}={wanted} is not supported: set it to epoll or sockets, or unset it.");
        if (wanted == "epoll" && !isLinux) throw new InvalidOperationException($"{Variable}=epoll is supported only on Linux.");
        if (isLinux && wanted != "sockets") return EpollBackend.Instance;
        if (!AreSocketsSupported)
            throw new InvalidOperationException(
                "This program was published without the sockets back end (RouteGenSockets=false).");
        return new SocketBackend();
    }

    // Two threads may choose at once. The first choice is kept; the other back end has no resources to release.
    private static IoBackend ChooseOnce()
    {
        var chosen = Choose(Environment.GetEnvironmentVariable(Variable), OperatingSystem.IsLinux());
        return Interlocked.CompareExchange(ref s_default, chosen, null) ?? chosen;
    }
}
