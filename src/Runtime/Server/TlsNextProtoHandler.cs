namespace RouteGen;

/// <summary>
/// Function that takes over a connection after its TLS handshake has chosen a protocol (<see cref="Server.TlsNextProto"/>).
/// </summary>
/// <param name="server">The server that accepted the connection.</param>
/// <param name="conn">The connection, decrypted. It is closed when the task completes.</param>
/// <param name="handler">The server's handler, or <c>DefaultServeMux</c> if it has none.</param>
/// <returns>A task that completes when the connection is no longer needed. A failure is logged.</returns>
public delegate Task TlsNextProtoHandler(Server server, HijackedConn conn, IHandler handler);
