using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RouteGen;

/// <summary>
/// Check that refuses certificates that name their server only in the subject's common name (RFC 9110 section 4.3.4). The platform uses the
/// common name if there is no subject alternative name of the required kind, but a common name may contain anything that a certificate
/// authority accepts. The platform still compares the names themselves.
/// </summary>
internal static class CertifiedNames
{
    /// <summary>
    /// Reports such a certificate to the user's validation callback as a name mismatch. Without a callback, <see cref="Check"/> is used, so
    /// that the platform's own refusals keep their messages.
    /// </summary>
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

    /// <summary>Checks a certificate that the platform has accepted, before anything is sent.</summary>
    /// <exception cref="TransportException">The certificate has no subject alternative name of the host's kind (DNS name or
    /// address).</exception>
    internal static void Check(SslClientAuthenticationOptions options, X509Certificate2? certificate)
    {
        if (options.RemoteCertificateValidationCallback is not null || certificate is null || HasName(certificate, options.TargetHost))
            return;
        throw new TransportException(
            TransportError.Tls,
            $"The certificate of {options.TargetHost} has no subject alternative name for that host; "
                + $"its common name is not accepted unless Transport.AllowCommonNames is set.");
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
            // The extension cannot be decoded, so it names nothing.
        }

        return false;
    }
}
