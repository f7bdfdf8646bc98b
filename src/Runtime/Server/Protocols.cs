namespace RouteGen;

/// <summary>Protocols that a server speaks. Go's name: <c>http.Protocols</c>.</summary>
[Flags]
public enum Protocols
{
    /// <summary>None. A server needs at least one.</summary>
    None = 0,

    /// <summary>HTTP/1.1 and HTTP/1.0, with and without TLS.</summary>
    Http1 = 1,

    /// <summary>HTTP/2 over TLS, which the client chooses by ALPN.</summary>
    Http2 = 2,

    /// <summary>
    /// HTTP/2 without TLS, on the same port as HTTP/1.1. The client must know that the server speaks it (RFC 9113 section 3.3).
    /// </summary>
    UnencryptedHttp2 = 4,
}
