// One connection of the pool, from its dial to its death, and the exchanges on it, one after another.
//
// Phases. Idle: no exchange; pooled, or lent and about to begin. Head: an exchange waits for the head of its response. Body: the owner of
// the response reads. Dead: no phase follows; every wait ends and every call fails.
//
//   Idle -TryBegin-> Head -head with a body-> Body -end of the body-> Idle       any phase -Kill-> Dead
//                    Head -head without a body--------------------> Idle
//
// Two sides. The read side (PersistConn.Read.cs) waits for the socket whenever the phase is Idle or Head, so that a close or an unasked
// byte on an idle connection is seen at once (BEHAVIOUR C9); in Body the response's reader takes its place (PersistConn.Body.cs). Where a
// wait ends on a thread that drives IO, its continuation runs there, including the caller's code: that thread is in a handler then, which
// may block. The write side (PersistConn.Write.cs) runs on the caller's thread, or as a task where it has to wait. The last of the two to
// finish a bodiless exchange ends it.
//
// Uses. The read side while it waits or runs, each send, and each read of a body hold a *use*. A dead connection is closed when the
// last use ends, so that no call meets a descriptor that is given back (PersistConn.Kill.cs).
//
// The order at the end: registrations end, the phase becomes Idle, the wait of the read side begins, the connection goes to the pool,
// and only then the caller or the body's reader learns of the end: its next request finds the connection (BEHAVIOUR P25).
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed partial class PersistConn : PooledConn
{
    // An early response makes a connection reusable only if its request is written whole this soon after (Go's
    // maxWriteWaitBeforeConnReuse).
    private const int WriteWaitMs = 50;

    private readonly Lock _gate = new();
    private readonly ConnSettings _settings;
    private readonly Conn _conn;
    private readonly long _bornTicks;

    // Guarded by _gate; the phase is read without it where a late response does no harm.
    private volatile Phase _phase;
    private Exchange? _exchange;
    private int _uses;
    private bool _isClosed;

    // State of the write side: still writing; the connection must not be reused; the failure. Guarded by _gate.
    private bool _isWriting;
    private bool _isSpoiled;
    private Exception? _writeError;

    // A bodiless response that waits for the write side to finish. Guarded by _gate.
    private Response? _pendingResponse;
    private long _headDeadline;

    // Belongs to the read side, or in Body to the reader.
    private readonly ResponseHead _head = new();
    private InputBuffer _input;
    private bool _sawByte;

    private Exchange? _spare;

    internal PersistConn(ConnSettings settings, HostConns host, Conn conn)
        : base(host)
    {
        _settings = settings;
        _conn = conn;
        _bornTicks = settings.Clock.Ticks;
        _onReadable = OnReadable;
    }

    private enum Phase : byte
    {
        Idle,
        Head,
        Body,
        Dead,
    }

    internal override bool IsDead => _phase == Phase.Dead;

    internal override bool IsPastLifetime => _settings.LifetimeMs > 0 && _settings.Clock.Ticks - _bornTicks >= _settings.LifetimeMs;

    internal override bool IsTooOld =>
        IsPastLifetime || (_settings.IdleMs > 0 && _settings.Clock.WallMs - PooledAtWallMs >= _settings.IdleMs);

    /// <summary>Begins to watch a fresh connection.</summary>
    internal void Start()
    {
        lock (_gate)
        {
            _uses++;
            _conn.SetDeadline(IdleDeadline());
        }

        Arm();
    }

    /// <summary>Begins an exchange, which <see cref="Write"/> continues. Returns null if the connection died while it was idle.</summary>
    /// <exception cref="OperationCanceledException">A token was cancelled; the connection is idle as before.</exception>
    internal Exchange? TryBegin(
        Request request, in RequestPlan plan, ClientTrace? trace, in ExchangeLimits limits, CancellationToken call,
        CancellationToken context)
    {
        var exchange = Interlocked.Exchange(ref _spare, null) ?? new Exchange(this);
        exchange.Begin(request, plan, trace, limits);
        exchange.Register(call, context);
        lock (_gate)
        {
            if (_phase == Phase.Idle && exchange.CancelledEarly is null)
            {
                _phase = Phase.Head;
                _exchange = exchange;
                _isWriting = true;
                _isSpoiled = _wroteAny = _sawByte = false;
                _writeError = null;
                _headDeadline = limits.Deadline;
                _uses++;
                _conn.SetDeadline(limits.Deadline);
                return exchange;
            }
        }

        exchange.EndRegistrations();
        var cancelled = exchange.CancelledEarly;
        Reuse(exchange);
        if (cancelled is not null) throw cancelled;
        return null;
    }

    /// <summary>Takes back an exchange object without holders.</summary>
    internal void Reuse(Exchange exchange)
    {
        exchange.Clear();
        _spare = exchange;
    }

    /// <summary>A token of an exchange was cancelled. A body is ended by the context's alone.</summary>
    internal void Cancel(Exchange exchange, OperationCanceledException error, bool endsBody)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_exchange, exchange))
            {
                exchange.CancelledEarly = error;
                return;
            }

            if (exchange.IsDecided && !endsBody) return;
        }

        Kill(error, exchange);
    }

    // Ends an exchange whose connection can serve another one. Returns false if the connection died before, or a hook threw, which the
    // caller gets. If the caller already has the response, the reader of the body gets the exception of the hook.
    private bool TryGoIdle(Exchange exchange)
    {
        var trace = exchange.Trace;
        exchange.EndRegistrations();
        _input.Release();
        bool isDecided;
        lock (_gate)
        {
            if (_phase == Phase.Dead) return false;
            isDecided = exchange.IsDecided;
            exchange.IsDecided = true;
            _exchange = null;
            _phase = Phase.Idle;
            _uses++;
            _conn.SetDeadline(IdleDeadline());
        }

        Arm();
        var isKept = _settings.Pool.PutOrClose(this);
        return trace is null || TellPut(exchange, trace, isKept, isDecided);
    }

    private static bool TellPut(Exchange exchange, ClientTrace trace, bool isKept, bool isDecided)
    {
        try
        {
            trace.PutIdleConn?.Invoke(isKept ? null : new InvalidOperationException("The pool did not keep the connection."));
            return true;
        }
        catch (Exception e)
        {
            // Another exchange may be using the connection by now.
            if (!isDecided) exchange.Fail(e);
            exchange.Release();
            if (isDecided) throw;
            return false;
        }
    }

    // Instant at which an idle connection is closed. A deadline that is already set and at most an eighth too late is kept: the pool checks
    // the clock before it lends a connection, and a deadline that never becomes earlier costs the back end nothing.
    private long IdleDeadline()
    {
        var (idle, lifetime) = (_settings.IdleMs, _settings.LifetimeMs);
        var now = _settings.Clock.Ticks;
        var deadline = idle > 0 ? now + idle : long.MaxValue;
        if (lifetime > 0) deadline = Math.Min(deadline, Math.Max(_bornTicks + lifetime, now + 1));
        if (deadline == long.MaxValue) return 0;
        var standing = _conn.Deadline;
        return standing >= deadline && standing - deadline <= (deadline - now) / 8 ? standing : deadline;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryUse()
    {
        lock (_gate)
        {
            if (_phase == Phase.Dead) return false;
            _uses++;
            return true;
        }
    }
}
