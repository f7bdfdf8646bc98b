using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>Starts HTTP/2 on connections.</summary>
internal sealed class Http2Service : Http2Starter
{
    // The request line of the preface. The parser of HTTP/1.1 refuses it as soon as it is complete.
    private const int LineBytes = 16;

    internal Http2Service() => Http2Preload.Run();

    internal override HostedConn Start(ServerHost host, Conn conn, ConnHooks? hooks, ref InputBuffer input)
    {
        var driver = new Http2Conn(host, conn, hooks);
        driver.TakeInput(ref input);
        return driver;
    }

    internal override bool IsPreface(ReadOnlySpan<byte> input) => input.StartsWith(Http2Conn.PrefaceBytes[..LineBytes]);
}
