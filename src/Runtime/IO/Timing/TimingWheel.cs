// Deadlines of connections, in buckets. Scheduling, removing and finding the next instant have constant cost.
//
// Time is counted in ticks of GranuleMs. A tick number consists of digits of 6 bits, and each digit has a row of 64 buckets. The row of a
// node is that of the highest digit in which its tick differs from the current tick; the bucket is the value of that digit in its tick.
// Hence:
//   - in every row, occupied buckets are after the current digit, so a row does not wrap;
//   - every node of a row is due before any node of the rows above it, so the first occupied bucket of the lowest occupied row
//     is the next one to open, and two bit scans find it;
//   - when a bucket above the lowest row opens, its nodes differ from the new current tick only in lower digits, and move down.
// A node moves down at most once per row, and a deadline of two minutes usually starts in the second or third row. Seven rows cover 13,900
// years of uptime; later deadlines expire at the end of that time.
//
// Instants are rounded up, so nothing expires early. A caller that waits for TimeoutMs is late by at most one granule.
//
// Lazy moving. Only the user of the wheel touches it, but other threads may change the deadlines that its nodes represent. When a node
// expires, the user reads its deadline again, and reschedules the node if the deadline has not passed. So moving a deadline later on every
// request costs one write, and one check when the old instant passes.
//
// The wheel has no thread, clock or lock, and allocates only in its constructor. The caller ensures that only one thread uses it at a time.
using System.Diagnostics;
using System.Numerics;

namespace RouteGen.IO;

internal sealed class TimingWheel
{
    /// <summary>Largest delay of an expiry, in milliseconds.</summary>
    internal const int GranuleMs = 100;

    private const int DigitBits = 6;
    private const int BucketsPerRow = 1 << DigitBits;
    private const int RowCount = 7;
    private const long LastTick = (1L << (RowCount * DigitBits)) - 1;

    // Index of the bucket after the rows. It contains expired nodes that have not been taken yet.
    private const int ExpiredBucket = RowCount * BucketsPerRow;

    private readonly WheelNode?[] _buckets = new WheelNode?[ExpiredBucket + 1];
    private readonly ulong[] _occupiedBuckets = new ulong[RowCount];
    private uint _occupiedRows;
    private long _tick;

    /// <summary>Creates an empty wheel. The time comes from a monotonic clock and is not negative.</summary>
    internal TimingWheel(long nowMs) => _tick = nowMs / GranuleMs;

    /// <summary>True if no node is scheduled.</summary>
    internal bool IsEmpty => _occupiedRows == 0 && _buckets[ExpiredBucket] is null;

    /// <summary>
    /// Schedules or reschedules a node, which must not be in another wheel. An instant that has passed expires with the next granule.
    /// </summary>
    internal void Schedule(WheelNode node, long dueMs)
    {
        if (node.IsScheduled) Unlink(node);
        node.DueMs = dueMs;
        Place(node, Math.Max(TickOf(dueMs), _tick + 1));
    }

    /// <summary>Removes a node. Has no effect on a node that is not scheduled.</summary>
    internal void Remove(WheelNode node)
    {
        if (node.IsScheduled) Unlink(node);
    }

    /// <summary>
    /// Takes an expired node, earlier granules first, or returns null if there is none. Call this until it returns null. Between calls, any
    /// node may be removed, or scheduled for a later instant.
    /// </summary>
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
    internal int TimeoutMs(long nowMs)
    {
        if (_buckets[ExpiredBucket] is not null) return 0;
        if (_occupiedRows == 0) return -1;
        return (int)Math.Clamp((NextTick(out _) * GranuleMs) - nowMs, 0, int.MaxValue);
    }

    // Moves the current tick to the next occupied bucket and distributes its nodes. Returns false if that bucket is after the limit.
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

    // Returns the first tick of the next occupied bucket. At least one row must be occupied.
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

    // Rounds up, without overflow.
    private static long TickOf(long dueMs) =>
        dueMs <= 0 ? 0 : Math.Min(((dueMs - 1) / GranuleMs) + 1, LastTick);
}
