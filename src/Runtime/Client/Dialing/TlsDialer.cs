using System.Net.Security;
using RouteGen.IO;

namespace RouteGen;

/// <summary>The TLS part of a dial.</summary>
internal static class TlsDialer
{
    /// <summary>
    /// Performs the TLS handshake with a server, whose certificate must match the host. The result owns the connection, which is closed if
    /// the handshake fails.
    /// </summary>
    /// <exception cref="TransportException">The handshake failed or took too long.</exception>
    internal static async ValueTask<Conn> HandshakeAsync(
        TlsDialSettings settings, Conn conn, string host, ClientTrace? trace, CancellationToken cancellationToken)
    {
        var limit = settings.Limit;
        TlsConn? tls = null;
        var isTaken = false;
        try
        {
            trace?.TlsHandshakeStart?.Invoke();
            if (limit > TimeSpan.Zero) conn.SetDeadline(settings.Clock.Ticks + Instants.Milliseconds(limit));
            var options = Options(settings, host);
            isTaken = true;
            tls = await TlsConn.ConnectAsync(conn, options, cancellationToken).ConfigureAwait(false);
            if (!settings.AllowCommonNames) CertifiedNames.Check(options, tls.Tls!.PeerCertificate);
            CheckProtocol(tls.Tls!.NegotiatedProtocol);
        }
        catch (Exception failure)
        {
            // ConnectAsync closes its connection if it fails.
            if (tls is not null) tls.Close();
            else if (!isTaken) conn.Close();
            var told = failure is TransportException { IsTimeout: true }
                ? new TransportException(
                    TransportError.TimedOut, "The TLS handshake took longer than Transport.TlsHandshakeTimeout.", failure)
                : failure;
            trace?.TlsHandshakeDone?.Invoke(told);
            if (ReferenceEquals(told, failure)) throw;
            throw told;
        }

        TellDone(tls, trace);
        return tls;
    }

    // Called outside the try block of the handshake, so that a hook that throws is not called again with its own exception.
    private static void TellDone(TlsConn tls, ClientTrace? trace)
    {
        try
        {
            trace?.TlsHandshakeDone?.Invoke(null);
        }
        catch
        {
            tls.Close();
            throw;
        }
    }

    /// <summary>Wraps a stream that already carries TLS as a connection.</summary>
    internal static Conn Adopt(Stream stream, Action<Exception> onDisposeFailed) => stream switch
    {
        ConnStream ours => ours.Conn,
        SslStream { IsAuthenticated: true } ssl => new StreamConn(stream, onDisposeFailed, new TlsConnectionState(ssl, ssl.TargetHostName)),
        _ => new StreamConn(stream, onDisposeFailed),
    };

    private static void CheckProtocol(string protocol)
    {
        if (protocol is not ("" or "http/1.1" or "http/1.0"))
            throw new TransportException(
                TransportError.Tls,
                $"The server chose the protocol {protocol}, which TlsClientConfig offers but this transport does not support.");
    }

    private static SslClientAuthenticationOptions Options(TlsDialSettings settings, string host)
    {
        var config = settings.Config;
        var options = config is null ? new SslClientAuthenticationOptions() : Clone(config);
        if (string.IsNullOrEmpty(options.TargetHost)) options.TargetHost = ServerNameOf(host);
        options.ApplicationProtocols ??= [SslApplicationProtocol.Http11];
        options.AllowRenegotiation = false;
        if (!settings.AllowCommonNames) CertifiedNames.TellCallback(options);
        return options;
    }

    // The certificate is checked against an address without its zone, or a name without its trailing dot (RFC 6066 section 3).
    private static string ServerNameOf(string host)
    {
        var zone = host.IndexOf('%', StringComparison.Ordinal);
        if (zone >= 0) return host[..zone];
        return host.EndsWith('.') ? host[..^1] : host;
    }

    private static SslClientAuthenticationOptions Clone(SslClientAuthenticationOptions config)
    {
        var options = new SslClientAuthenticationOptions
        {
            AllowTlsResume = config.AllowTlsResume,
            ApplicationProtocols = config.ApplicationProtocols,
            CertificateChainPolicy = config.CertificateChainPolicy,
            CertificateRevocationCheckMode = config.CertificateRevocationCheckMode,
            CipherSuitesPolicy = config.CipherSuitesPolicy,
            ClientCertificateContext = config.ClientCertificateContext,
            ClientCertificates = config.ClientCertificates,
            EnabledSslProtocols = config.EnabledSslProtocols,
            EncryptionPolicy = config.EncryptionPolicy,
            LocalCertificateSelectionCallback = config.LocalCertificateSelectionCallback,
            RemoteCertificateValidationCallback = config.RemoteCertificateValidationCallback,
            TargetHost = config.TargetHost,
        };
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return options;
        options.AllowRsaPkcs1Padding = config.AllowRsaPkcs1Padding;
        options.AllowRsaPssPadding = config.AllowRsaPssPadding;
        return options;
    }
}
