// One connection of the pool, from its dial to its close, and its successive exchanges.
//
// Phases. Idle: the connection has no exchange. It is in the pool, or taken and about to begin one. Head: an exchange waits for the head of
// its response. Body: the owner of the response reads the body. Dead: the last phase; every wait ends and every call fails.
//
//   Idle -TryBegin-> Head -head with a body-> Body -end of the body-> Idle       any phase -Kill-> Dead
//                    Head -head without a body--------------------> Idle
//
// Two sides. The read side (PersistConn.Read.cs) waits for the socket in the phases Idle and Head, so that a close or unsolicited bytes on
// an idle connection are noticed at once (BEHAVIOUR C9). In Body, the response's reader does so (PersistConn.Body.cs). If a wait completes
// on a thread that drives IO, its continuation runs there, including the caller's code, which may block like a handler. The write side
// (PersistConn.Write.cs) runs on the caller's thread, or as a task if it has to wait. An exchange without a body ends when both sides are
// done.
//
// Uses. The read side, each send and each read of a body begin a *use*. A dead connection is closed when its last use ends, so that no call
// uses a closed descriptor (PersistConn.Kill.cs).
//
// Order at the end of an exchange: the registrations end, the phase becomes Idle, the read side starts to wait, and the connection is added
// to the pool. Only then does the caller or the reader of the body learn of the end, so that its next request finds the connection
// (BEHAVIOUR P25).
using System.Runtime.CompilerServices;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

internal sealed partial class PersistConn : PooledConn
{
    // After an early response, a connection is reused only if its request is written completely within this time (Go's
    // maxWriteWaitBeforeConnReuse).
    private const int WriteWaitMs = 50;

    private readonly Lock _gate = new();
    private readonly ConnSettings _settings;
    private readonly Conn _conn;
    private readonly long _bornTicks;

    // Guarded by _gate. The phase is also read without the lock where an outdated value does no harm.
    private volatile Phase _phase;
    private Exchange? _exchange;
    private int _uses;
    private bool _isClosed;

    // State of the write side: whether it still writes, whether the connection must not be reused, and its failure. Guarded by _gate.
    private bool _isWriting;
    private bool _isSpoiled;
    private Exception? _writeError;

    // A response that waits for the write side to finish. Guarded by _gate.
    private Response? _pendingResponse;
    private long _headDeadline;

    // Used by the read side, or in Body by the reader.
    private readonly ResponseHead _head = new();
    private InputBuffer _input;
    private bool _sawByte;

    // True if the last read of a body filled its buffer. The socket may then hold more, which no further event reports.
    private bool _mayHoldMore;

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

    /// <summary>Starts to read from a new connection.</summary>
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
    /// <exception cref="OperationCanceledException">A token was cancelled. The connection is still idle.</exception>
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

    /// <summary>Stores a released exchange object for the next exchange.</summary>
    internal void Reuse(Exchange exchange)
    {
        exchange.Clear();
        _spare = exchange;
    }

    /// <summary>Cancels an exchange. Only the context's token ends the read of a body.</summary>
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

    // Ends an exchange whose connection can serve another one. Returns false if the connection has died, or if a hook threw. The exception
    // of the hook goes to the caller, or to the reader of the body if the caller already has the response.
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

    private bool TellPut(Exchange exchange, ClientTrace trace, bool isKept, bool isDecided)
    {
        try
        {
            trace.PutIdleConn?.Invoke(isKept ? null : new InvalidOperationException("The pool did not keep the connection."));
            return true;
        }
        catch (Exception e)
        {
            // Another exchange may be using the connection by now.
            _callersFailure = e;
            if (!isDecided) exchange.Fail(e);
            exchange.Release();
            if (isDecided) throw;
            return false;
        }
    }

    // Returns the instant at which an idle connection is closed. A deadline that is later by at most an eighth of the time until then is
    // kept: a deadline that never becomes earlier costs the back end nothing, and the pool checks the age anyway.
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
