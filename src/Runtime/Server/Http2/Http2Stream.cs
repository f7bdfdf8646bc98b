// A stream of an HTTP/2 connection. To the body, the writer and the handler it is a connection with one request.
//
//   open --head complete--> ready --turn of the stream--> handling --handler completed, response queued--> ended
//   any of them --RST_STREAM, or the connection breaks--> lost: reads and writes throw, and the context is cancelled
//
// The connection decodes the head into _head and puts the stream into its queue (Http2Conn.Ready.cs). The turn of the stream parses that
// text and runs the handler, without the ownership of the connection. The state that both use is guarded by the connection's Gate. When the
// response has ended, the object is kept for another stream of the thread, as the exchange is.
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed partial class Http2Stream : RequestConn, IResponseFrames
{
    private const int KeptPerThreadMax = 64;

    [ThreadStatic]
    private static Http2Stream? t_kept;

    private Http2Stream? _below;
    private int _keptBelow;
    private bool _isHandling;

    private Http2Stream(ServerHost host, Http2StreamConn conn)
        : base(host, conn) => conn.Bind(this);

    /// <summary>The connection.</summary>
    internal Http2Conn Owner { get; private set; } = null!;

    private protected override bool IsHandling => _isHandling;

    private protected override bool IsHijacked => false;

    /// <summary>Returns an object that the calling thread keeps, or a new one, for a stream that begins.</summary>
    internal static Http2Stream Rent(Http2Conn owner, int id)
    {
        var stream = t_kept;
        if (stream is null)
        {
            stream = new Http2Stream(owner.Host, new Http2StreamConn());
        }
        else
        {
            t_kept = stream._below;
            stream._below = null;
        }

        stream.Begin(owner, id);
        return stream;
    }

    /// <summary>Makes the object available to the calling thread. Nothing refers to the stream any more.</summary>
    internal void Return()
    {
        var below = t_kept;
        var count = below is null ? 0 : below._keptBelow + 1;
        if (count == KeptPerThreadMax) return;
        _below = below;
        _keptBelow = count;
        t_kept = this;
    }

    private void Begin(Http2Conn owner, int id)
    {
        Owner = owner;
        Id = id;
        Hooks = owner.Hooks;
        Reset(owner.Host);
        _conn.SetDeadline(0);
        BeginState();
    }

    private protected override ConnWaits MakeWaits() => RentExchange().Waits;

    private ServedExchange RentExchange()
    {
        var exchange = ServedExchange.RentFramed(this);
        Exchange = exchange;
        return exchange;
    }

    internal override TurnEnd RunTurn(Ready ready) => throw new InvalidOperationException("Streams have turns of their own.");

    internal override HijackedConn Hijack() => throw new NotSupportedException("A stream cannot be taken over.");

    internal override void EndBody(ref BodyDecoder decoder)
    {
        TrailerBlock? trailers;
        lock (Owner.Gate) trailers = Trailers;
        if (trailers is not null) _exchange!.Request.AddTrailers(trailers);
    }
}
