namespace RouteGen.IO;

/// <summary>A connection's place in its reactor's timing wheel.</summary>
internal sealed class ConnTimer(EpollConn conn) : WheelNode
{
    internal EpollConn Conn => conn;
}
