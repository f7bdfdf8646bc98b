using System.Net.Security;
using System.Security.Authentication;

namespace RouteGen.IO;

// The handshake of either side. It waits asynchronously for the underlying connection. The caller sets the deadline of that connection,
// which limits the handshake.
internal sealed partial class TlsConn
{
    /// <summary>Performs the server's handshake.</summary>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The connection ended, or its deadline passed (<see cref="TransportException"/>).</exception>
    internal async Task AcceptAsync(TlsAcceptor acceptor)
    {
        ServerName = await _wire.PeekServerNameAsync().ConfigureAwait(false);
        var ssl = _ssl = new SslStream(_wire, leaveInnerStreamOpen: true);
        try
        {
            await acceptor.AuthenticateAsync(ssl, this).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not TransportException)
        {
            TrySendAlert();
            throw;
        }

        Open(ssl, ServerName);
    }

    /// <summary>
    /// Performs the client's handshake over a dialed connection. Its deadline limits the handshake, and is removed after success. The
    /// result owns the connection, which is closed if the handshake fails.
    /// </summary>
    /// <exception cref="TransportException">The handshake failed (<see cref="TransportError.Tls"/>), or the connection failed with its own
    /// error.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static async ValueTask<TlsConn> ConnectAsync(
        Conn conn, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var tls = new TlsConn(conn);
        try
        {
            var ssl = tls._ssl = new SslStream(tls._wire, leaveInnerStreamOpen: true);
            using (cancellationToken.UnsafeRegister(static state => ((TlsConn)state!).Abort(), tls))
                await ssl.AuthenticateAsClientAsync(options, CancellationToken.None).ConfigureAwait(false);
            conn.SetDeadline(0);
            tls.Open(ssl, options.TargetHost ?? "");
            cancellationToken.ThrowIfCancellationRequested();
            return tls;
        }
        catch (Exception failed)
        {
            if (failed is not TransportException) tls.TrySendAlert();
            tls.CloseBelow();
            cancellationToken.ThrowIfCancellationRequested();
            if (failed is TransportException) throw;
            throw tls.Explain(failed);
        }
    }

    private void Open(SslStream ssl, string serverName)
    {
        _wire.Open();
        _state = new TlsConnectionState(ssl, serverName);
    }

    // SslStream leaves an alert about a certificate in the output. No alert is sent after Abort.
    private void TrySendAlert()
    {
        try
        {
            if (!_isAborted) _wire.Output.TryFlush();
        }
        catch (TransportException)
        {
            // The peer has already left.
        }
    }

    // As in Go, the message names the most common mistake, a URL with https instead of http.
    private TransportException Explain(Exception failed)
    {
        if (_wire.SawResponse)
            return new TransportException(TransportError.Tls, "The server gave an HTTP response to an HTTPS client.", failed);
        return new TransportException(TransportError.Tls, $"The TLS handshake failed: {FailureText.MessageOf(failed)}", failed);
    }
}
