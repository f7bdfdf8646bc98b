// Passing the lead: by the monitor (the leader has been in one handler since the last look) or by the leader itself (its handler is about
// to wait). The thread that passes it first takes a waiting thread from the pool, so there is always a leader.
//
// Why the new leader may use what the old one used: the old one wrote the reactor's fields before it stored the running bit; TryPass
// saw that bit; assigning the reactor to the new thread comes after it. The old one writes no field between the two
// ends of a handler, and learns of its loss before it writes another.
//
// Why no event is lost or handled twice: events are handled by the current leader, under the connection's word (ConnWord.cs). The rest of a
// batch, of the ready list and of items taken from the queue is in the reactor's fields, where the next leader continues. The one
// connection whose turn the old leader was in stays owned: no other thread gets a turn of it until its request is finished and the old
// leader, or the thread that completes it, has queued it. TwoWordsModelTests runs both words together over orders of these steps.
namespace RouteGen.IO;

internal sealed unsafe partial class Reactor
{
    private ReactorWord _word;

    // The connection whose turn it is. Written by the leader before a turn; read by the next leader when the turn was taken over.
    private EpollConn? _current;

    // The current leader. Written by each leader as it begins.
    private Leader? _leader;

    /// <summary>Current value of the reactor word.</summary>
    internal ulong Word => _word.Value;

    /// <summary>True if the leader waits in epoll_wait, or is about to.</summary>
    internal bool IsSleeping => Volatile.Read(ref _sleeping) != 0;

    /// <summary>The leader enters a handler.</summary>
    internal ulong EnterHandler() => _word.Enter();

    /// <summary>Called when the handler has returned. Returns false if the lead was passed on meanwhile.</summary>
    internal bool ExitHandler(ulong entered)
    {
        if (_word.TryExit(entered)) return true;
        Leader.Current!.Lose();
        return false;
    }

    /// <summary>Takes the lead away from a leader whose handler still runs since <paramref name="seen"/>. Any thread.</summary>
    /// <returns>Null if the lead was taken, or the handler has just returned. Otherwise the reason why there is no other leader.</returns>
    internal string? TakeOver(ulong seen)
    {
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

    /// <summary>
    /// The leader's handler is about to wait: lets another thread lead meanwhile. Called on a leader's thread, inside a handler.
    /// </summary>
    internal void HandOver()
    {
        if (!Leader.Leads(this)) return;
        var word = Word;
        if (!ReactorWord.IsRunning(word)) return;
        if (LeaderPool.TryTake(out _) is not { } next)
        {
            // All of this reactor is waiting now; but the peer may send the awaited data only after it has read the responses that were
            // finished before.
            _current?.Driver?.OnTakenOver();
            return;
        }

        if (_word.TryPass(word))
        {
            Leader.Current!.Lose();
            next.Assign(this);
        }
        else
        {
            LeaderPool.Park(next);
        }
    }

    // The first action of a new leader: responses that were finished before the handler that was taken over must not wait for it.
    private void BeginLead(Leader leader)
    {
        Volatile.Write(ref _leader, leader);
        leader.Begin(Word);
        ReadClock();
        if (_current is { } conn)
        {
            _current = null;
            conn.Driver?.OnTakenOver();
        }

        _looksFirst = !_looksFirst;
        if (_looksFirst) LookFirst(leader);
    }

    // Slow requests come in crowds, and a quick one that arrives after a crowd must not wait until each of them has been taken over. So
    // every other new leader postpones the turns that its batch still holds, and first polls for new events; the next one continues with
    // the postponed turns, so that they are not postponed for ever.
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
