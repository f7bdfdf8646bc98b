using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>Starts HTTP/2 on connections.</summary>
internal sealed class Http2Service : Http2Starter
{
    // The request line of the preface. The parser of HTTP/1.1 refuses it as soon as it is complete.
    private const int LineBytes = 16;

    internal Http2Service() => Http2Preload.Run();

    internal override HostedConn Take(HostedConn conn)
    {
        var former = (ServerConn)conn;
        var driver = new Http2Conn(former.Host, former.Transport, former.Hooks);
        driver.TakeInput(ref former.Input);
        former.GiveUpTo(driver);
        return driver;
    }

    // RFC 9113 section 3.3: without TLS, a client of HTTP/2 sends its preface at once.
    internal override TurnEnd? TryTake(HostedConn conn)
    {
        var former = (ServerConn)conn;
        if (former.Transport.Tls is not null || !former.Input.Unread.StartsWith(Http2Conn.PrefaceBytes[..LineBytes])) return null;
        return Take(conn).RunTurn(former.HasHungUp ? Ready.Read | Ready.HangUp : Ready.Read);
    }
}
