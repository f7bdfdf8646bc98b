// A header is in one of two states. A *bound* header refers to the bytes of a received head, and parses a value when it is looked up. A
// *materialised* header is a list of names and values. The first enumeration or change of a bound header materialises it.
//
// Not thread-safe, but memory-safe: concurrent use may read stale fields or lose added ones, but does not fail with an exception from
// inside this class. So every loop runs over local copies of the arrays, bounded by the smaller of count and length.
using System.Collections;

namespace RouteGen;

/// <summary>
/// The fields of a message: names, compared without regard to case, each with its values in the order in which they were added. Go's
/// name: <c>http.Header</c>.
/// </summary>
/// <remarks>
/// A received value is decoded as UTF-8 if it is valid UTF-8, and as Latin-1 otherwise. Values are written as UTF-8, but
/// <see cref="Clone"/>, <see cref="AddAll"/> and <see cref="ReverseProxy"/> preserve the bytes of a received Latin-1 value. A control
/// character or lone surrogate cannot be written: a client throws, a server writes a blank or a question mark instead. Not thread-safe.
/// The header of a served request throws <see cref="ObjectDisposedException"/> after its handler has completed, unless it was enumerated
/// or changed before; <see cref="Clone"/> makes a copy that may be kept.
/// </remarks>
public sealed partial class Header : IEnumerable<KeyValuePair<string, string>>
{
    private Field[] _fields = [];
    private int _count;

    /// <summary>Number of values of all names together.</summary>
    public int Count
    {
        get
        {
            Materialise();
            var count = 0;
            foreach (ref readonly var entry in Fields) if (entry.Value is not null) count++;
            return count;
        }
    }

    /// <summary>
    /// The first value of a field, or null if there is none. The setter replaces every value; null suppresses the field
    /// (<see cref="Set"/>).
    /// </summary>
    /// <param name="name">The field's name, in any case.</param>
    public string? this[string name]
    {
        get => TryGet(name, out var value) ? value : null;
        set => Set(name, value);
    }

    /// <summary>Returns the first value of a field, or the empty string if there is none. Go's name: <c>Header.Get</c>.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public string Get(string name) => TryGet(name, out var value) ? value : "";

    /// <summary>Gets the first value of a field. Returns false if there is none.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <param name="value">The first value, or the empty string if there is none.</param>
    public bool TryGet(string name, out string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        var holder = Holder;
        if (_block is { } block && _headBytes is { } bytes) return TryGetBound(holder, block, bytes, name, out value);
        var names = Look(name);
        for (var index = 0; index < names.Count; index++)
        {
            if (names.Fields[index].Value is not { } found || !names.Has(index)) continue;
            value = found;
            return true;
        }

        value = "";
        return false;
    }

    /// <summary>Returns true if the field has a value.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>
    /// Returns true if the field was set, even to null. Such a field is not added automatically. In Go: if the map has the key.
    /// </summary>
    /// <param name="name">The field's name, in any case.</param>
    internal bool IsSet(string name)
    {
        Materialise();
        var names = Look(name);
        for (var index = 0; index < names.Count; index++)
            if (names.Has(index)) return true;
        return false;
    }

    /// <summary>Returns the values of a field, in order; empty if there are none. Go's name: <c>Header.Values</c>.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public IReadOnlyList<string> Values(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Materialise();
        List<string>? values = null;
        var names = Look(name);
        for (var index = 0; index < names.Count; index++)
            if (names.Fields[index].Value is { } value && names.Has(index)) (values ??= []).Add(value);
        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Replaces all values of a field with one value. Go's name: <c>Header.Set</c>.</summary>
    /// <param name="name">The field's name, in any case; it is written in canonical case.</param>
    /// <param name="value">The value. Null suppresses a field that would be added automatically, such as <c>Date</c> (in Go: a nil
    /// slice).</param>
    public void Set(string name, string? value)
    {
        Remove(name);
        AddField(CanonicalName(name), value);
    }

    /// <summary>Adds a value after the existing ones. Go's name: <c>Header.Add</c>.</summary>
    /// <param name="name">The field's name, in any case; it is written in canonical case.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Materialise();
        AddField(CanonicalName(name), value);
    }

    /// <summary>
    /// Appends all fields of another header, suppressed ones (null values) included. Received values keep their bytes.
    /// </summary>
    /// <param name="other">The other header. May be this one.</param>
    public void AddAll(Header other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Materialise();
        Materialise();
        // The span does not grow while fields are added, even if the other header is this one.
        foreach (ref readonly var field in other.Fields) Add(field);
    }

    /// <summary>Removes every value of a field. Go's name: <c>Header.Del</c>.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public void Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Materialise();
        var names = Look(name);
        var kept = 0;
        while (kept < names.Count && !names.Has(kept)) kept++;
        if (kept == names.Count) return;
        for (var index = kept; index < names.Count;)
        {
            // Moves all fields up to the next match in one copy.
            var next = index + 1;
            while (next < names.Count && !names.Has(next)) next++;
            var length = next - index - 1;
            Array.Copy(names.Fields, index + 1, names.Fields, kept, length);
            if (names.Hash != 0) Array.Copy(names.Hashes, index + 1, names.Hashes, kept, length);
            kept += length;
            index = next;
        }

        Truncate(kept);
    }

    /// <summary>Removes the fields whose names satisfy the predicate. Linear in the number of fields.</summary>
    internal void RemoveAll(Predicate<string> isOne)
    {
        Materialise();
        var fields = _fields;
        var count = Math.Min(_count, fields.Length);
        var kept = 0;
        for (var index = 0; index < count; index++)
            if (!isOne(fields[index].Name)) fields[kept++] = fields[index];
        _hashedCount = 0;
        Truncate(kept);
    }

    /// <summary>Returns a copy with the same fields.</summary>
    public Header Clone()
    {
        Materialise();
        var fields = Fields.ToArray();
        return new Header { _fields = fields, _count = fields.Length };
    }

    /// <summary>Enumerates all values in order, each with its name in canonical case.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        Materialise();
        for (var index = 0; index < Fields.Length; index++)
            if (Fields is var fields && index < fields.Length && fields[index].Value is { } value)
                yield return new(fields[index].Name, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Returns the name in canonical case: the first letter and each letter after a hyphen in upper case, the others in lower case. A name
    /// that is not a token is returned unchanged. Go's name: <c>CanonicalHeaderKey</c>.
    /// </summary>
    /// <param name="name">The name in any case.</param>
    public static string CanonicalName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HeaderNames.Canonicalise(name);
    }

    /// <summary>The current fields, including suppressed ones (null values).</summary>
    internal ReadOnlySpan<Field> Fields
    {
        get
        {
            var fields = _fields;
            return fields.AsSpan(0, Math.Min(_count, fields.Length));
        }
    }

    /// <summary>True if the header has no fields, not even suppressed ones. Response writers have a fast path for this.</summary>
    internal bool IsUntouched => _count == 0 && _block is null;

    /// <summary>Adds a field, which may be from another header. A received value keeps its bytes.</summary>
    internal void Add(in Field field)
    {
        var fields = _fields;
        var count = _count;
        if (count >= fields.Length)
        {
            Array.Resize(ref fields, Math.Max(8, count * 2));
            _fields = fields;
        }

        fields[count] = field;
        _count = count + 1;
    }

    /// <summary>Finds the first field with a name. Materialises the header.</summary>
    internal bool TryGetField(string name, out Field found)
    {
        Materialise();
        foreach (ref readonly var field in Fields)
        {
            if (field.Value is null || !NameEquals(field.Name, name)) continue;
            found = field;
            return true;
        }

        found = default;
        return false;
    }

    /// <summary>Removes all fields, and keeps the array for reuse.</summary>
    internal void Clear()
    {
        if (_count > 0) Truncate(0);
        _hashedCount = 0;
        Unbind();
    }

    private void AddField(string name, string? value) => Add(new Field(name, value));

    private void Truncate(int count)
    {
        var fields = _fields;
        var end = Math.Min(_count, fields.Length);
        if (count < end) Array.Clear(fields, count, end - count);
        _count = count;
        _hashedCount = Math.Min(_hashedCount, count);
    }
}
