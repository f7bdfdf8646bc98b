namespace RouteGen.Serving;

// Continues a connection with HTTP/2, if its server speaks it (Http2Starter).
internal sealed partial class ServerConn
{
    /// <summary>True if the peer has hung up.</summary>
    internal bool HasHungUp => _hangUp;

    /// <summary>Gives the connection to another driver. Called by the owner, before a request was served.</summary>
    internal void GiveUpTo(HostedConn driver)
    {
        ReturnExchange();
        _state = State.Closed;
        _conn.Driver = driver;
        Host.Conns.Replace(this, driver);
        // Close aborts the connections in the list, and may just have missed the new one.
        if (Host.IsCut) _conn.Abort();
    }
}
