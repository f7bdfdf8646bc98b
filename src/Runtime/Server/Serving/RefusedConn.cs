using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>A connection that is closed because the server has reached <c>MaxConns</c>.</summary>
internal sealed class RefusedConn(Conn conn) : ConnDriver
{
    internal override TurnEnd RunTurn(Ready ready)
    {
        conn.Close();
        return TurnEnd.Closed;
    }
}
