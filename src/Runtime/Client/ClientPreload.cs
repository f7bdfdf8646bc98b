using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>
/// Initialises what a call may need: see the head of Preload.cs. By the constructor of <see cref="Transport"/>, and not by its first dial, which may come when
/// there is no descriptor left.
/// </summary>
internal static class ClientPreload
{
    private static volatile bool s_isDone;

    /// <summary>Does it once. A failure is the caller's, and the next caller tries again.</summary>
    /// <exception cref="TransportException">An assembly cannot be loaded, mostly since the process has no descriptor left.</exception>
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || s_isDone) return;
        MessagePreload.Run();
        IO.Preload.Load("System.Net.NameResolution");
        IO.Preload.Load("System.Net.Security");
        IO.Preload.Load("System.Security.Cryptography");
        RuntimeHelpers.RunClassConstructor(typeof(ClientClock).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Transport).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(NoProxyRules).TypeHandle);
        s_isDone = true;
    }
}
