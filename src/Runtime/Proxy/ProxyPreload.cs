using System.Runtime.CompilerServices;

namespace RouteGen.Proxying;

/// <summary>
/// Preloads everything that a proxied request needs, including the transport (see Preload.cs). Called when a proxy is created.
/// </summary>
internal static class ProxyPreload
{
    /// <exception cref="TransportException">An assembly cannot be loaded, usually because the process has no file descriptor
    /// left.</exception>
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported) return;
        ClientPreload.Run();
        RuntimeHelpers.RunClassConstructor(typeof(ForwardedFields).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ReverseProxy).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HopByHopFields).TypeHandle);
    }
}
