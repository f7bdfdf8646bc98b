using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen;

/// <summary>
/// Refuses certificates that name their server in the common name of the subject alone. RFC 9110 section 4.3.4 takes no notice of it; the platform falls
/// back to it where there is no alternative name of the kind that is asked for, and a common name may hold anything that an authority lets through.
/// The name itself is the platform's to compare.
/// </summary>
internal static class CertifiedNames
{
    /// <summary>Tells a callback of the user's of the mismatch. Without one there is <see cref="Check"/>, so that the platform explains its own refusals.</summary>
    internal static void TellCallback(SslClientAuthenticationOptions options)
    {
        if (options.RemoteCertificateValidationCallback is not { } callback) return;
        var host = options.TargetHost;
        options.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            if (certificate is X509Certificate2 shown && !HasName(shown, host)) errors |= SslPolicyErrors.RemoteCertificateNameMismatch;
            return callback(sender, certificate, chain, errors);
        };
    }

    /// <summary>Checks the certificate that the platform has accepted. Before anything was sent.</summary>
    /// <exception cref="TransportException">It has no name of the kind of the host.</exception>
    internal static void Check(SslClientAuthenticationOptions options, X509Certificate2? certificate)
    {
        if (options.RemoteCertificateValidationCallback is not null || certificate is null || HasName(certificate, options.TargetHost)) return;
        throw new TransportException(
            TransportError.Tls,
            $"The certificate of {options.TargetHost} has no subject alternative name for it; its common name does not count (Transport.AllowCommonNames).");
    }

    private static bool HasName(X509Certificate2 certificate, string? host)
    {
        var isAddress = IPAddress.TryParse(host, out _);
        try
        {
            foreach (var extension in certificate.Extensions)
            {
                if (extension is not X509SubjectAlternativeNameExtension names) continue;
                if (isAddress ? names.EnumerateIPAddresses().Any() : names.EnumerateDnsNames().Any()) return true;
            }
        }
        catch (CryptographicException)
        {
            // The server sent an extension that cannot be read, which names nothing.
        }

        return false;
    }
}
