namespace RouteGen.Serving;

// Sends 100 (Continue) before the first read, unless the head of the response was already sent (RFC 9110 section 15.2.1). A read that finds
// another thread writing that head sends no 100; a read that finds it writing an informational response waits first.
internal sealed partial class RequestBody
{
    // Checks of the output before the read polls it every millisecond, because an informational response may wait for the peer for long.
    private const int YieldsMax = 10;

    // Blocks the thread if holdsThread is true; the task is then complete.
    private async ValueTask SendContinueAsync(bool holdsThread)
    {
        var conn = _conn!;
        var spin = default(SpinWait);
        var yields = YieldsMax;
        OutputLease lease;
        while (!conn.TryHoldOutput(out lease))
        {
            if (!AwaitsContinue) return;
            if (holdsThread) spin.SpinOnce();
            else if (yields-- > 0) await Task.Yield();
            else await Task.Delay(1).ConfigureAwait(false);
        }

        using (lease)
        {
            AppendContinue(conn);
            if (holdsThread) conn.SendHeld();
            else await conn.SendHeldAsync().ConfigureAwait(false);
        }
    }

    // The caller holds the output.
    private void AppendContinue(ServedConn conn)
    {
        // As in Go, no 100 is sent after a handler has committed its status. A client that still waits will eventually send its body.
        if (conn.HasBegunResponse) return;
        if (TakeContinue() && !conn.TrySendContinue()) conn.Output.Append("HTTP/1.1 100 Continue\r\n\r\n"u8);
    }

    // Returns true if 100 must be sent, at most once per body.
    private bool TakeContinue()
    {
        var mustContinue = _mustContinue;
        _mustContinue = false;
        return mustContinue;
    }
}
