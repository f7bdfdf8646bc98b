using RouteGen.Primitives;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    private readonly Protocols _protocols = Protocols.Http1;

    /// <summary>The protocols that the server speaks. Default <see cref="Protocols.Http1"/>.</summary>
    /// <remarks>
    /// A protocol that a function of <see cref="TlsNextProto"/> implements is served by that function. A native program that does not set
    /// this property does not contain HTTP/2. docs/HTTP.md lists the limits of HTTP/2.
    /// </remarks>
    /// <exception cref="ArgumentException">The value has no protocol, or an unknown one.</exception>
    /// <exception cref="InvalidOperationException">The value has HTTP/2, and the program was published with
    /// <c>RouteGenHttp2=false</c>.</exception>
    public Protocols Protocols
    {
        get => _protocols;
        init
        {
            const Protocols All = Protocols.Http1 | Protocols.Http2 | Protocols.UnencryptedHttp2;
            if (value == Protocols.None || (value & ~All) != 0)
                throw new ArgumentException($"The value {value} is not a combination of Http1, Http2 and UnencryptedHttp2.", nameof(value));
            _protocols = value;
            if (value == Protocols.Http1) return;
            if (!Http2Support.IsSupported) throw Http2Support.Missing();
            Http2 = new Http2Service();
        }
    }

    /// <summary>Starts HTTP/2 on connections. Null if the server does not speak it.</summary>
    internal Http2Starter? Http2 { get; private init; }

    private bool SpeaksHttp1 => (_protocols & Protocols.Http1) != 0;
}
