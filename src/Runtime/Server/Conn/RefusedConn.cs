using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>A connection that came when the server had as many as it may have.</summary>
internal sealed class RefusedConn(Conn conn) : ConnDriver
{
    internal override TurnEnd RunTurn(Ready ready)
    {
        conn.Close();
        return TurnEnd.Closed;
    }
}
