// Both words together, without sockets: leaders, the monitor that takes over, a handler that hands the lead over before it waits, one that
// suspends and is completed by another thread, and a peer that sends. Every actor yields before each of its atomic steps.
//
// Checked: one leader at a time; one owner of the connection at a time; one sender at a time; every request handled exactly once and
// every answer sent exactly once; and at the end nobody is left waiting for what has come, and nothing is left unsent.
using RouteGen.IO;

namespace Runtime.Tests.IO;

/// <summary>One reactor with one connection; the socket is a count of requests that have arrived.</summary>
internal sealed class TwoWordsModel(string requests, int takeOvers)
{
    private ReactorWord _reactor;
    private ConnWord _conn = ConnWord.NewOwned;

    // Threads that lead, that act for the connection, and that send for it.
    private int _leaders;
    private int _owners;
    private int _senders;

    // Leads that were passed on and nobody has taken up.
    private int _waitingLeads;
    private bool _hasCurrent;

    private int _socket;
    private int _begun;
    private int _handled;
    private int _unsent;
    private int _sent;
    private bool _outputHeld;
    private int _suspended;
    private int _completed;
    private readonly Queue<Ready> _edges = new();
    private readonly Queue<Ready> _queue = new();

    // Nothing is left to do, and nobody is doing anything.
    private bool IsDone =>
        _handled == requests.Length && _socket == 0 && _edges.Count == 0 && _queue.Count == 0 && _owners == 0 && _suspended == 0
            && !_conn.IsOwned;

    internal (IEnumerator<Func<bool>?>[] Actors, Action Check) Actors()
    {
        Assert.Equal(Ready.None, _conn.TryRelease());
        _waitingLeads = 1;
        var handOvers = requests.Count(static kind => kind == 'w');
        var suspensions = requests.Count(static kind => kind == 's');
        var leaders = Enumerable.Range(0, takeOvers + handOvers + 1).Select(_ => Leader());
        var completers = Enumerable.Range(0, suspensions).Select(_ => Completer());
        var monitor = takeOvers > 0 ? [Monitor()] : Array.Empty<IEnumerator<Func<bool>?>>();
        return ([.. leaders, .. completers, .. monitor, Peer()], Check);
    }

    private void Check()
    {
        Assert.Equal(requests.Length, _handled);
        Assert.Equal(requests.Length, _sent);
        Assert.Equal((0, 0, 0), (_socket, _unsent, _owners));
        Assert.False(_conn.IsOwned);
    }

    private IEnumerator<Func<bool>?> Peer()
    {
        for (var sent = 0; sent < requests.Length; sent++)
        {
            yield return null;
            _socket++;
            _edges.Enqueue(Ready.Read);
        }
    }

    // Looks twice; the same running word at both looks is taken over. Where nothing runs it waits until something does.
    private IEnumerator<Func<bool>?> Monitor()
    {
        for (var taken = 0; taken < takeOvers;)
        {
            yield return () => IsDone || ReactorWord.IsRunning(_reactor.Value);
            if (IsDone) yield break;
            var seen = _reactor.Value;
            yield return null;
            if (_reactor.Value != seen) continue;
            yield return null;
            if (_reactor.TryPass(seen)) taken++;
            else continue;
            PassLead();
        }
    }

    private void PassLead()
    {
        _leaders--;
        _waitingLeads++;
    }

    private IEnumerator<Func<bool>?> Leader()
    {
        yield return () => _waitingLeads > 0 || IsDone;
        if (_waitingLeads == 0) yield break;
        _waitingLeads--;
        Assert.Equal(1, ++_leaders);
        // What was finished ahead of the handler that lost the lead leaves now.
        if (_hasCurrent)
        {
            _hasCurrent = false;
            for (var send = SendFinished(); send.MoveNext();) yield return send.Current;
        }

        while (true)
        {
            yield return () => _edges.Count > 0 || _queue.Count > 0 || IsDone;
            var runs = _edges.TryDequeue(out var edge) ? _conn.Post(edge).Turn != Ready.None : _queue.TryDequeue(out _);
            if (!runs && IsDone) break;
            while (runs)
            {
                var lost = false;
                var suspends = false;
                _hasCurrent = true;
                for (var turn = Turn(isLost => lost |= isLost, () => suspends = true); turn.MoveNext();) yield return turn.Current;
                // A loser touches nothing of the reactor any more.
                if (lost) yield break;
                _hasCurrent = false;
                if (suspends) break;
                yield return null;
                runs = _conn.TryRelease() != Ready.None;
            }
        }

        _leaders--;
    }

    // Requests one after another until the socket is empty, a handler suspends or the lead is lost.
    private IEnumerator<Func<bool>?> Turn(Action<bool> loses, Action suspends)
    {
        Assert.Equal(1, ++_owners);
        while (true)
        {
            yield return null;
            if (_socket == 0) break;
            _socket--;
            var kind = requests[_begun++];
            yield return null;
            var entered = _reactor.Enter();
            var isLost = false;
            if (kind == 'w')
            {
                // The thread may have lost the lead to the monitor at any of these points.
                yield return null;
                var seen = _reactor.Value;
                yield return null;
                if (seen == entered && _reactor.TryPass(seen))
                {
                    PassLead();
                    isLost = true;
                }
            }

            if (kind != 's')
            {
                yield return null;
                _handled++;
            }

            yield return null;
            isLost |= !_reactor.TryExit(entered);
            if (isLost) loses(true);
            if (kind != 's' && !isLost)
            {
                _unsent++;
                continue;
            }

            suspends();
            for (var send = SendFinished(); send.MoveNext();) yield return send.Current;
            _owners--;
            if (kind == 's')
            {
                _suspended++;
                yield break;
            }

            for (var complete = Complete(); complete.MoveNext();) yield return complete.Current;
            yield break;
        }

        // The turn has the output alone: no handler runs.
        Assert.False(_outputHeld);
        _sent += _unsent;
        _unsent = 0;
        yield return null;
        _owners--;
    }

    // The thread on which a suspended handler goes on.
    private IEnumerator<Func<bool>?> Completer()
    {
        yield return () => _suspended > _completed;
        _completed++;
        _handled++;
        for (var complete = Complete(); complete.MoveNext();) yield return complete.Current;
        _completed--;
        _suspended--;
    }

    // Finishes an answer and gives the connection to the queue: from then on this thread touches nothing of it.
    private IEnumerator<Func<bool>?> Complete()
    {
        Assert.Equal(1, ++_owners);
        yield return () => !_outputHeld;
        _outputHeld = true;
        Assert.Equal(1, ++_senders);
        yield return null;
        _sent += _unsent + 1;
        _unsent = 0;
        _senders--;
        _outputHeld = false;
        yield return null;
        _owners--;
        _queue.Enqueue(Ready.None);
    }

    // Whoever finds the output held leaves it to the holder, who sends what is finished first.
    private IEnumerator<Func<bool>?> SendFinished()
    {
        yield return null;
        if (_outputHeld) yield break;
        _outputHeld = true;
        Assert.Equal(1, ++_senders);
        yield return null;
        _sent += _unsent;
        _unsent = 0;
        _senders--;
        _outputHeld = false;
    }
}
