using System.Diagnostics;

namespace RouteGen.IO;

// Work for the leader from other threads: turns of connections whose handlers finished elsewhere, accepted connections from other reactors,
// and deadlines that became earlier. The queue is a lock-free stack of intrusive nodes. The leader takes all nodes and reverses them.
//
// Waking. The leader sets _sleeping, checks the queue once more, and waits. A producer pushes and then checks _sleeping. Each executes a
// full fence between its two steps, so at least one sees the other's write, and a sleeping leader misses no node. Only the producer that
// clears the flag writes to the eventfd.
internal sealed unsafe partial class Reactor
{
    private QueueNode? _queue;
    private int _sleeping;

    /// <summary>Gives a connection a turn, which takes over the caller's ownership. Thread-safe.</summary>
    internal void Queue(EpollConn conn, Ready ready)
    {
        conn.QueuedReady = ready;
        Push(conn.TurnNode);
    }

    /// <summary>Requests a call of <see cref="ConnDriver.RunStreams"/>. Thread-safe.</summary>
    internal void QueueStreams(EpollConn conn) => Push(conn.StreamsNode);

    private void Push(QueueNode node)
    {
        var head = Volatile.Read(ref _queue);
        while (true)
        {
            node.Next = head;
            var seen = Interlocked.CompareExchange(ref _queue, node, head);
            if (seen == head) break;
            head = seen;
        }

        if (Volatile.Read(ref _sleeping) != 0 && Interlocked.Exchange(ref _sleeping, 0) != 0) Wake();
    }

    private bool TryBeginSleep()
    {
        Interlocked.Exchange(ref _sleeping, 1);
        if (Volatile.Read(ref _queue) is null) return true;
        Volatile.Write(ref _sleeping, 0);
        return false;
    }

    // A full fence is necessary. The monitor sets its parked flag and then checks whether the leaders sleep. The leader clears its own flag
    // and then checks the monitor's (ReactorMonitor.Watch).
    private void EndSleep() => Interlocked.Exchange(ref _sleeping, 0);

    // The eventfd is watched edge-triggered. Every write causes an event, so the count need not be read.
    private void Wake()
    {
        ulong one = 1;
        _ = Libc.write(_wake, &one, sizeof(ulong));
    }

    private void RunQueue(Leader leader)
    {
        if (_taken is null && Volatile.Read(ref _queue) is not null) _taken = Reverse(Interlocked.Exchange(ref _queue, null));
        while (NextTaken() is { } node)
        {
            node.Run(this, leader);
            if (leader.HasLost) return;
        }
    }

    // The nodes are kept in a field, where the next leader continues if a turn loses the lead.
    private QueueNode? _taken;

    private QueueNode? NextTaken()
    {
        if (_taken is not { } node) return null;
        _taken = node.Next;
        node.Next = null;
        return node;
    }

    private static QueueNode? Reverse(QueueNode? node)
    {
        QueueNode? reversed = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = reversed;
            reversed = node;
            node = next;
        }

        return reversed;
    }

    /// <summary>A unit of work for the leader.</summary>
    internal abstract class QueueNode
    {
        internal QueueNode? Next;

        internal abstract void Run(Reactor reactor, Leader leader);

        /// <summary>Puts the work off until a thread can lead, unless it involves no user code.</summary>
        internal abstract void PutOff(Reactor reactor);
    }

    /// <summary>A turn of a connection.</summary>
    internal sealed class TurnNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.RunTurns(leader, conn, conn.QueuedReady);

        internal override void PutOff(Reactor reactor) => reactor.PutOff(conn, conn.QueuedReady);
    }

    /// <summary>Streams of a connection that are ready.</summary>
    internal sealed class StreamsNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.RunStreams(leader, conn, isQueued: true);

        // The node goes back into the queue, which the monitor has just emptied.
        internal override void PutOff(Reactor reactor)
        {
            reactor._hasBacklog = true;
            reactor.Push(this);
        }
    }

    /// <summary>The first turn of a connection that another thread has accepted.</summary>
    internal sealed class FirstTurnNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.RunTurns(leader, conn, FirstTurn);

        internal override void PutOff(Reactor reactor) => reactor.PutOff(conn, FirstTurn);
    }

    /// <summary>A connection that was closed, or whose deadline may be earlier than its next check.</summary>
    internal sealed class DeadlineNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => PutOff(reactor);

        internal override void PutOff(Reactor reactor) => reactor.WatchOnLeader(conn);
    }
}
