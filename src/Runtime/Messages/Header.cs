// A header in one of two states. *Bound*: it stands on the bytes of a received head and its field lines, and answers look-ups from
// there, so that a request whose header nobody reads costs nothing. *Materialised*: a list of names and values. The first
// enumeration or change of a bound header materialises it.
using System.Collections;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// The fields of a message: names without regard to case, each with one or more values in the order they were added.
/// Go's name: <c>http.Header</c>.
/// </summary>
/// <remarks>
/// Values are Latin-1 text: every character is one byte on the wire, so that nothing is lost in either direction. Not
/// thread-safe. A header belongs to one message for ever. That of a served request throws <see cref="ObjectDisposedException"/> once its handler has
/// completed, unless all of it was read before, or changed; <see cref="Clone"/> makes a copy that may be kept.
/// </remarks>
public sealed class Header : IEnumerable<KeyValuePair<string, string>>
{
    private Field[] _fields = [];
    private int _count;

    private byte[]? _headBytes;
    private FieldBlock? _block;

    // While bound to the head of a served request, which is pooled: the request, which says whether what was read is still its own.
    private Request? _holder;

    /// <summary>How many values there are, over all names.</summary>
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

    /// <summary>The first value of a field; null when there is none. Setting replaces every value; setting null suppresses the field (<see cref="Set"/>).</summary>
    /// <param name="name">The field's name, in any case.</param>
    public string? this[string name]
    {
        get => TryGet(name, out var value) ? value : null;
        set => Set(name, value);
    }

    /// <summary>The first value of a field; the empty string when there is none. Go's name: <c>Header.Get</c>.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public string Get(string name) => TryGet(name, out var value) ? value : "";

    /// <summary>Whether there is a value, and the first one.</summary>
    /// <param name="name">The field's name, in any case.</param>
    /// <param name="value">The first value; the empty string when there is none.</param>
    public bool TryGet(string name, out string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_block is not null) return TryGetBound(name, out value);
        foreach (ref readonly var field in Fields)
        {
            if (field.Value is null || !NameEquals(field.Name, name)) continue;
            value = field.Value;
            return true;
        }

        value = "";
        return false;
    }

    /// <summary>Whether the field has a value.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>Whether the field was set, be it to null: then nobody else sets it. Go asks for the key of the map.</summary>
    /// <param name="name">The field's name, in any case.</param>
    internal bool IsSet(string name)
    {
        Materialise();
        foreach (ref readonly var field in Fields)
            if (NameEquals(field.Name, name)) return true;
        return false;
    }

    /// <summary>Every value of a field, in order; empty when there is none. Go's name: <c>Header.Values</c>.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public IReadOnlyList<string> Values(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Materialise();
        List<string>? values = null;
        foreach (ref readonly var field in Fields)
            if (field.Value is { } value && NameEquals(field.Name, name)) (values ??= []).Add(value);
        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Replaces every value of a field by one. Go's name: <c>Header.Set</c>.</summary>
    /// <param name="name">The field's name, in any case; it is written in canonical case.</param>
    /// <param name="value">The value. Null suppresses a field that would be written by itself, such as <c>Date</c> (in Go: a nil slice).</param>
    public void Set(string name, string? value)
    {
        Remove(name);
        AddField(CanonicalName(name), value);
    }

    /// <summary>Adds a value behind those that are there. Go's name: <c>Header.Add</c>.</summary>
    /// <param name="name">The field's name, in any case; it is written in canonical case.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Materialise();
        AddField(CanonicalName(name), value);
    }

    /// <summary>Removes every value of a field. Go's name: <c>Header.Del</c>.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public void Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Materialise();
        var kept = 0;
        for (var index = 0; index < _count; index++)
        {
            if (NameEquals(_fields[index].Name, name)) continue;
            _fields[kept++] = _fields[index];
        }

        Array.Clear(_fields, kept, _count - kept);
        _count = kept;
    }

    /// <summary>A header of its own with the same fields.</summary>
    public Header Clone()
    {
        Materialise();
        return new Header { _fields = Fields.ToArray(), _count = _count };
    }

    /// <summary>Every value with its name in canonical case, in order.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        Materialise();
        for (var index = 0; index < _count; index++)
            if (_fields[index].Value is { } value) yield return new(_fields[index].Name, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The name in canonical case: the first letter and every letter behind a hyphen upper, the others lower. A name that is not
    /// a token is left as it is. Go's name: <c>CanonicalHeaderKey</c>.
    /// </summary>
    /// <param name="name">The name in any case.</param>
    public static string CanonicalName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HeaderNames.Canonicalise(name);
    }

    /// <summary>The fields as they stand, suppressed ones (null values) included.</summary>
    internal ReadOnlySpan<Field> Fields => _fields.AsSpan(0, _count);

    /// <summary>Whether nothing was ever set: the case that a response writer makes fast.</summary>
    internal bool IsUntouched => _count == 0 && _block is null;

    /// <summary>Stands on a received head from now on. The bytes and the head must not change until <see cref="Clear"/>, or until the holder ends.</summary>
    /// <param name="headBytes">The bytes.</param>
    /// <param name="block">The field lines.</param>
    /// <param name="holder">The served request whose head it is; null: bytes and block are nobody else's.</param>
    internal void Bind(byte[] headBytes, FieldBlock block, Request? holder = null)
    {
        _holder = holder;
        _headBytes = headBytes;
        _block = block;
    }

    /// <summary>Forgets everything and keeps the array.</summary>
    internal void Clear()
    {
        if (_count > 0) Array.Clear(_fields, 0, _count);
        _count = 0;
        Unbind();
    }

    /// <summary>Stops standing on bytes that are about to be reused.</summary>
    /// <exception cref="ObjectDisposedException">They have been reused.</exception>
    internal void Materialise()
    {
        if (_block is { } block) TakeAll(block);
    }

    private void TakeAll(FieldBlock block)
    {
        var bytes = _headBytes!;
        var fields = new Field[Math.Max(8, block.FieldCount + 1)];
        var count = 0;
        try
        {
            for (var index = 0; index < block.FieldCount; index++)
            {
                ref readonly var line = ref block.Fields[index];
                if (line.IsHidden) continue;
                fields[count++] = new Field(
                    HeaderNames.Canonicalise(bytes.AsSpan(line.NameStart, line.NameLength)),
                    Encoding.Latin1.GetString(bytes, line.ValueStart, line.ValueLength));
            }

            if (block.ImpliesNoCache) fields[count++] = new Field("Cache-Control", "no-cache");
        }
        catch (Exception) when (_holder is { IsServed: false })
        {
            // Half of it was another request's: the check below throws.
        }

        _holder?.CheckLive();
        _fields = fields;
        _count = count;
        Unbind();
    }

    private void Unbind()
    {
        _block = null;
        _headBytes = null;
        _holder = null;
    }

    private bool TryGetBound(string name, out string value)
    {
        var holder = _holder;
        bool isFound;
        try
        {
            isFound = TryFind(_block!, _headBytes!, name, out value);
        }
        catch (Exception) when (holder is { IsServed: false })
        {
            // As in TakeAll.
            isFound = false;
            value = "";
        }

        holder?.CheckLive();
        return isFound;
    }

    private static bool TryFind(FieldBlock block, byte[] bytes, string name, out string value)
    {
        for (var index = 0; index < block.FieldCount; index++)
        {
            ref readonly var line = ref block.Fields[index];
            if (line.IsHidden || line.NameLength != name.Length) continue;
            if (!Ascii.EqualsIgnoreCase(bytes.AsSpan(line.NameStart, line.NameLength), name)) continue;
            value = Encoding.Latin1.GetString(bytes, line.ValueStart, line.ValueLength);
            return true;
        }

        var implied = block.ImpliesNoCache && NameEquals(name, "Cache-Control");
        value = implied ? "no-cache" : "";
        return implied;
    }

    private void AddField(string name, string? value)
    {
        if (_count == _fields.Length) Array.Resize(ref _fields, Math.Max(8, _count * 2));
        _fields[_count++] = new Field(name, value);
    }

    private static bool NameEquals(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name in canonical case and a value; a null value suppresses the field.</summary>
    internal readonly record struct Field(string Name, string? Value);
}
