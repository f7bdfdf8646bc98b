using RouteGen.IO;

namespace RouteGen.Serving;

// Continues a connection with HTTP/2, if its server speaks it.
internal sealed partial class ServerConn
{
    /// <summary>Replaces this driver by one for HTTP/2. Called by the owner, before a request was served.</summary>
    internal HostedConn Become(Http2Starter starter)
    {
        ReturnExchange();
        var driver = starter.Start(Host, _conn, Hooks, ref Input);
        _state = State.Closed;
        _conn.Driver = driver;
        Host.Conns.Replace(this, driver);
        // Close aborts the connections in the list, and may just have missed the new one.
        if (Host.IsCut) _conn.Abort();
        return driver;
    }

    // RFC 9113 section 3.3: without TLS, a client of HTTP/2 sends its preface at once. The parser refuses it as a request of version 2.0.
    private TurnEnd? TryBecomeHttp2(RejectReason reason)
    {
        if (reason != RejectReason.UnsupportedVersion || _hasServed || Host.UnencryptedHttp2 is not { } starter) return null;
        if (_conn.Tls is not null || !starter.IsPreface(Input.Unread)) return null;
        return Become(starter).RunTurn(_hangUp ? Ready.Read | Ready.HangUp : Ready.Read);
    }
}
