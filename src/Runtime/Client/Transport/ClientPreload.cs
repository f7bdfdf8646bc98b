using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>
/// Preloads what calls may need; see the head of Preload.cs. The constructor of <see cref="Transport"/> calls it, because at the first dial
/// the process may have run out of file descriptors.
/// </summary>
internal static class ClientPreload
{
    private static volatile bool s_isDone;

    /// <summary>Preloads once. If that fails, the caller gets the exception, and the next caller tries again.</summary>
    /// <exception cref="TransportException">An assembly cannot be loaded, usually because the process has no file descriptor
    /// left.</exception>
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || s_isDone) return;
        IO.Preload.Connections();
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
