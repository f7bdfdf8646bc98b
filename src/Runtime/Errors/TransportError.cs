namespace RouteGen;

/// <summary>Kinds of transport failures.</summary>
public enum TransportError
{
    /// <summary>Any other network failure.</summary>
    Other = 0,

    /// <summary>The host name could not be resolved.</summary>
    NameResolution,

    /// <summary>The address refused the connection: no process listens there.</summary>
    ConnectionRefused,

    /// <summary>The address cannot be reached.</summary>
    Unreachable,

    /// <summary>The peer reset the connection, or the connection broke while in use.</summary>
    ConnectionReset,

    /// <summary>The peer closed the connection before the message was complete.</summary>
    UnexpectedEof,

    /// <summary>A time limit of this library expired.</summary>
    TimedOut,

    /// <summary>This process aborted or closed the connection while it was in use.</summary>
    Aborted,

    /// <summary>The address is already in use.</summary>
    AddressInUse,

    /// <summary>The process has no permission to use the address.</summary>
    AccessDenied,

    /// <summary>The process or the system has run out of file descriptors.</summary>
    TooManyOpenFiles,

    /// <summary>The peer closed a reused idle connection before it sent a byte of the response.</summary>
    ServerClosedIdle,

    /// <summary>
    /// The TLS handshake failed (for example because a certificate is not trusted), or the peer violated TLS afterwards.
    /// </summary>
    Tls,

    /// <summary>A proxy was reached but did not open the requested tunnel.</summary>
    ProxyRefused,
}
