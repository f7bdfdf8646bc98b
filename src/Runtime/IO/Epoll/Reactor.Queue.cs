using System.Diagnostics;

namespace RouteGen.IO;

// Work for the leader from other threads: turns of connections whose handlers finished elsewhere, accepted connections handed over
// for balance, deadlines moved earlier. A lock-free stack of intrusive nodes that the leader takes whole and turns around.
//
// Waking. The leader raises _sleeping, then looks at the queue once more, then waits. A producer pushes, then looks at _sleeping.
// Both put a full fence between their write and their look, so that at least one of them sees the other's: no push goes unseen by a
// leader that sleeps. Only the producer that lowers the flag pays for the write to the eventfd.
internal sealed unsafe partial class Reactor
{
    private QueueNode? _queue;
    private int _sleeping;

    /// <summary>Gives a connection a turn. Any thread; the caller owns the connection, and passes the ownership on.</summary>
    internal void Queue(EpollConn conn, Ready ready)
    {
        conn.QueuedReady = ready;
        Push(conn.TurnNode);
    }

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

    // A full fence: the monitor raises its parked flag and then looks whether the leaders sleep; the leader lowers its own and then
    // looks at the monitor's (ReactorMonitor.Watch).
    private void EndSleep() => Interlocked.Exchange(ref _sleeping, 0);

    // Watched edge-triggered: every write is an event of its own, and the count need not be read.
    private void Wake()
    {
        ulong one = 1;
        _ = Libc.write(_wake, &one, sizeof(ulong));
    }

    private void RunQueue(Leader leader)
    {
        // A turn that loses the lead must not lose what was taken from the queue with it: the rest is kept in a field, which the next
        // leader continues with.
        if (_taken is null && Volatile.Read(ref _queue) is not null) _taken = Reverse(Interlocked.Exchange(ref _queue, null));
        while (_taken is { } node)
        {
            _taken = node.Next;
            node.Next = null;
            node.Run(this, leader);
            if (leader.HasLost) return;
        }
    }

    private QueueNode? _taken;

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

    /// <summary>A piece of work for the leader.</summary>
    internal abstract class QueueNode
    {
        internal QueueNode? Next;

        internal abstract void Run(Reactor reactor, Leader leader);
    }

    /// <summary>A turn of a connection.</summary>
    internal sealed class TurnNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.RunTurns(leader, conn, conn.QueuedReady);
    }

    /// <summary>A connection that was accepted by another reactor, or dialed.</summary>
    internal sealed class FirstTurnNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.RunFirstTurn(leader, conn);
    }

    /// <summary>A deadline that may be earlier than the wheel knows.</summary>
    internal sealed class DeadlineNode(EpollConn conn) : QueueNode
    {
        internal override void Run(Reactor reactor, Leader leader) => reactor.WatchOnLeader(conn);
    }
}
