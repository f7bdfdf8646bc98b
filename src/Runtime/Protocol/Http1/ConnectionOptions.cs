namespace RouteGen.Protocol;

/// <summary>
/// Enumerator of the options in <c>Connection</c> fields that the parser hides from programs. A proxy must obey these options, too (RFC
/// 9110 section 7.6.1). Empty elements are skipped.
/// </summary>
internal ref struct ConnectionOptions
{
    private readonly FieldBlock _block;
    private readonly ReadOnlySpan<byte> _bytes;
    private ReadOnlySpan<byte> _list;
    private int _next;

    internal ConnectionOptions(FieldBlock block, ReadOnlySpan<byte> bytes)
    {
        _block = block;
        _bytes = bytes;
    }

    internal ReadOnlySpan<byte> Current { get; private set; }

    internal bool MoveNext()
    {
        while (true)
        {
            while (FieldValues.TryNext(ref _list, out var option))
            {
                if (option.IsEmpty) continue;
                Current = option;
                return true;
            }

            if (_next >= _block.FieldCount) return false;
            ref readonly var field = ref _block.Fields[_next++];
            if (field.IsHidden && KnownFields.Of(_bytes.Slice(field.NameStart, field.NameLength)) == KnownField.Connection)
                _list = _bytes.Slice(field.ValueStart, field.ValueLength);
        }
    }
}
