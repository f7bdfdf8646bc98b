// The monitor as the leader. If no thread can replace a leader whose handler waits, the monitor takes the lead, because the handler may
// wait for an event of this very reactor, which would otherwise never be handled. The monitor must not wait, so it runs no user code: it
// ends waits on the thread pool, handles deadlines, and puts turns off until a thread can lead. New connections stay in the backlog until
// then.
namespace RouteGen.IO;

internal sealed unsafe partial class Reactor
{
    /// <summary>
    /// Takes the lead for the monitor, from a leader whose handler has been running since <paramref name="seen"/>. Returns false if the
    /// handler has just returned. Called by the monitor.
    /// </summary>
    internal bool TryAttend(ulong seen, Leader monitor)
    {
        if (!_word.TryPass(seen)) return false;
        monitor.Attend(this);
        SendFinished();
        return true;
    }

    /// <summary>Handles the events that need no turn, without waiting. Called by the monitor while it has the lead.</summary>
    internal void Attend(Leader monitor)
    {
        monitor.Attend(this);
        ReadClock();
        if (_eventIndex == _eventCount) Poll(timeout: 0);
        while (_eventIndex < _eventCount) PutOff(_eventIndex++);
        PutOffQueue();
        while (_wheel.TakeExpired(_now) is { } node) Look(leader: null, ((ConnTimer)node).Conn, _now);
    }

    // Events of listeners are repeated until the connections are accepted.
    private void PutOff(int index)
    {
        var data = _events.Data(index);
        if (data == WakeData || (data & ListenerFlag) != 0 || Find(data) is not { } conn) return;
        var ready = ToReady(_events.Mask(index));
        if ((ready & Ready.HangUp) != 0) conn.NoteHangUp();
        var posted = conn.Word.Post(ready);
        if (posted.Turn != Ready.None)
        {
            _ready.Enqueue(conn, posted.Turn);
            return;
        }

        if ((ready & Ready.HangUp) != 0) conn.OnHangUp();
        conn.WakeOnPool(posted.Woken);
    }

    private void PutOffQueue()
    {
        if (_taken is null) _taken = Reverse(Interlocked.Exchange(ref _queue, null));
        while (NextTaken() is { } node) node.PutOff(this);
    }
}
