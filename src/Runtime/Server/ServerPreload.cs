using System.Runtime.CompilerServices;
using RouteGen.Handling;
using RouteGen.IO;
using RouteGen.Routing;

namespace RouteGen.Serving;

/// <summary>Initialises the types that serving a request may need (see Preload.cs).</summary>
internal static class ServerPreload
{
    private static volatile bool s_isDone;

    /// <summary>Initialises the types once. If that fails, the next call tries again.</summary>
    /// <exception cref="TransportException">An assembly cannot be loaded, usually because the process has no file descriptor
    /// left.</exception>
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || s_isDone) return;
        Preload.Connections();
        MessagePreload.Run();
        Preload.Program();
        RuntimeHelpers.RunClassConstructor(typeof(SnapshotTable).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(AllowedMethods).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(FixedResponses).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(BypassMark).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(GeneralOptionsHandler).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Server).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ServeMux).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(LogLimiter).TypeHandle);
        // Standard error is opened now, because it is needed to log that no descriptors are left.
        Preload.Run(StandardError.Open, "The standard error stream");
        s_isDone = true;
    }
}
