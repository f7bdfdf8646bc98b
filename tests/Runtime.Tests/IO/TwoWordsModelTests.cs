// Both words together, without sockets: a leader, a monitor that takes over, the leader that follows, a handler that completes
// elsewhere, and a peer that sends. Every order of their atomic steps is run. What is checked: one leader at a time, one owner of
// the connection at a time, every request handled exactly once, and nobody left waiting for what has come.
using RouteGen.IO;

namespace Runtime.Tests.IO;

public class TwoWordsModelTests
{
    private const int OrdersMax = 3_000_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void A_blocking_handler_is_taken_over_and_no_request_is_lost_or_handled_twice(int requests, int takeOvers)
    {
        var orders = Interleavings.RunAll(() => new World(requests, takeOvers).Actors(), OrdersMax);
        Assert.True(orders > 50, $"only {orders} orders");
    }

    /// <summary>One reactor with one connection; the socket is a count of bytes that have arrived, one byte a request.</summary>
    private sealed class World(int requests, int takeOvers)
    {
        private ReactorWord _reactor;
        private ConnWord _conn = ConnWord.NewOwned;

        private int _leaders;
        private int _owners;
        private int _waitingLeads;

        private int _socket;
        private int _handled;
        private readonly Queue<Ready> _edges = new();
        private readonly Queue<Ready> _queue = new();

        // Nothing is left to do, and nobody is doing anything.
        private bool IsDone => _handled == requests && _socket == 0 && _edges.Count == 0 && _queue.Count == 0 && _owners == 0 && !_conn.IsOwned;

        internal (IEnumerator<Func<bool>?>[] Actors, Action Check) Actors()
        {
            Assert.Equal(Ready.None, _conn.TryRelease());
            _waitingLeads = 1;
            var leaders = Enumerable.Range(0, takeOvers + 1).Select(_ => Leader());
            return ([.. leaders, Monitor(), Peer()], Check);
        }

        private void Check()
        {
            Assert.Equal(requests, _handled);
            Assert.Equal(0, _socket);
            Assert.Equal(0, _owners);
            Assert.False(_conn.IsOwned);
        }

        private IEnumerator<Func<bool>?> Peer()
        {
            for (var sent = 0; sent < requests; sent++)
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
                if (!_reactor.TryPass(seen)) continue;
                taken++;
                _leaders--;
                _waitingLeads++;
            }
        }

        private IEnumerator<Func<bool>?> Leader()
        {
            yield return () => _waitingLeads > 0 || IsDone;
            if (_waitingLeads == 0) yield break;
            _waitingLeads--;
            Assert.Equal(1, ++_leaders);
            while (true)
            {
                yield return () => _edges.Count > 0 || _queue.Count > 0 || IsDone;
                var turn = Ready.None;
                var runs = false;
                if (_edges.TryDequeue(out var edge))
                {
                    turn = _conn.Post(edge).Turn;
                    runs = turn != Ready.None;
                }
                else if (_queue.TryDequeue(out turn))
                {
                    runs = true;
                }
                else
                {
                    _leaders--;
                    yield break;
                }

                while (runs)
                {
                    Assert.Equal(1, ++_owners);
                    var lost = false;
                    while (true)
                    {
                        yield return null;
                        if (_socket == 0) break;
                        _socket--;
                        yield return null;
                        var entered = _reactor.Enter();
                        yield return null;
                        _handled++;
                        yield return null;
                        if (_reactor.TryExit(entered)) continue;
                        lost = true;
                        break;
                    }

                    yield return null;
                    _owners--;
                    if (lost)
                    {
                        // The old leader gives its connection to the queue, and touches nothing else.
                        _queue.Enqueue(Ready.None);
                        yield break;
                    }

                    runs = _conn.TryRelease() != Ready.None;
                }
            }
        }
    }
}
