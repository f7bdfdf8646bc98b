using RouteGen.IO;

namespace RouteGen;

internal sealed partial class PersistConn
{
    // The error that ended the connection. Null if it was closed without one. Written once, before the phase becomes Dead.
    private Exception? _death;

    // The last failure of the caller's code, a hook or a body to be sent. Compared by reference only, so an outdated value does no harm.
    private Exception? _callersFailure;

    /// <summary>Returns true if this exception came from the caller's code. Called after the exchange failed with it.</summary>
    internal bool IsCallers(Exception error) => ReferenceEquals(error, _callersFailure);

    /// <inheritdoc/>
    internal override void Kill(Exception? error) => Kill(error, only: null, body: 0);

    /// <summary>Variant of <see cref="Kill(Exception?)"/> that has an effect only while this exchange is on the connection.</summary>
    internal void Kill(Exception? error, Exchange only) => Kill(error, only, body: 0);

    /// <summary>
    /// Variant of <see cref="Kill(Exception?)"/> that has an effect only while the body with that number is read, not during a later
    /// exchange.
    /// </summary>
    internal void KillBody(Exception error, int number) => Kill(error, only: null, number);

    // Ends an exchange because the caller's code failed. The caller gets the exception unchanged, even if it is of a kind that this library
    // throws: the body may come from a served request. The request is not sent again.
    private void KillByCaller(Exception error, Exchange only) => Kill(error, only, body: 0, isCallers: true);

    private void Kill(Exception? error, Exchange? only, int body, bool isCallers = false)
    {
        Exchange? exchange;
        bool fails;
        UserTokenSource? stopsWriter;
        lock (_gate)
        {
            if (_phase == Phase.Dead || (only is not null && !ReferenceEquals(_exchange, only))) return;
            if (body != 0 && (_phase != Phase.Body || _bodyNumber != body)) return;
            exchange = _exchange;
            fails = exchange is { IsDecided: false };
            if (isCallers) _callersFailure = error;
            else if (error is not null) error = Explain(error, exchange);
            _death = error;
            _phase = Phase.Dead;
            if (fails) exchange!.IsDecided = true;
            _pendingResponse = null;
            stopsWriter = _stopsWriter;
            // This method counts as a use until it returns, so that the connection is not closed before it is aborted.
            _uses++;
        }

        _conn.Abort();
        _settings.Pool.Remove(this);
        stopsWriter?.Cancel();
        if (exchange is not null)
        {
            exchange.Continue?.TrySetResult(false);
            exchange.EndRegistrations();
            if (fails) exchange.Fail(error ?? Aborted());
            exchange.Release();
        }

        ReleaseUse();
    }

    private void ReleaseUse()
    {
        lock (_gate)
        {
            if (--_uses > 0 || _phase != Phase.Dead || _isClosed) return;
            _isClosed = true;
        }

        _input.Release();
        _output.Release();
        _conn.Close();
    }

    // Returns the error as the caller gets it. Called under _gate.
    private Exception Explain(Exception error, Exchange? exchange)
    {
        error = ExplainTimeout(error, exchange);
        return _phase == Phase.Body ? CallFailure.Name(error, exchange?.Request, CallFailure.Body, Host.Key) : error;
    }

    private Exception ExplainTimeout(Exception error, Exchange? exchange)
    {
        if (error is not TransportException failure) return error;
        if (!failure.IsTimeout) return _phase == Phase.Head && _writeError is not null ? _writeError : error;
        // The deadline of the idle time may pass just when the connection is taken from the pool.
        if (_phase == Phase.Idle)
            return new TransportException(TransportError.ServerClosedIdle, "The connection was idle for too long.", error);
        if (_phase == Phase.Head)
        {
            if (_writeError is not null) return _writeError;
            if (_headDeadline == 0 || _settings.Clock.Ticks < _headDeadline)
                return new TransportException(TransportError.ServerClosedIdle, "The connection was idle for too long.", error);
            return new TransportException(TransportError.TimedOut, exchange is { IsHeaderTimeoutArmed: true }
                ? "Transport.ResponseHeaderTimeout exceeded while awaiting headers."
                : CallFailure.HeadTimeout, error);
        }

        return new TransportException(TransportError.TimedOut, exchange is { Limits.CoversBody: true }
            ? "Client.Timeout exceeded while reading body."
            : "The server sent no more of the body within the time limit.", error);
    }

    private static TransportException Aborted() => new(TransportError.Aborted, "The connection was aborted.");
}
