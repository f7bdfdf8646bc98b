namespace RouteGen.Protocol;

/// <summary>
/// Enumerator of the names that a head's <c>Trailer</c> fields announce (RFC 9110 section 6.6.2). Elements that are not tokens are skipped,
/// because no field can have such a name, and a message that announces it could not be forwarded.
/// </summary>
internal ref struct TrailerNames
{
    private readonly MessageHead _head;
    private readonly ReadOnlySpan<byte> _bytes;
    private ReadOnlySpan<byte> _list;
    private int _next;

    internal TrailerNames(MessageHead head, ReadOnlySpan<byte> bytes)
    {
        _head = head;
        _bytes = bytes;
        _next = head.TrailerField < 0 ? head.FieldCount : head.TrailerField;
    }

    internal ReadOnlySpan<byte> Current { get; private set; }

    internal bool MoveNext()
    {
        while (true)
        {
            while (FieldValues.TryNext(ref _list, out var name))
            {
                if (name.IsEmpty || name.IndexOfAnyExcept(WireBytes.Token) >= 0) continue;
                Current = name;
                return true;
            }

            if (_next >= _head.FieldCount) return false;
            ref readonly var field = ref _head.Fields[_next++];
            if (KnownFields.Of(_bytes.Slice(field.NameStart, field.NameLength)) == KnownField.Trailer)
                _list = _bytes.Slice(field.ValueStart, field.ValueLength);
        }
    }
}
