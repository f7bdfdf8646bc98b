namespace RouteGen.Serving;

// Members for ResponseController. Nothing else calls them, so trimming removes them from programs without a ResponseController.
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

    // The operation of a hijacked connection normally never ends. But if the handler completed during Hijack, the connection waits for the
    // operation, which therefore ends here.
    private void Take(ServedConn conn)
    {
        var isOver = _word.Take(out var isLast);
        if (isOver) conn.EndOperation();
        if (isLast) conn.EndOperation();
    }

    // Setting a limit is only a visit, because any thread may set one, even during a write.
    private void BeginVisit()
    {
        if (!_word.TryVisit()) ThrowNotClaimed();
    }

    private void EndVisit()
    {
        if (_word.EndVisit()) _state.Conn.EndOperation();
    }
}
