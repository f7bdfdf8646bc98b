// The owner of requests: provides the values that every request has, and cancels a context when the peer leaves.
//
// Detection (BEHAVIOUR S19) begins when the request's token is used and its body has been read to the end; before that, reads of the body
// detect a closed connection. The back end watches the socket without reading from it, so data of the next request is not consumed. As in
// Go, a peer that has closed its sending side, with nothing left to read, counts as gone; it still gets its response.
using System.Net;

namespace RouteGen.Serving;

internal abstract partial class RequestConn : IRequestOwner
{
    // The context to cancel when the peer leaves. Any thread may take it, atomically.
    private volatile RequestContext? _watching;

    EndPoint IRequestOwner.RemoteEndPoint => _conn.RemoteEndPoint;

    TlsConnectionState? IRequestOwner.Tls => _conn.Tls;

    RequestContext IRequestOwner.MakeContext() => new(this, Hooks?.Context);

    object? IRequestOwner.FindValue(Type type)
    {
        if (type == Host.Owner.GetType()) return Host.Owner;
        // A hijacked connection may already be closed.
        return type == typeof(EndPoint) && !IsHijacked ? _conn.LocalEndPoint : null;
    }

    void IRequestOwner.WatchPeer(RequestContext context)
    {
        if (!IsHandling) return;
        if (!TryWatchFor(context)) return;
        if (_isLost || Host.IsCut) OnPeerEnded();
        // Null if the request has just ended, because a thread that outlived its handler may use the token late.
        else if (_exchange is { Body.IsDone: true }) WatchPeer();
    }

    internal override void OnPeerEnded()
    {
        // _exchange is read before the context is taken, because the handler may complete afterwards.
        var request = _exchange?.Request;
        if (_watching is null || Interlocked.Exchange(ref _watching, null) is not { } context) return;
        Queue(context, request, ends: false);
    }

    void IRequestOwner.EndLater(RequestContext context) => Queue(context, _exchange?.Request, ends: true);

    // A thread that outlived its request may call this late. It must not replace the next request's context.
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

    private void Queue(RequestContext context, Request? request, bool ends) => ThreadPool.UnsafeQueueUserWorkItem(
        new CancelWork(_conn, Host, context, ReferenceEquals(request?.ExistingContext, context) ? request : null, ends),
        preferLocal: false);

    // True if a context is to be cancelled when the peer leaves.
    private protected bool IsWatching => _watching is not null;

    private protected void ForgetContext()
    {
        if (_watching is not null) _watching = null;
    }

    private protected void WatchPeer()
    {
        if (_conn.WatchPeer()) OnPeerEnded();
    }
}
