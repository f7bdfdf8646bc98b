using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Starts HTTP/2 on a connection. Only <see cref="Server.Protocols"/> creates an instance, so trimming removes HTTP/2 from programs that do
/// not set it.
/// </summary>
internal abstract class Http2Starter
{
    /// <summary>Creates the driver of a connection.</summary>
    /// <param name="host">The server.</param>
    /// <param name="conn">The connection.</param>
    /// <param name="hooks">Data of the server's hooks. Null if there are none.</param>
    /// <param name="input">Bytes that were received before, which the driver takes over.</param>
    internal abstract HostedConn Start(ServerHost host, Conn conn, ConnHooks? hooks, ref InputBuffer input);

    /// <summary>Returns true if received bytes can only be the preface of HTTP/2.</summary>
    internal abstract bool IsPreface(ReadOnlySpan<byte> input);
}
