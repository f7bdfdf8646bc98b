// Deadlines of connections, in buckets: scheduling, removing and finding the next instant to look cost the same however many there are.
//
// Time is counted in ticks of GranuleMs. A tick number is read as digits of 6 bits, and there is one row of 64 buckets per digit. A node is
// in the row of the highest digit in which its tick differs from the current one, at that digit of its own. Hence:
//   - in every row, occupied buckets are ahead of the current digit, never before it: a row does not wrap;
//   - every node of a row is due before any node of the rows above it, so the first occupied bucket of the lowest occupied row
//     is the next one to open, and two bit scans find it;
//   - when a bucket above the lowest row opens, its nodes differ from the new current tick in lower digits only, and move down.
// A node moves down at most once per row, and a deadline of two minutes is in the second or third row. Seven rows cover 13,900 years of
// uptime; later deadlines are treated as due then.
//
// Rounding is up, so nothing expires early; a caller that waits for TimeoutMs is late by at most one granule.
//
// Lazy moving. Only the wheel's user touches the wheel, but other threads may move the instants that the nodes represent. A user that takes
// an expired node looks at the real instant again and schedules the node anew if that is still ahead. So a deadline that is moved later on
// every request costs a write, and one look when the old instant comes.
//
// No thread, no clock, no lock, and no allocation after the constructor. The caller ensures that only one thread uses it at a time.
using System.Diagnostics;
using System.Numerics;

namespace RouteGen.IO;

internal sealed class TimingWheel
{
    /// <summary>Greatest delay of an expiry, in milliseconds.</summary>
    internal const int GranuleMs = 100;

    private const int DigitBits = 6;
    private const int BucketsPerRow = 1 << DigitBits;
    private const int RowCount = 7;
    private const long LastTick = (1L << (RowCount * DigitBits)) - 1;

    // After the rows there is one bucket of expired nodes that have not been taken yet.
    private const int ExpiredBucket = RowCount * BucketsPerRow;

    private readonly WheelNode?[] _buckets = new WheelNode?[ExpiredBucket + 1];
    private readonly ulong[] _occupiedBuckets = new ulong[RowCount];
    private uint _occupiedRows;
    private long _tick;

    /// <summary>An empty wheel.</summary>
    /// <param name="nowMs">The present instant in milliseconds, not negative, of a clock that never goes back.</param>
    internal TimingWheel(long nowMs) => _tick = nowMs / GranuleMs;

    /// <summary>True if no node is scheduled.</summary>
    internal bool IsEmpty => _occupiedRows == 0 && _buckets[ExpiredBucket] is null;

    /// <summary>Schedules a node, or moves one that is scheduled. An instant that has passed expires with the next granule.</summary>
    /// <param name="node">The node; no other wheel may hold it.</param>
    /// <param name="dueMs">The instant in milliseconds.</param>
    internal void Schedule(WheelNode node, long dueMs)
    {
        if (node.IsScheduled) Unlink(node);
        node.DueMs = dueMs;
        Place(node, Math.Max(TickOf(dueMs), _tick + 1));
    }

    /// <summary>Takes a node out. Does nothing to a node that is not scheduled.</summary>
    internal void Remove(WheelNode node)
    {
        if (node.IsScheduled) Unlink(node);
    }

    /// <summary>
    /// Takes one node whose instant has come, earlier granules first, or returns null if there is none. Called until it returns null; in
    /// between, any node may be scheduled (with an instant that is ahead) or removed.
    /// </summary>
    /// <param name="nowMs">The present instant in milliseconds.</param>
    internal WheelNode? TakeExpired(long nowMs)
    {
        var limit = nowMs / GranuleMs;
        while (true)
        {
            if (_buckets[ExpiredBucket] is { } node)
            {
                Unlink(node);
                return node;
            }

            if (!OpenNext(limit)) return null;
        }
    }

    /// <summary>Time until <see cref="TakeExpired"/> should be called, in milliseconds. -1 means never.</summary>
    /// <param name="nowMs">The present instant in milliseconds.</param>
    internal int TimeoutMs(long nowMs)
    {
        if (_buckets[ExpiredBucket] is not null) return 0;
        if (_occupiedRows == 0) return -1;
        return (int)Math.Clamp((NextTick(out _) * GranuleMs) - nowMs, 0, int.MaxValue);
    }

    // Makes the first tick of the next occupied bucket the current one and distributes its nodes. Returns false if it is after the limit.
    private bool OpenNext(long limit)
    {
        var bucket = 0;
        var next = _occupiedRows == 0 ? long.MaxValue : NextTick(out bucket);
        if (next > limit)
        {
            _tick = Math.Max(_tick, limit);
            return false;
        }

        _tick = next;
        while (_buckets[bucket] is { } node)
        {
            Unlink(node);
            Place(node, TickOf(node.DueMs));
        }

        return true;
    }

    // The first tick of the next occupied bucket. Some row is occupied.
    private long NextTick(out int bucket)
    {
        var row = BitOperations.TrailingZeroCount(_occupiedRows);
        var digit = BitOperations.TrailingZeroCount(_occupiedBuckets[row]);
        bucket = (row * BucketsPerRow) + digit;
        var shift = row * DigitBits;
        return ((((_tick >> shift) & ~(BucketsPerRow - 1L)) | (long)digit) << shift);
    }

    private void Place(WheelNode node, long tick)
    {
        if (tick <= _tick)
        {
            Link(node, ExpiredBucket);
            return;
        }

        var row = BitOperations.Log2((ulong)(tick ^ _tick)) / DigitBits;
        var digit = (int)(tick >> (row * DigitBits)) & (BucketsPerRow - 1);
        Link(node, (row * BucketsPerRow) + digit);
        _occupiedBuckets[row] |= 1UL << digit;
        _occupiedRows |= 1u << row;
    }

    private void Link(WheelNode node, int bucket)
    {
        Debug.Assert(node.Bucket == WheelNode.NoBucket && bucket <= ExpiredBucket);
        var first = _buckets[bucket];
        node.Bucket = bucket;
        node.Next = first;
        if (first is not null) first.Previous = node;
        _buckets[bucket] = node;
    }

    private void Unlink(WheelNode node)
    {
        var bucket = node.Bucket;
        if (node.Next is { } next) next.Previous = node.Previous;
        if (node.Previous is { } previous) previous.Next = node.Next;
        else _buckets[bucket] = node.Next;
        node.Next = node.Previous = null;
        node.Bucket = WheelNode.NoBucket;
        if (_buckets[bucket] is not null || bucket == ExpiredBucket) return;

        var row = bucket / BucketsPerRow;
        _occupiedBuckets[row] &= ~(1UL << (bucket % BucketsPerRow));
        if (_occupiedBuckets[row] == 0) _occupiedRows &= ~(1u << row);
    }

    // Rounded up, without overflow.
    private static long TickOf(long dueMs) =>
        dueMs <= 0 ? 0 : Math.Min(((dueMs - 1) / GranuleMs) + 1, LastTick);
}
