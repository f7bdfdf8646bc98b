namespace RouteGen.IO;

/// <summary>Node of a connection in the timing wheel of its reactor.</summary>
internal sealed class ConnTimer(EpollConn conn) : WheelNode
{
    internal EpollConn Conn => conn;
}
