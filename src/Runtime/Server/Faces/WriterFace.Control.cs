namespace RouteGen.Serving;

// What ResponseController finds in the writer. Nothing of it is reached from elsewhere, so that a program that does not use it does not
// carry it.
internal sealed partial class WriterFace : IHijacker, IDeadlineControl, IFullDuplex
{
    HijackedConn IHijacker.Hijack()
    {
        var state = Claim();
        var isTaken = false;
        try
        {
            var hijacked = state.Hijack();
            isTaken = true;
            return hijacked;
        }
        finally
        {
            if (isTaken) Take(state.Conn);
            else Release();
        }
    }

    void IDeadlineControl.SetReadDeadline(DateTimeOffset? deadline)
    {
        BeginVisit();
        try
        {
            _state.SetReadDeadline(deadline);
        }
        finally
        {
            EndVisit();
        }
    }

    void IDeadlineControl.SetWriteDeadline(DateTimeOffset? deadline)
    {
        BeginVisit();
        try
        {
            _state.SetWriteDeadline(deadline);
        }
        finally
        {
            EndVisit();
        }
    }

    void IFullDuplex.EnableFullDuplex()
    {
        var state = Claim();
        try
        {
            state.EnableFullDuplex();
        }
        finally
        {
            Release();
        }
    }

    // The connection's operation of a hijacked request never ends. If the handler completed beside the call, somebody waits for it, though.
    private void Take(ServerConn conn)
    {
        var isOver = _word.Take(out var isLast);
        if (isOver) conn.EndOperation();
        if (isLast) conn.EndOperation();
    }

    // Any thread may set a limit, also while a write waits.
    private void BeginVisit()
    {
        if (!_word.TryVisit()) ThrowNotClaimed();
    }

    private void EndVisit()
    {
        if (_word.EndVisit()) _state.Conn.EndOperation();
    }
}
