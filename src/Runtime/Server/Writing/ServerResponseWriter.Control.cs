using RouteGen.IO;

namespace RouteGen.Serving;

// Members for ResponseController. Nothing else calls them, so trimming removes them from programs without a ResponseController.
internal sealed partial class ServerResponseWriter
{
    // Not null from the hijack until the handler has completed.
    private HijackedConn? _hijacked;

    internal HijackedConn Hijack()
    {
        if (_framer is not null)
            throw new NotSupportedException("A connection of HTTP/2 carries other requests, too, and cannot be taken over.");
        if (!_requestBody.TryCloseForReading())
            throw new InvalidOperationException(
                "A read of the request's body is still in progress. Await it before taking over the connection.");
        // Sends a committed status, usually 101, because the peer waits for it (RFC 9110 section 7.8).
        if (_isCommitted && !_isOnWire)
        {
            using (_conn.HoldOutput()) WriteHeadAndHeldBack();
        }

        _hijacked = _conn.Hijack();
        return _hijacked;
    }

    /// <summary>
    /// Called when the handler that hijacked the connection has completed. Clears the reference to the connection, which can then be
    /// collected even if the program keeps the writer.
    /// </summary>
    /// <param name="closes">True to close the connection, because the handler failed.</param>
    internal void EndHijacked(bool closes)
    {
        if (closes) _hijacked?.Dispose();
        _hijacked = null;
    }

    internal void SetReadDeadline(DateTimeOffset? deadline) => _requestBody.SetDeadline(Instants.FromDate(deadline));

    internal void SetWriteDeadline(DateTimeOffset? deadline) => _conn.SetOutputDeadline(Instants.FromDate(deadline));

    internal void EnableFullDuplex()
    {
        if (_isOnWire) throw new InvalidOperationException("EnableFullDuplex must be called before the response begins.");
        _isFullDuplex = true;
    }
}
