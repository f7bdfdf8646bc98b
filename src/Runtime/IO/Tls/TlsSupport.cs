using System.Diagnostics.CodeAnalysis;

namespace RouteGen.IO;

/// <summary>The switch that trims TLS from a program.</summary>
internal static class TlsSupport
{
    /// <summary>True if the program contains TLS. Publishing with <c>RouteGenTls=false</c> trims it away.</summary>
    [FeatureSwitchDefinition("RouteGen.Tls.IsSupported")]
    internal static bool IsSupported => !AppContext.TryGetSwitch("RouteGen.Tls.IsSupported", out var supported) || supported;

    /// <summary>Returns the exception for code that needs TLS in a program without it.</summary>
    internal static InvalidOperationException Missing() => new("This program was published without TLS (RouteGenTls=false).");
}
