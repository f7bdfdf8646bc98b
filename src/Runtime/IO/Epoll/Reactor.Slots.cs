using System.Diagnostics;

namespace RouteGen.IO;

// The slot table maps events to connections. Slots are taken and freed under _slotGate, once per registration and once per close. The
// leader reads them without the lock, perhaps in an array that was just replaced by a larger one. A connection knows the generation with
// which it was registered, so the leader recognises an event for an earlier connection in the slot. A closed connection stays owned for
// ever, so an event for it has no effect.
internal sealed unsafe partial class Reactor
{
    private readonly Lock _slotGate = new();
    private Slot[] _slots = new Slot[64];
    private int _freeSlot = -1;
    private int _usedSlots;
    private int _connCount;

    /// <summary>Number of connections on this reactor.</summary>
    internal int ConnCount => Volatile.Read(ref _connCount);

    /// <summary>Adds a connection to <see cref="ConnCount"/>.</summary>
    internal void CountConn() => Interlocked.Increment(ref _connCount);

    /// <summary>Registers a connection with the epoll set. Returns the error number, or 0. Called once for each connection.</summary>
    internal int Register(EpollConn conn)
    {
        ulong data;
        lock (_slotGate)
        {
            var index = TakeSlot();
            ref var slot = ref _slots[index];
            conn.Slot = index;
            conn.SlotGeneration = slot.Generation;
            Volatile.Write(ref slot.Conn, conn);
            data = (uint)index | ((ulong)slot.Generation << 32);
        }

        const uint Mask = Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLRDHUP | Libc.EPOLLET;
        return EpollEvents.Control(_epoll, Libc.EPOLL_CTL_ADD, conn.Descriptor, Mask, data);
    }

    /// <summary>
    /// Frees the slot of a connection, so that later events do not find it. Called by the owner before it closes the descriptor.
    /// </summary>
    internal void Forget(EpollConn conn)
    {
        Interlocked.Decrement(ref _connCount);
        if (conn.Slot < 0) return;
        lock (_slotGate)
        {
            ref var slot = ref _slots[conn.Slot];
            Debug.Assert(slot.Conn == conn);
            slot.Conn = null;
            slot.Generation = (slot.Generation + 1) & GenerationMax;
            slot.NextFree = _freeSlot;
            _freeSlot = conn.Slot;
            conn.Slot = -1;
        }
    }

    // The highest bit of an event's data marks listeners.
    private const uint GenerationMax = 0x7FFF_FFFF;

    private EpollConn? Find(ulong data)
    {
        var conn = Volatile.Read(ref Volatile.Read(ref _slots)[(int)(uint)data].Conn);
        return conn is not null && conn.SlotGeneration == (uint)(data >> 32) ? conn : null;
    }

    private int TakeSlot()
    {
        if (_freeSlot is var free and >= 0)
        {
            _freeSlot = _slots[free].NextFree;
            return free;
        }

        if (_usedSlots == _slots.Length)
        {
            var larger = new Slot[_slots.Length * 2];
            _slots.CopyTo(larger, 0);
            Volatile.Write(ref _slots, larger);
        }

        return _usedSlots++;
    }

    private struct Slot
    {
        internal EpollConn? Conn;
        internal uint Generation;
        internal int NextFree;
    }
}
