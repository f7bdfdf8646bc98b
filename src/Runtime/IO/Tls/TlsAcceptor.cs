using System.Net.Security;

namespace RouteGen.IO;

/// <summary>Server side of the TLS connections of a listener. Used by any thread, for many connections at once.</summary>
internal abstract class TlsAcceptor
{
    /// <summary>Time limit from accepting a connection to the end of its handshake, in milliseconds. Zero means no limit.</summary>
    internal abstract long HandshakeMs { get; }

    /// <summary>
    /// Time limit for a connection that has sent nothing when its listener stops, in milliseconds since it was accepted.
    /// </summary>
    internal abstract long StopNewMs { get; }

    /// <summary>Performs the handshake.</summary>
    internal abstract Task AuthenticateAsync(SslStream stream, TlsConn conn);

    /// <summary>Returns the driver of a connection after its handshake.</summary>
    internal abstract ConnDriver DriverOf(TlsConn conn);

    /// <summary>Called when the handshake has failed, once for each connection. Must not wait.</summary>
    internal abstract void OnFailed(TlsConn conn, Exception failure);
}
