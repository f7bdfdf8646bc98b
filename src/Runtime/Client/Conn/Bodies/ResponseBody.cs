namespace RouteGen;

/// <summary>The body of a received response. It uses its connection until it is read to its end or disposed.</summary>
internal sealed class ResponseBody : Body
{
    /// <summary>Number of the body on its connection.</summary>
    internal int Number { get; }

    // Set to null once, by the call that ends the body: the read that finds its end, or Dispose.
    private PersistConn? _conn;
    private bool _isDisposed;

    // The decoder and the connection's input allow one reader at a time.
    private ReadGate _gate;

    internal ResponseBody(PersistConn conn, int number, Response response, long length, LeakGuard guard)
    {
        _conn = conn;
        Number = number;
        Response = response;
        ContentLength = length;
        Guard = guard;
    }

    /// <summary>The response that has this body.</summary>
    internal Response Response { get; }

    /// <summary>Guard that detects the garbage collection of this body.</summary>
    internal LeakGuard Guard { get; }

    public override long ContentLength { get; }

    /// <summary>Detaches the connection. Returns true for the one call that ends this body.</summary>
    internal bool TryDetach(PersistConn conn) => Interlocked.CompareExchange(ref _conn, null, conn) is not null;

    public override int Read(Span<byte> buffer)
    {
        _gate.Begin();
        try
        {
            while (Volatile.Read(ref _conn) is { } conn && !buffer.IsEmpty)
            {
                if (conn.TryReadBody(this, buffer, out var count)) return count;
                conn.WaitBody();
            }

            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return 0;
        }
        finally
        {
            _gate.End();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        _gate.Begin();
        var goesOn = false;
        try
        {
            if (Volatile.Read(ref _conn) is { } conn && !buffer.IsEmpty)
            {
                if (conn.TryReadBody(this, buffer.Span, out var count)) return new(count);
                goesOn = true;
                return WaitAndReadAsync(conn, buffer, cancellationToken);
            }

            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new(0);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e);
        }
        finally
        {
            if (!goesOn) _gate.End();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (Interlocked.Exchange(ref _conn, null) is { } conn)
            {
                _isDisposed = true;
                conn.Kill(null);
            }
        }

        base.Dispose(disposing);
    }

    // The ValueTask is not pooled, because users may await it twice.
    private async ValueTask<int> WaitAndReadAsync(PersistConn conn, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((ResponseBody)state!).Cancel(new OperationCanceledException(token)), this);
            while (true)
            {
                await conn.WaitBodyAsync().ConfigureAwait(false);
                if (conn.TryReadBody(this, buffer.Span, out var count)) return count;
            }
        }
        finally
        {
            _gate.End();
        }
    }

    // A cancelled read cannot be resumed. The connection may have begun another exchange by now, which must not be ended.
    private void Cancel(OperationCanceledException error) => Volatile.Read(ref _conn)?.KillBody(error, Number);
}
