// The connection word: the atomic state of a connection. It says whether the connection is owned, which events are pending, and who waits.
//
// States. *Free*: the word is zero; the connection has no owner, and no event is pending. *Owned*: there is one owner, which may be running
// on a thread or suspended. Events that arrive while the connection is owned stay in the word as pending bits.
//
//   Post        any thread; reports events. If the word is free, takes ownership, and the caller runs (or queues) a turn for the
//               events. If it is owned, adds the events to the pending ones, or disarms a waiter for them, which the caller then wakes.
//   TryTake     any thread; free -> owned, without an event.
//   Arm...      the owner, after a try that found nothing; starts a wait, or takes the event if it has arrived since.
//   Disarm      any thread; ends a wait, so that the caller and not Post wakes the waiter.
//   TryRelease  the owner, with no waiter armed; releases the connection, or takes pending events. In that case it is still the owner
//               and tries again.
//
// Every operation takes effect in one atomic instruction, so the operations on a word are totally ordered. Consequently:
//
// - No event is lost. The owner's last try sees every event before it. A later event is posted after that try. If it is posted before the
//   owner arms or releases, Arm or TryRelease finds it pending, and the owner tries again. If it is posted afterwards, Post finds an armed
//   waiter or a free word.
// - No event is handled twice, and no waiter is woken twice, because the thread that clears a bit acts on it. A read or
//   write after a wake may find nothing to do, because an earlier one has already taken the data.
// - There are never two owners, because ownership is only taken from a free word.
//
// HangUp and Deadline concern both directions and the turn. When they become pending they also set Read and Write, for the two waiters.
// They stay pending until the release, so that the next turn gets them as its reason. A waiter clears only its own bit, so it does not find
// the same hang-up again while the other direction is still usable.
//
// Write alone never starts a turn, because a writer tries first. A free word ignores it, and a release drops it. Stop concerns only turns:
// it stays pending until the release and wakes no waiter.
//
// A caller of Arm must first store what is to be woken, because the wake may come before Arm returns. A caller of TryRelease must not use
// the connection afterwards. A closed connection stays owned for ever, so late events find no waiter.
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

    /// <summary>A word that is owned, for a dialed connection, or for an accepted connection before its first turn.</summary>
    internal static ConnWord NewOwned => new() { _bits = Owned };

    /// <summary>True if the connection has an owner. Reliable only for the owner itself.</summary>
    internal readonly bool IsOwned => (Volatile.Read(in _bits) & Owned) != 0;

    /// <summary>Reports events. Thread-safe.</summary>
    /// <returns>The actions that the caller must take. No other thread takes them.</returns>
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

    /// <summary>Takes ownership of a free connection. Thread-safe.</summary>
    internal bool TryTake() => Interlocked.CompareExchange(ref _bits, Owned, 0) == 0;

    /// <summary>Releases the connection unless events are pending. Called by the owner when it waits for nothing.</summary>
    /// <returns><see cref="Ready.None"/> if the connection was released. Otherwise the pending events; the caller is still the
    /// owner.</returns>
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

    /// <summary>Begins to wait for data. Called by the owner after a read that found nothing.</summary>
    /// <returns>False if the caller must try again instead of waiting.</returns>
    internal bool ArmRead() => Arm(ReadWaiter, (int)Ready.Read);

    /// <summary>Begins to wait for space in the send buffer. Called by the owner after a write that found none.</summary>
    /// <returns>False if the caller must try again instead of waiting.</returns>
    internal bool ArmWrite() => Arm(WriteWaiter, (int)Ready.Write);

    /// <summary>Ends the given waits that are still armed. Thread-safe.</summary>
    /// <returns>The waiters that were armed. The caller must wake them; no other thread does.</returns>
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
