// Passing the lead. The monitor does so if the leader has been in one handler since the last check. The leader does so if its handler is
// about to wait. The thread that passes the lead first takes a thread from the pool. If the pool has none, the monitor itself takes the
// lead (Reactor.Attend.cs).
//
// The new leader may use the fields that the old one used. The old leader wrote them before it set the running bit, TryPass saw that bit,
// and the reactor was assigned to the new thread afterwards. The old leader writes no field during a handler, and learns of its loss before
// it writes one again.
//
// No event is lost or handled twice. The current leader handles events under the connection's word (ConnWord.cs). The remaining events of a
// batch, the ready list and the items taken from the queue are in fields of the reactor, where the next leader continues. The connection in
// whose turn the lead was lost stays owned. It gets no other turn until its request is finished, and the old leader, or the thread that
// completes the request, has queued the connection. TwoWordsModelTests tests both words together for different orders of these steps.
namespace RouteGen.IO;

internal sealed unsafe partial class Reactor
{
    private ReactorWord _word;

    // The connection whose turn is running. Written by the leader before a turn, and read by the next leader after a takeover.
    private EpollConn? _current;

    // The current leader. Written by each leader as it begins.
    private Leader? _leader;

    /// <summary>The current value of the reactor word.</summary>
    internal ulong Word => _word.Value;

    /// <summary>True if the leader is in epoll_wait, or about to call it.</summary>
    internal bool IsSleeping => Volatile.Read(ref _sleeping) != 0;

    /// <summary>Begins a handler. Called by the leader.</summary>
    internal ulong EnterHandler() => _word.Enter();

    /// <summary>Ends a handler. Returns false if the lead was passed on during the handler.</summary>
    internal bool ExitHandler(ulong entered)
    {
        if (_word.TryExit(entered)) return true;
        Leader.Current!.Lose();
        return false;
    }

    /// <summary>Takes the lead from a leader whose handler has been running since <paramref name="seen"/>. Thread-safe.</summary>
    /// <returns>Null if the lead was taken, or if the handler has just returned. Otherwise the reason why no thread can take
    /// over.</returns>
    internal string? TakeOver(ulong seen)
    {
        Waker.Start();
        if (LeaderPool.TryTake(out var failure) is not { } next) return failure;
        var leader = Volatile.Read(ref _leader);
        leader?.MakeWay();
        if (_word.TryPass(seen))
        {
            next.Assign(this);
        }
        else
        {
            leader?.Hurry();
            LeaderPool.Park(next);
        }

        return null;
    }

    /// <summary>Passes the lead to another thread, because the handler is about to wait. Called in a handler, on its thread.</summary>
    internal void HandOver()
    {
        if (!Leader.Leads(this)) return;
        var leader = Leader.Current!;
        var word = Word;
        if (ReactorWord.Generation(word) != leader.Generation)
        {
            leader.Lose();
            return;
        }

        // If there is no thread, the monitor takes the lead at one of its next checks.
        if (!ReactorWord.IsRunning(word)) return;
        Waker.Start();
        if (LeaderPool.TryTake(out _) is not { } next) return;
        if (_word.TryPass(word))
        {
            leader.Lose();
            next.Assign(this);
        }
        else
        {
            LeaderPool.Park(next);
        }
    }

    // The first call of a new leader.
    private void BeginLead(Leader leader)
    {
        Volatile.Write(ref _leader, leader);
        leader.Begin(Word);
        ReadClock();
        SendFinished();
        _looksFirst = !_looksFirst;
        if (_looksFirst) LookFirst(leader);
    }

    // Sends the responses that were finished before the previous leader's handler began, so that they do not wait for that handler.
    private void SendFinished()
    {
        if (_current is not { } conn) return;
        _current = null;
        conn.Driver?.OnTakenOver();
    }

    // Slow requests often come in groups, and a fast request that arrives after such a group must not wait until each of them is taken
    // over. So every other new leader puts the remaining events of its batch into the ready list, and polls for new events first. The next
    // leader does not postpone them again.
    private void LookFirst(Leader leader)
    {
        while (_eventIndex < _eventCount)
        {
            Dispatch(leader, _eventIndex++, putsOff: true);
            if (leader.HasLost) return;
        }

        if (!_ready.IsEmpty) Wait();
    }

    private bool _looksFirst;
}
