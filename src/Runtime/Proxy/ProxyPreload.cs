using System.Runtime.CompilerServices;

namespace RouteGen.Proxying;

/// <summary>Initialises what a proxied request needs, its transport included, when the proxy is made: see the head of Preload.cs.</summary>
internal static class ProxyPreload
{
    /// <exception cref="TransportException">An assembly cannot be loaded, mostly since the process has no descriptor left.</exception>
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported) return;
        ClientPreload.Run();
        RuntimeHelpers.RunClassConstructor(typeof(ForwardedFields).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ReverseProxy).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EndedFields).TypeHandle);
    }
}
