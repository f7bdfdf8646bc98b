// A dynamic table of HPACK (RFC 7541 section 2.3.2): a ring of entries, and their bytes in an array to which new ones are appended. When
// the array is full, the bytes of the live entries move to its front.
using System.Diagnostics;

namespace RouteGen.Protocol;

internal sealed class HpackTable
{
    /// <summary>Size that an entry has besides its bytes.</summary>
    internal const int EntryOverhead = 32;

    private const int FirstBytes = 512;

    private Entry[] _entries = new Entry[16];
    private int[] _hashes = new int[16];
    private byte[] _bytes = [];

    // Position of the oldest entry in the ring.
    private int _first;
    private int _end;

    private struct Entry
    {
        internal int Start;
        internal int NameLength;
        internal int ValueLength;
    }

    /// <summary>Creates a table with a limit.</summary>
    /// <param name="bytesMax">The largest size, the overhead of the entries included.</param>
    internal HpackTable(int bytesMax) => BytesMax = bytesMax;

    internal int Count { get; private set; }

    /// <summary>Size of the entries, with their overhead.</summary>
    internal int Size { get; private set; }

    internal int BytesMax { get; private set; }

    /// <summary>Returns the name of the entry that was added that many additions ago; 0 is the newest.</summary>
    internal ReadOnlySpan<byte> Name(int age)
    {
        ref readonly var entry = ref At(age);
        return _bytes.AsSpan(entry.Start, entry.NameLength);
    }

    /// <summary>Returns the value of the entry that was added that many additions ago; 0 is the newest.</summary>
    internal ReadOnlySpan<byte> Value(int age)
    {
        ref readonly var entry = ref At(age);
        return _bytes.AsSpan(entry.Start + entry.NameLength, entry.ValueLength);
    }

    /// <summary>Changes the limit, and evicts what exceeds it.</summary>
    internal void Resize(int bytesMax)
    {
        BytesMax = bytesMax;
        Evict(0);
    }

    /// <summary>Adds an entry. One that is larger than the table only empties it (RFC 7541 section 4.4).</summary>
    /// <param name="name">The name, which may be in the table itself.</param>
    /// <param name="value">The value.</param>
    /// <param name="hash">Hash by which <see cref="Find"/> finds the entry.</param>
    internal void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int hash = 0)
    {
        var length = name.Length + value.Length;
        if (length + EntryOverhead > BytesMax)
        {
            Evict(BytesMax);
            return;
        }

        // The bytes of evicted entries stay where they are until the array is compacted, so the name may be one of theirs.
        Evict(length + EntryOverhead);
        var target = Reserve(length, ref name);
        name.CopyTo(target);
        value.CopyTo(target[name.Length..]);
        if (Count == _entries.Length) GrowRing();
        var at = (_first + Count++) & (_entries.Length - 1);
        _entries[at] = new Entry { Start = _end, NameLength = name.Length, ValueLength = value.Length };
        _hashes[at] = hash;
        _end += length;
        Size += length + EntryOverhead;
    }

    /// <summary>Returns the age of an entry with these bytes, or -1.</summary>
    internal int Find(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int hash)
    {
        for (var age = 0; age < Count; age++)
        {
            if (_hashes[(_first + Count - 1 - age) & (_entries.Length - 1)] != hash) continue;
            if (Value(age).SequenceEqual(value) && Name(age).SequenceEqual(name)) return age;
        }

        return -1;
    }

    private ref readonly Entry At(int age)
    {
        Debug.Assert(age >= 0 && age < Count);
        return ref _entries[(_first + Count - 1 - age) & (_entries.Length - 1)];
    }

    private void Evict(int needed)
    {
        while (Size + needed > BytesMax && Count > 0)
        {
            ref readonly var oldest = ref _entries[_first];
            Size -= oldest.NameLength + oldest.ValueLength + EntryOverhead;
            _first = (_first + 1) & (_entries.Length - 1);
            Count--;
        }

        if (Count == 0 && needed == 0) _end = 0;
    }

    // Returns space for an entry. If the bytes move, the name, which may be among them, is copied first.
    private Span<byte> Reserve(int length, ref ReadOnlySpan<byte> name)
    {
        if (_bytes.Length - _end >= length) return _bytes.AsSpan(_end, length);
        var live = Size - (Count * EntryOverhead);
        var size = Math.Max(FirstBytes, _bytes.Length);
        while (size < 2 * (live + length)) size *= 2;
        var former = _bytes;
        _bytes = new byte[size];
        var start = Count == 0 ? 0 : _entries[_first].Start;
        former.AsSpan(start, live).CopyTo(_bytes);
        for (var index = 0; index < Count; index++) _entries[(_first + index) & (_entries.Length - 1)].Start -= start;
        _end = live;
        return _bytes.AsSpan(_end, length);
    }

    private void GrowRing()
    {
        var entries = new Entry[_entries.Length * 2];
        var hashes = new int[entries.Length];
        for (var index = 0; index < Count; index++)
        {
            entries[index] = _entries[(_first + index) & (_entries.Length - 1)];
            hashes[index] = _hashes[(_first + index) & (_entries.Length - 1)];
        }

        _entries = entries;
        _hashes = hashes;
        _first = 0;
    }
}
