namespace RouteGen;

/// <summary>Kinds of failure between this process and the peer: values to switch on.</summary>
public enum TransportError
{
    /// <summary>A failure of the network that no other member names.</summary>
    Other = 0,

    /// <summary>The host name could not be resolved.</summary>
    NameResolution,

    /// <summary>The address refused the connection: no process listens there.</summary>
    ConnectionRefused,

    /// <summary>The address cannot be reached.</summary>
    Unreachable,

    /// <summary>The peer reset the connection, or it broke while in use.</summary>
    ConnectionReset,

    /// <summary>The peer closed the connection before the message was complete.</summary>
    UnexpectedEof,

    /// <summary>A time limit of this library expired.</summary>
    TimedOut,

    /// <summary>Our side ended the connection: it was aborted or closed while in use.</summary>
    Aborted,

    /// <summary>The address is already in use.</summary>
    AddressInUse,

    /// <summary>The process may not use the address.</summary>
    AccessDenied,

    /// <summary>The process or the system has no descriptor left.</summary>
    TooManyOpenFiles,

    /// <summary>The peer closed a reused idle connection before it sent a byte of the response.</summary>
    ServerClosedIdle,

    /// <summary>
    /// The TLS handshake failed (a certificate that is not trusted, no common version), or the peer broke TLS afterwards.
    /// </summary>
    Tls,

    /// <summary>A proxy was reached but did not open the requested tunnel.</summary>
    ProxyRefused,
}
