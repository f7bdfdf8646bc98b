using RouteGen;

namespace Runtime.Tests.Serving.Http2;

/// <summary>Servers that speak HTTP/2 without TLS.</summary>
internal static class Http2Fixture
{
    internal static readonly ServerOptions Options = new() { Protocols = Protocols.Http1 | Protocols.UnencryptedHttp2 };

    internal static ServerFixture Start(HandlerFunc handler, ServerOptions? options = null) =>
        new(handler, (options ?? Options) with { Protocols = Options.Protocols });

    internal static ServerFixture StartAsync(Func<ResponseWriter, Request, Task> handler, ServerOptions? options = null) =>
        ServerFixture.Async(handler, (options ?? Options) with { Protocols = Options.Protocols });

    internal static FrameClient Connect(this ServerFixture server, bool begins, int receiveBufferBytes = 0) =>
        new(server.Address, begins, receiveBufferBytes);

    /// <summary>Connects a client that has sent its preface.</summary>
    internal static FrameClient ConnectHttp2(this ServerFixture server) => new(server.Address);
}
