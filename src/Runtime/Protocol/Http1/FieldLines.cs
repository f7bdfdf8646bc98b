// One field line, of a head or of a trailer section. Both strict and lenient reading refuse what two readers could understand
// differently: folding, a blank before the colon, CR, NUL. Lenient reading, for responses, lets odd names and other control bytes in
// values pass, as Go's client does (BEHAVIOUR C11).
namespace RouteGen.Protocol;

internal static class FieldLines
{
    /// <summary>
    /// Splits a line without its CRLF into name and trimmed value. The field is filled in also when its value is refused.
    /// </summary>
    /// <param name="line">The line; not empty.</param>
    /// <param name="offset">The position of the line, for the field's offsets.</param>
    /// <param name="strict">True if the name must be a token and the value free of control bytes.</param>
    /// <param name="field">The field.</param>
    internal static RejectReason Parse(ReadOnlySpan<byte> line, int offset, bool strict, out FieldLine field)
    {
        field = default;
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return ExplainName(line, colon);
        var name = line[..colon];
        if (strict ? name.IndexOfAnyExcept(WireBytes.Token) >= 0 : name.IndexOfAny(WireBytes.ControlOrBlank) >= 0)
            return ExplainName(line, colon);

        var start = colon + 1;
        var end = line.Length;
        while (start < end && WireBytes.IsBlank(line[start])) start++;
        while (end > start && WireBytes.IsBlank(line[end - 1])) end--;
        field.NameStart = offset;
        field.NameLength = colon;
        field.ValueStart = offset + start;
        field.ValueLength = end - start;

        var value = line[start..end];
        var bad = strict ? value.IndexOfAny(WireBytes.Control) : value.IndexOfAny((byte)0, (byte)'\r');
        if (bad < 0) return RejectReason.None;
        return value[bad] == '\r' ? RejectReason.BareCarriageReturn : RejectReason.InvalidFieldValue;
    }

    /// <summary>
    /// Returns true if there is any whitespace around a value except the customary space: two blanks, a tab, or a blank after it.
    /// </summary>
    internal static bool HasStrayBlanks(ReadOnlySpan<byte> input, in FieldLine field, int lineEnd) =>
        field.ValueStart - (field.NameStart + field.NameLength + 1) > 1 || field.ValueStart + field.ValueLength != lineEnd
        || input[field.ValueStart - 1] == '\t';

    private static RejectReason ExplainName(ReadOnlySpan<byte> line, int colon)
    {
        if (WireBytes.IsBlank(line[0])) return RejectReason.ObsoleteLineFolding;
        if (colon == 0) return RejectReason.EmptyFieldName;
        var name = colon < 0 ? line : line[..colon];
        if (name.Contains((byte)'\r')) return RejectReason.BareCarriageReturn;
        if (colon < 0) return RejectReason.MissingColon;
        return WireBytes.IsBlank(name[^1]) ? RejectReason.WhitespaceBeforeColon : RejectReason.InvalidFieldName;
    }
}
