// The services of a connection for the contexts of its requests: the values that every request has, and notification when the peer leaves.
//
// Detection (BEHAVIOUR S19). It begins when the token of a request is used whose body has been read to its end, or has none; before that,
// reads of the body notice. The back end watches the socket without reading from it, so a byte of the next request stays there. A peer that
// has ended its side and left nothing unread counts as gone, as in Go; it still gets its response.
using System.Net;

namespace RouteGen.Serving;

internal sealed partial class ServerConn : IContextOwner
{
    // The context that is to be cancelled when the peer goes away. Any thread may take it.
    private volatile RequestContext? _watching;

    RequestContext IContextOwner.MakeContext() => new(this, Hooks?.Context);

    object? IContextOwner.FindValue(Type type)
    {
        if (type == typeof(Server)) return _server;
        // A connection that was taken over may be closed by now.
        return type == typeof(EndPoint) && _state != State.Hijacked ? _conn.LocalEndPoint : null;
    }

    void IContextOwner.WatchPeer(RequestContext context)
    {
        if (_state != State.Handling) return;
        if (!TryWatchFor(context)) return;
        if (_isLost) OnPeerEnded();
        else if (_exchange!.Body.IsDone) WatchPeer();
    }

    internal override void OnPeerEnded()
    {
        // Read first: once the context is taken, the handler may complete.
        var request = _exchange?.Request;
        if (_watching is null || Interlocked.Exchange(ref _watching, null) is not { } context) return;
        ThreadPool.UnsafeQueueUserWorkItem(
            new CancelWork(this, _server, context, ReferenceEquals(request?.ExistingContext, context) ? request : null),
            preferLocal: false);
    }

    // The call may come late, from a thread that outlived its request: then it must not replace the next request's context.
    private bool TryWatchFor(RequestContext context)
    {
        while (Interlocked.CompareExchange(ref _watching, context, null) is { } other && !ReferenceEquals(other, context))
        {
            if (!other.IsOver) return false;
            if (Interlocked.CompareExchange(ref _watching, context, other) == other) break;
        }

        if (!context.IsOver) return true;
        Interlocked.CompareExchange(ref _watching, null, context);
        return false;
    }

    private void WatchPeer()
    {
        if (_conn.WatchPeer()) OnPeerEnded();
    }
}
