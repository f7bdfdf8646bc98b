using System.Runtime.CompilerServices;
using RouteGen.Handling;
using RouteGen.IO;
using RouteGen.Routing;

namespace RouteGen.Serving;

/// <summary>Initialises what a request may need: see the head of Preload.cs.</summary>
internal static class ServerPreload
{
    private static volatile bool s_isDone;

    /// <summary>Preloads once. A failure is thrown to the caller, and the next caller tries again.</summary>
    /// <exception cref="TransportException">An assembly cannot be loaded, usually because the process has no file descriptor
    /// left.</exception>
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || s_isDone) return;
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
        // Opened while there are descriptors, because their exhaustion is logged there.
        Preload.Run(StandardError.Open, "The standard error stream");
        s_isDone = true;
    }
}
