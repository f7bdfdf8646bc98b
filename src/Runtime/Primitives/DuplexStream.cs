using System.Net;

namespace RouteGen.Primitives;

/// <summary>A connection as a stream, whose two directions are independent.</summary>
internal abstract class DuplexStream : Stream
{
    /// <summary>The local address.</summary>
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>The peer's address.</summary>
    internal abstract EndPoint RemoteEndPoint { get; }

    /// <summary>Result of the TLS handshake. Null if the connection does not use TLS.</summary>
    internal abstract TlsConnectionState? Tls { get; }

    /// <summary>Sets the instant at which waits end. Null means no limit. Has no effect if the connection closes during the call.</summary>
    internal abstract void SetDeadline(DateTimeOffset? deadline);

    /// <summary>Shuts down sending. Incoming data can still be read, but nothing can be written any more.</summary>
    internal abstract void ShutdownSend();
}
