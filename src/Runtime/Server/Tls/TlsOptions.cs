using System.Net.Security;

namespace RouteGen.Serving;

/// <summary>Copies TLS options, so that later changes by the program have no effect.</summary>
internal static class TlsOptions
{
    /// <summary>Returns a copy with renegotiation disabled, as in Go.</summary>
    internal static SslServerAuthenticationOptions Clone(SslServerAuthenticationOptions options)
    {
        var copy = CloneCommon(options);
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return copy;
        copy.AllowRsaPkcs1Padding = options.AllowRsaPkcs1Padding;
        copy.AllowRsaPssPadding = options.AllowRsaPssPadding;
        return copy;
    }

    private static SslServerAuthenticationOptions CloneCommon(SslServerAuthenticationOptions options) => new()
    {
        AllowRenegotiation = false,
        AllowTlsResume = options.AllowTlsResume,
        ApplicationProtocols = options.ApplicationProtocols is { } protocols ? [.. protocols] : null,
        CertificateChainPolicy = options.CertificateChainPolicy,
        CertificateRevocationCheckMode = options.CertificateRevocationCheckMode,
        CipherSuitesPolicy = options.CipherSuitesPolicy,
        ClientCertificateRequired = options.ClientCertificateRequired,
        EnabledSslProtocols = options.EnabledSslProtocols,
        EncryptionPolicy = options.EncryptionPolicy,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
        ServerCertificate = options.ServerCertificate,
        ServerCertificateContext = options.ServerCertificateContext,
        ServerCertificateSelectionCallback = options.ServerCertificateSelectionCallback,
    };
}
