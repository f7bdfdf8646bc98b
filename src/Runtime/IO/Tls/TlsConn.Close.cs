namespace RouteGen.IO;

// Closes a TLS connection. close_notify is sent if the peer is still connected and the last record was sent completely. If the socket
// cannot accept more because the peer reads slowly, GoodbyeAsync sends the rest and closes the descriptor later.
internal sealed partial class TlsConn
{
    private const long GoodbyeMs = 5_000;

    internal override void Close()
    {
        ReleasePlain();
        if (_state is null || HasEnded || _isShut || IsGoodbyeSaid()) CloseBelow();
        else _ = GoodbyeAsync();
    }

    // Returns false if close_notify is still being sent.
    private bool IsGoodbyeSaid()
    {
        try
        {
            if (!_wire.Output.TryFlush()) return true;
            AppendCloseNotify();
            return _wire.Output.TryFlush();
        }
        catch (TransportException)
        {
            // The peer has left, so no alert can be sent.
            return true;
        }
    }

    private async Task GoodbyeAsync()
    {
        try
        {
            _conn.SetDeadline(Environment.TickCount64 + GoodbyeMs);
            await _wire.Output.FlushAsync().ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // The peer has not read the earlier data, so it does not wait for this close_notify.
        }
        finally
        {
            CloseBelow();
        }
    }

    private void AppendCloseNotify()
    {
        if (_isShut || _state is null) return;
        _isShut = true;
        try
        {
            // ShutdownAsync only writes, and a write to the wire completes at once.
            _ssl!.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // TLS has failed before, so the peer would not accept an alert. Any exception, because the platform's TLS library throws
            // internal types as well, and the descriptor must be closed.
        }
    }

    private void CloseBelow()
    {
        _wire.Release();
        _ssl?.Dispose();
        _conn.Close();
    }
}
