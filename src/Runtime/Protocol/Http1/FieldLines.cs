// Parsing of one field line of a head or a trailer section. Strict and lenient parsing both refuse input that two parsers could read
// differently: folding, a blank before the colon, CR and NUL. Lenient parsing, for responses, accepts unusual names and other control bytes
// in values, as Go's client does (BEHAVIOUR C11).
namespace RouteGen.Protocol;

internal static class FieldLines
{
    /// <summary>
    /// Splits a nonempty line, without its CRLF, into name and trimmed value. The offset is added to their positions. Strict means that the
    /// name must be a token, and the value must not contain control bytes. The field is set even if its value is refused.
    /// </summary>
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

    /// <summary>Returns true if there is whitespace around a value other than a single space before it.</summary>
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
