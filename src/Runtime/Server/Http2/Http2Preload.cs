using System.Runtime.CompilerServices;
using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>Initialises the types that HTTP/2 needs (see Preload.cs). Called when a server is created that speaks it.</summary>
internal static class Http2Preload
{
    internal static void Run()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported) return;
        RuntimeHelpers.RunClassConstructor(typeof(HuffmanCode).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HpackStatic).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(FieldEncodings).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(StreamFramer).TypeHandle);
    }
}
