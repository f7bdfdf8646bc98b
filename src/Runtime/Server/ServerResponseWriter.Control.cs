namespace RouteGen.Serving;

// What ResponseController finds in the writer. Nothing of it is reached from elsewhere, so that a program that does not use it does not
// carry it.
internal sealed partial class ServerResponseWriter
{
    internal HijackedConn Hijack()
    {
        if (_requestBody.IsReading) throw new InvalidOperationException("A read of the request's body is still going on. Await it before the connection is taken over.");
        // A status was set, 101 mostly: it is what the peer waits for (RFC 9110 section 7.8). What is left of the body is the handler's to read.
        if (_isCommitted && !_isOnWire)
        {
            _conn.AcquireOutput();
            WriteHeadAndHeldBack();
            _conn.ReleaseOutput();
        }

        _requestBody.CloseForReading();
        return _conn.Hijack();
    }

    internal void SetReadDeadline(DateTimeOffset? deadline) => _requestBody.SetDeadline(Instants.FromDate(deadline));

    internal void SetWriteDeadline(DateTimeOffset? deadline) => _conn.SetOutputDeadline(Instants.FromDate(deadline));

    internal void EnableFullDuplex()
    {
        if (_isOnWire) throw new InvalidOperationException("The head of the answer has been sent, and the body of the request was closed with it.");
        _isFullDuplex = true;
    }
}
