// The monitor as the leader. If no thread can replace a leader whose handler waits, the monitor takes the lead, because the handler may
// wait for an event of this very reactor, which would otherwise never be handled. The monitor must not wait, so it runs no user code: it
// ends waits on other threads, handles deadlines, and puts turns off until a thread can lead. New connections stay in the backlog until
// then.
namespace RouteGen.IO;

internal sealed unsafe partial class Reactor
{
    private bool _hasBacklog;
    private bool _isVacant;

    /// <summary>True if a turn or a new connection waits for a thread. Used only by the monitor while it has the lead.</summary>
    internal bool NeedsThread => !_ready.IsEmpty || _hasBacklog || (_paused is not null && UntilResume(int.MaxValue) == 0);

    /// <summary>
    /// Takes the lead for the monitor, from a leader whose handler has been running since <paramref name="seen"/>. Returns false if the
    /// handler has just returned. Called by the monitor.
    /// </summary>
    internal bool TryAttend(ulong seen, Leader monitor)
    {
        if (!_word.TryPass(seen)) return false;
        monitor.BeginAttending(this);
        _hasBacklog = false;
        SendFinished();
        monitor.EndAttending();
        return true;
    }

    /// <summary>Handles the events that need no turn, without waiting. Called by the monitor while it has the lead.</summary>
    internal void Attend(Leader monitor)
    {
        monitor.BeginAttending(this);
        ReadClock();
        if (_eventIndex == _eventCount) Poll(timeout: 0);
        _hasBacklog = false;
        while (_eventIndex < _eventCount) PutOff(_eventIndex++);
        PutOffQueue();
        while (_wheel.TakeExpired(_now) is { } node) Look(leader: null, ((ConnTimer)node).Conn, _now);
        monitor.EndAttending();
    }

    /// <summary>Asks the leader to give up the lead, because its thread is needed elsewhere. Called by the monitor.</summary>
    internal void AskToLeave() => Push(new LeaveNode());

    /// <summary>Takes the lead for the monitor, if the leader has given it up.</summary>
    internal bool TryTakeVacant()
    {
        if (!Volatile.Read(ref _isVacant)) return false;
        _isVacant = false;
        _hasBacklog = false;
        return true;
    }

    private void Leave(Leader leader)
    {
        _word.Leave();
        leader.Lose();
        Volatile.Write(ref _isVacant, true);
    }

    private void PutOff(int index)
    {
        var data = _events.Data(index);
        if (data == WakeData) return;
        if ((data & ListenerFlag) != 0)
        {
            // The event is repeated until the connections are accepted.
            _hasBacklog = true;
            return;
        }

        if (Find(data) is not { } conn) return;
        var ready = ToReady(_events.Mask(index));
        if ((ready & Ready.HangUp) != 0) conn.NoteHangUp();
        var posted = conn.Word.Post(ready);
        if (posted.Turn != Ready.None)
        {
            PutOff(conn, posted.Turn);
            return;
        }

        if ((ready & Ready.HangUp) != 0) conn.OnHangUp();
        conn.WakeElsewhere(posted.Woken);
    }

    private void PutOffQueue()
    {
        if (_taken is null) _taken = Reverse(Interlocked.Exchange(ref _queue, null));
        while (NextTaken() is { } node) node.PutOff(this);
    }

    private void PutOff(EpollConn conn, Ready ready)
    {
        _ready.Enqueue(conn, ready);
        conn.IsPutOff = true;
    }

    /// <summary>A request to the leader to give up the lead.</summary>
    private sealed class LeaveNode : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.Leave(leader);

        // The monitor has taken the lead before the leader saw the request.
        internal override void PutOff(Reactor reactor)
        {
        }
    }
}
