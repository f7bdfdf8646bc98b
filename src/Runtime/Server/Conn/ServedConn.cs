// Base of a server's connection, for the body, the writer and the faces of a request: buffers, output, waits, operations in progress, log.
// It refers to neither body nor writer nor faces. Serving/ServerConn.cs derives from it and runs the turns.
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal abstract partial class ServedConn : HostedConn
{
    internal InputBuffer Input;

    // Number of bytes that the current turn may still receive.
    private protected int _bytesLeft;

    // False if the last read has emptied the socket. The next read then waits for an event.
    private protected bool _mayRead = true;

    private protected ServedConn(ServerHost host, Conn conn)
        : base(host, conn)
    {
    }

    /// <summary>Prepares the object of a stream for another one. Nothing of the previous one may be in progress.</summary>
    private protected void Reset(ServerHost host)
    {
        Host = host;
        Input.Release();
        Output.Release();
        _isLost = false;
    }

    /// <summary>True if responses must announce that the connection closes.</summary>
    internal bool IsClosingConns => Host.IsClosingConns;

    /// <summary>Minimum rate of a peer, in bytes per second.</summary>
    internal int RateMin => Limits.RateMin;

    /// <summary>The request that is being served. Null if there is none.</summary>
    private protected abstract Request? ServedRequest { get; }

    /// <summary>True if the request that is being served is known to have no body.</summary>
    private protected abstract bool HasNoBody { get; }

    /// <summary>True if the head of the final response was committed.</summary>
    internal abstract bool HasBegunResponse { get; }

    /// <summary>Sends 100 (Continue) as a frame. Returns false if the connection speaks HTTP/1.1.</summary>
    internal virtual bool TrySendContinue() => false;

    internal override void OnTakenOver() => SendFinished();

    internal override bool TryEndInput() => _waits is { } waits && waits.TryEndInput(_conn);

    internal override bool HasInputEnded => _waits is { HasInputEnded: true };

    /// <summary>Makes the trailers of the request available when its body was read to the end.</summary>
    internal abstract void EndBody(ref BodyDecoder decoder);

    /// <summary>Hands the connection over to the handler, after previous responses and the head of this one were sent.</summary>
    internal abstract HijackedConn Hijack();

    /// <summary>Counts received bytes towards the limit of a turn, at which other connections are served.</summary>
    /// <param name="count">The number of bytes.</param>
    /// <param name="filled">True if they filled the buffer. The socket may then hold more bytes, for which no further event comes.</param>
    internal void CountReceived(int count, bool filled)
    {
        _bytesLeft -= count;
        if (filled) _mayRead = true;
    }

    /// <summary>Reports a request that was refused because it was malformed or arrived too slowly.</summary>
    internal void TellRefused(RejectReason reason, ReadOnlySpan<byte> input) => Refused.Tell(Host, _conn, reason, input);

    /// <summary>Writes an entry to the server's log.</summary>
    /// <param name="what">The event, a constant sentence.</param>
    /// <param name="failure">The exception. Null if there is none.</param>
    /// <param name="about">The request concerned. Null means the request that is being served, if any.</param>
    /// <param name="detail">Details of this entry.</param>
    internal void Log(string what, Exception? failure = null, Request? about = null, string? detail = null) =>
        Host.Logger.Write(what, detail, failure, about ?? ServedRequest, ServerHost.AddressOf(_conn.RemoteEndPoint));

    /// <summary>
    /// Logs a field that the handler has set too late, once for each route, and once for all requests without a route.
    /// </summary>
    internal void LogLateField(string name)
    {
        var isTold = ServedRequest?.RoutedTo is MuxEntry entry ? entry.TellLateField() : Host.TellLateField();
        if (isTold) return;
        Log(
            "A header field was set after the status or the first part of the response was written, and is not sent; "
            + "this is logged once for each route.",
            detail: "field=" + name);
    }
}
