using RouteGen.IO;

namespace RouteGen.Serving;

// Two kinds of deadlines. Those of the connection (settings, idle, shutdown) are the deadline of its socket, which the turn sets. Those of
// waits of streams are watched by a timer, which is created by the first such wait; moving one later costs nothing, because the timer reads
// all of them when it fires.
internal sealed partial class Http2Conn
{
    private const long DeadlineRetryMs = 100;

    private readonly Lock _clockGate = new();

    // Guarded by _clockGate. Never held while Gate is taken.
    private Timer? _clock;
    private long _clockInstant = long.MaxValue;

    private long _prefaceDeadline;
    private long _settingsDeadline;
    private long _lastActive;

    // Instant since which a frame, or the head of a request, is incomplete.
    private long _partialSince;

    // A slow frame of data is a matter of its stream, whose waits have limits.
    private bool HasPartialHead => _isInBlock || (!_input.IsEmpty && !IsDataNext);

    /// <summary>Sees to it that the timer fires at this instant. Thread-safe.</summary>
    internal void WatchStreams(long instant)
    {
        lock (_clockGate)
        {
            if (instant >= _clockInstant) return;
            _clockInstant = instant;
            _clock ??= new Timer(static state => ((Http2Conn)state!).OnClock(), this, Timeout.Infinite, Timeout.Infinite);
            _clock.Change(Math.Clamp(instant - Environment.TickCount64, 1, int.MaxValue), Timeout.Infinite);
        }
    }

    private void OnClock()
    {
        lock (_clockGate) _clockInstant = long.MaxValue;
        var now = Environment.TickCount64;
        var next = long.MaxValue;
        lock (Gate)
        {
            if (_isClosed || _buckets is null) return;
            foreach (var bucket in _buckets)
            {
                for (var stream = bucket; stream is not null; stream = stream.NextInTable)
                {
                    if (stream.IsReset) continue;
                    if (stream.IsOverdue(now)) stream.ExpireLocked();
                    if (stream.WaitDeadline is var deadline and not 0) next = Math.Min(next, Math.Max(deadline, now + 1));
                }
            }

            FlushLocked();
            ScheduleLocked();
        }

        if (next != long.MaxValue) WatchStreams(next);
    }

    private void StopClock()
    {
        lock (_clockGate)
        {
            _clockInstant = long.MinValue;
            _clock?.Dispose();
        }
    }

    // Called at the end of a turn, by the owner, who holds Gate.
    private void SetTurnDeadline()
    {
        var now = _conn.TurnInstant;
        if (_state == State.Preface)
        {
            _conn.SetTurnDeadline(_prefaceDeadline);
            return;
        }

        if (_count > 0 || HasReady) _lastActive = now;
        var deadline = _lastActive + (_hasServed ? Limits.IdleMs : Limits.HeadMs);
        if (_settingsDeadline != 0) deadline = Math.Min(deadline, _settingsDeadline);
        if (_goAwayDeadline != 0) deadline = Math.Min(deadline, _goAwayDeadline);
        if (HasPartialHead)
        {
            if (_partialSince == 0) _partialSince = now;
            deadline = Math.Min(deadline, _partialSince + Limits.HeadMs);
        }
        else
        {
            _partialSince = 0;
        }

        _conn.SetTurnDeadline(Math.Max(deadline, now + 1));
    }

    private void OnDeadline()
    {
        var now = Environment.TickCount64;
        lock (Gate)
        {
            if (_state == State.Preface)
            {
                Fail(Http2Error.None);
            }
            else if (_settingsDeadline != 0 && now >= _settingsDeadline)
            {
                Fail(Http2Error.SettingsTimeout);
            }
            else if (_goAwayDeadline != 0 && now >= _goAwayDeadline)
            {
                SendLastGoAway();
            }
            else if (_partialSince != 0 && now >= _partialSince + Limits.HeadMs)
            {
                Fail(Http2Error.EnhanceYourCalm);
            }
            else if (_count == 0 && now >= _lastActive + (_hasServed ? Limits.IdleMs : Limits.HeadMs))
            {
                Fail(Http2Error.None);
            }
            else if (_count > 0)
            {
                _lastActive = now;
            }
        }
    }
}
