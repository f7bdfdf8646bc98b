using System.Net.Security;

namespace RouteGen.IO;

/// <summary>Server side of the TLS connections of a listener. Any thread, for many connections at once.</summary>
internal abstract class TlsAcceptor
{
    /// <summary>Time limit from the accept of a connection to the end of its handshake, in milliseconds. Zero means no limit.</summary>
    internal abstract long HandshakeMs { get; }

    /// <summary>Time that a connection without a byte may stay once its listener stops, from its accept on, in milliseconds.</summary>
    internal abstract long StopNewMs { get; }

    /// <summary>Shakes hands.</summary>
    internal abstract Task AuthenticateAsync(SslStream stream, TlsConn conn);

    /// <summary>The handshake has succeeded: who serves the connection.</summary>
    internal abstract ConnDriver DriverOf(TlsConn conn);

    /// <summary>Called when the handshake has failed, once for each connection; must not wait.</summary>
    internal abstract void OnFailed(TlsConn conn, Exception failure);
}
