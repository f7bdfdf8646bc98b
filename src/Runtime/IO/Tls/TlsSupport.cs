using System.Diagnostics.CodeAnalysis;

namespace RouteGen.IO;

/// <summary>True if this program carries TLS.</summary>
internal static class TlsSupport
{
    /// <summary>False in a publish with <c>RouteGenTls=false</c>, which trims TLS away.</summary>
    [FeatureSwitchDefinition("RouteGen.Tls.IsSupported")]
    internal static bool IsSupported => !AppContext.TryGetSwitch("RouteGen.Tls.IsSupported", out var supported) || supported;

    /// <summary>Message for code that needs TLS where it was left out.</summary>
    internal static InvalidOperationException Missing() => new("This program was published without TLS (RouteGenTls=false).");
}
