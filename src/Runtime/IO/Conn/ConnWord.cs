// The connection word: who owns a connection, which events have come and were not looked at, and who waits for one.
//
// States. *Free*: the word is zero; the connection has no owner, and nothing is pending. *Owned*: one owner at a time; it may be on a
// thread or suspended. Events that come while it is owned stay in the word as pending bits.
//
//   Post        any thread; says that something happened. Free: takes ownership, and the caller runs (or queues) the turn, with the
//               events as its reason. Owned: the events become pending; a waiter whom they concern is disarmed instead, and the caller
//               wakes it.
//   TryTake     any thread; free -> owned, with no event.
//   Arm...      the owner, after a try that found nothing: starts to wait, unless the event has come since, which it takes.
//   Disarm      any thread; takes the right to wake a waiter away from Post.
//   TryRelease  the owner, with no waiter armed: gives the connection up, unless events are pending, which it takes: it is owner
//               still, and looks again.
//
// Every operation is one successful compare-and-swap, so the operations on a word have one order. From it follows:
//
// - No event is lost. An event before the owner's last try is seen by that try. A later event is posted
//   after that try. If it is posted before the owner arms or releases, Arm or TryRelease finds it pending and the owner tries
//   again; if after, Post finds an armed waiter or a free word. There is no third place.
// - No event is handled twice, and no waiter is woken twice: the thread whose swap clears a bit acts on it; no other thread saw it.
//   (A try that finds nothing after a wake is possible: the try before may have taken what the event announced.)
// - Two owners are impossible: ownership is taken from the free word only.
//
// HangUp and Deadline concern both directions and the turn: when they become pending they bring Read and Write along, for the
// one waiter and the other, and stay themselves until the release, so that the next turn's reason names them. A waiter takes
// only its own bit; it does not find the same hang-up again and again while the other direction is still of use.
//
// Write alone never starts a turn: a writer tries first. A free word drops it, and so does a release. Stop concerns turns only: it waits
// for the release and wakes no waiter.
//
// A caller of Arm stores what is to be woken beforehand: it may be woken before Arm returns. A caller of TryRelease does not touch the
// connection afterwards. A closed connection stays owned for ever: late events find no waiter.
using System.Diagnostics;

namespace RouteGen.IO;

internal struct ConnWord
{
    // Pending events are in the low bits, with the values of Ready.
    private const int EventMask = (int)(Ready.Read | Ready.Write | Ready.HangUp | Ready.Deadline | Ready.Stop);
    private const int Owned = 0x20;
    private const int ReadWaiter = 0x40;
    private const int WriteWaiter = 0x80;

    private int _bits;

    /// <summary>A word owned by its creator, as for a dialed connection, or an accepted one before its first turn.</summary>
    internal static ConnWord NewOwned => new() { _bits = Owned };

    /// <summary>True if the connection has an owner. True is certain only for the owner.</summary>
    internal readonly bool IsOwned => (Volatile.Read(in _bits) & Owned) != 0;

    /// <summary>Says that something happened. Any thread.</summary>
    /// <param name="events">The events; not <see cref="Ready.None"/>.</param>
    /// <returns>The actions for the caller; no other thread will do them.</returns>
    internal PostResult Post(Ready events)
    {
        Debug.Assert(events != Ready.None && ((int)events & ~EventMask) == 0);
        var before = Volatile.Read(in _bits);
        while (true)
        {
            int after;
            PostResult result;
            if ((before & Owned) == 0)
            {
                Debug.Assert(before == 0);
                if (events == Ready.Write) return default;
                after = Owned;
                result = new PostResult(events, Waiters.None);
            }
            else
            {
                after = before | (int)WithDirections(events);
                var woken = Waiters.None;
                if ((after & ReadWaiter) != 0 && (after & (int)Ready.Read) != 0)
                {
                    woken |= Waiters.Read;
                    after &= ~(ReadWaiter | (int)Ready.Read);
                }

                if ((after & WriteWaiter) != 0 && (after & (int)Ready.Write) != 0)
                {
                    woken |= Waiters.Write;
                    after &= ~(WriteWaiter | (int)Ready.Write);
                }

                result = new PostResult(Ready.None, woken);
            }

            var seen = Interlocked.CompareExchange(ref _bits, after, before);
            if (seen == before) return result;
            before = seen;
        }
    }

    /// <summary>Takes the ownership of a free connection. Any thread.</summary>
    internal bool TryTake() => Interlocked.CompareExchange(ref _bits, Owned, 0) == 0;

    /// <summary>Gives the connection up, or learns what has come. Called by the owner when it awaits nothing.</summary>
    /// <returns><see cref="Ready.None"/>: released. Otherwise the caller is owner still, and this is what it has not seen.</returns>
    internal Ready TryRelease()
    {
        var before = Volatile.Read(in _bits);
        while (true)
        {
            Debug.Assert((before & (Owned | ReadWaiter | WriteWaiter)) == Owned);
            var pending = (Ready)(before & EventMask);
            if (pending == Ready.Write) pending = Ready.None;
            var seen = Interlocked.CompareExchange(ref _bits, pending == Ready.None ? 0 : Owned, before);
            if (seen == before) return pending;
            before = seen;
        }
    }

    /// <summary>Begins to wait for something to read. Called by the owner after a read that found nothing.</summary>
    /// <returns>False if the caller must try again instead of waiting.</returns>
    internal bool ArmRead() => Arm(ReadWaiter, (int)Ready.Read);

    /// <summary>Begins to wait for room to write. Called by the owner after a write that found none.</summary>
    /// <returns>False if the caller must try again instead of waiting.</returns>
    internal bool ArmWrite() => Arm(WriteWaiter, (int)Ready.Write);

    /// <summary>Ends waits that no event has ended. Any thread.</summary>
    /// <param name="waiters">The waiters that are disarmed.</param>
    /// <returns>Those that were waiting. The caller must wake them; no other thread will.</returns>
    internal Waiters Disarm(Waiters waiters)
    {
        var mask = ((waiters & Waiters.Read) != 0 ? ReadWaiter : 0) | ((waiters & Waiters.Write) != 0 ? WriteWaiter : 0);
        var armed = Interlocked.And(ref _bits, ~mask) & mask;
        return ((armed & ReadWaiter) != 0 ? Waiters.Read : Waiters.None) | ((armed & WriteWaiter) != 0 ? Waiters.Write : Waiters.None);
    }

    private bool Arm(int waiter, int satisfying)
    {
        var before = Volatile.Read(in _bits);
        while (true)
        {
            Debug.Assert((before & Owned) != 0 && (before & waiter) == 0);
            var come = (before & satisfying) != 0;
            var seen = Interlocked.CompareExchange(ref _bits, come ? before & ~satisfying : before | waiter, before);
            if (seen == before) return !come;
            before = seen;
        }
    }

    private static Ready WithDirections(Ready events) =>
        (events & (Ready.HangUp | Ready.Deadline)) != 0 ? events | Ready.Read | Ready.Write : events;
}
