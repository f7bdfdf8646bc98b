using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>
/// Starts HTTP/2 on connections. Only <see cref="Server.Protocols"/> creates an instance, so trimming removes HTTP/2 from programs that do
/// not set it.
/// </summary>
internal abstract class Http2Starter
{
    /// <summary>Replaces the driver of a connection, which its owner has not used to serve a request.</summary>
    internal abstract HostedConn Take(HostedConn conn);

    /// <summary>
    /// Replaces the driver of a connection without TLS, and runs its turn, if the refused input is the preface of HTTP/2. Returns null if
    /// it is not.
    /// </summary>
    internal abstract TurnEnd? TryTake(HostedConn conn);
}
