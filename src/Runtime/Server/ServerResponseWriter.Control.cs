using System.Diagnostics.CodeAnalysis;

namespace RouteGen.Serving;

// What ResponseController finds in the writer. Nothing of it is reached from elsewhere, so that a program that does not use it does not
// carry it.
internal sealed partial class ServerResponseWriter : IHijacker, IDeadlineControl, IFullDuplex
{
    private bool _isHijacked;

    // Until the handler has completed.
    private HijackedConn? _hijacked;

    HijackedConn IHijacker.Hijack()
    {
        CheckLive();
        CheckNotWaiting();
        if (!_requestBody.TryCloseForReading()) throw new InvalidOperationException("A read of the request's body is still going on. Await it before the connection is taken over.");
        // A status was set, 101 mostly: it is what the peer waits for (RFC 9110 section 7.8). What is left of the body is the handler's to read.
        if (_isCommitted && !_isOnWire)
        {
            _conn.AcquireOutput();
            WriteHeadAndHeldBack();
            _conn.ReleaseOutput();
        }

        var hijacked = _conn.Hijack();
        _isHijacked = true;
        _isLive = false;
        _hijacked = hijacked;
        return hijacked;
    }

    /// <summary>The handler that took the connection over has completed. A writer that is kept does not keep the connection.</summary>
    /// <param name="closes">Whether the connection is closed: the handler failed.</param>
    internal void EndHijacked(bool closes)
    {
        if (closes) _hijacked?.Dispose();
        _hijacked = null;
    }

    void IDeadlineControl.SetReadDeadline(DateTimeOffset? deadline)
    {
        CheckLive();
        _requestBody.SetDeadline(Instants.FromDate(deadline));
    }

    void IDeadlineControl.SetWriteDeadline(DateTimeOffset? deadline)
    {
        CheckLive();
        _conn.SetOutputDeadline(Instants.FromDate(deadline));
    }

    void IFullDuplex.EnableFullDuplex()
    {
        CheckLive();
        if (_isOnWire) throw new InvalidOperationException("The head of the answer has been sent, and the body of the request was closed with it.");
        _isFullDuplex = true;
    }

    private void CheckLive()
    {
        if (!_isLive) ThrowNotLive();
    }

    [DoesNotReturn]
    private void ThrowNotLive()
    {
        if (_isHijacked) throw new InvalidOperationException("The handler has taken the connection over: what it has to say is written there.");
        throw new ObjectDisposedException(typeof(ResponseWriter).FullName);
    }
}
