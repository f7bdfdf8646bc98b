namespace RouteGen;

/// <summary>
/// Takes over a connection whose TLS handshake chose the protocol it is registered for (<see cref="Server.TlsNextProto"/>).
/// </summary>
/// <param name="server">The server that accepted it.</param>
/// <param name="conn">The connection, decrypted. It is closed when the task completes.</param>
/// <param name="handler">The handler of requests: the server's handler, or <c>DefaultServeMux</c>.</param>
/// <returns>A task that completes when the connection is no longer needed. A failure is logged.</returns>
public delegate Task TlsNextProtoHandler(Server server, HijackedConn conn, IHandler handler);
