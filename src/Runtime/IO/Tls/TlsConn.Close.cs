using System.Security.Authentication;

namespace RouteGen.IO;

// The end of a TLS connection. Close sends close_notify if that is possible: no record was sent in part only, and the peer is there. If the
// socket accepts nothing at the moment, because the peer reads slowly, the descriptor is released a little later, by GoodbyeAsync.
internal sealed partial class TlsConn
{
    private const long GoodbyeMs = 5_000;

    internal override void Close()
    {
        ReleasePlain();
        if (_state is null || HasEnded || _isShut || IsGoodbyeSaid()) CloseBelow();
        else _ = GoodbyeAsync();
    }

    // Returns false if it is still being sent.
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
            // The peer is gone, so no alert can be sent.
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
            // The peer has not read what came before, so it does not wait for this close_notify.
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
            // It only writes, and the wire takes a write at once.
            _ssl!.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (Exception failed) when (failed is IOException or InvalidOperationException or AuthenticationException)
        {
            // TLS has failed before, and has nothing to say that the peer would believe.
        }
    }

    private void CloseBelow()
    {
        _wire.Release();
        _ssl?.Dispose();
        _conn.Close();
    }
}
