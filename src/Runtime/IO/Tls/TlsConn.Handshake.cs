using System.Net.Security;
using System.Security.Authentication;

namespace RouteGen.IO;

// The handshake, either side. It waits for the connection below as often as it takes and holds no thread; the deadline of that connection,
// which the caller sets, bounds it.
internal sealed partial class TlsConn
{
    /// <summary>The server's side.</summary>
    /// <exception cref="AuthenticationException">There was no agreement.</exception>
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

    /// <summary>The client's side, over a dialed connection, which belongs to the result; when the handshake fails, it is closed.</summary>
    /// <param name="conn">Its deadline bounds the handshake, and is lifted when that has succeeded.</param>
    /// <param name="options">Not changed, and not kept.</param>
    /// <param name="cancellationToken">Gives the connection up.</param>
    /// <exception cref="TransportException">The handshake failed: <see cref="TransportError.Tls"/>, or what happened to the
    /// connection.</exception>
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

    // SslStream leaves an alert about a certificate in the wire. An aborted handshake sends none.
    private void TrySendAlert()
    {
        try
        {
            if (!_isAborted) _wire.Output.TryFlush();
        }
        catch (TransportException)
        {
            // The peer has gone first.
        }
    }

    // Go: "server gave HTTP response to HTTPS client", the commonest mistake in a URL.
    private TransportException Explain(Exception failed)
    {
        if (_wire.SawResponse)
            return new TransportException(TransportError.Tls, "The server gave an HTTP response to an HTTPS client.", failed);
        return new TransportException(TransportError.Tls, $"The TLS handshake failed: {FailureText.MessageOf(failed)}", failed);
    }
}
