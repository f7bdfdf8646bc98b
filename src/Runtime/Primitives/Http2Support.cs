using System.Diagnostics.CodeAnalysis;

namespace RouteGen.Primitives;

/// <summary>The switch that trims HTTP/2 from a program.</summary>
internal static class Http2Support
{
    /// <summary>True if the program contains HTTP/2. Publishing with <c>RouteGenHttp2=false</c> trims it away.</summary>
    [FeatureSwitchDefinition("RouteGen.Http2.IsSupported")]
    internal static bool IsSupported => !AppContext.TryGetSwitch("RouteGen.Http2.IsSupported", out var supported) || supported;

    /// <summary>Returns the exception for code that needs HTTP/2 in a program without it.</summary>
    internal static InvalidOperationException Missing() => new("This program was published without HTTP/2 (RouteGenHttp2=false).");
}
