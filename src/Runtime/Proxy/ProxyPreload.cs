using System.Runtime.CompilerServices;

namespace RouteGen.Proxying;

/// <summary>
/// Initialises everything that a proxied request needs, including the transport. Called when the proxy is made: see the head of Preload.cs.
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
