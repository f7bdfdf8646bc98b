// Parses the Range field (RFC 9110 section 14.2) as Go does. Blanks around numbers, plus signs and empty list members are ignored. A
// malformed range invalidates the field. A range that starts after the end of the content is dropped. Unlike in Go 1.19, a suffix of zero
// bytes is dropped, too.
using System.Globalization;

namespace RouteGen.Handling;

internal static class RangeField
{
    /// <summary>
    /// Largest number of ranges. A field with more is ignored, because each range adds a head to the response (RFC 9110 section 17.15).
    /// </summary>
    internal const int RangeCountMax = 200;

    private const string Unit = "bytes=";

    /// <summary>Parses the field.</summary>
    /// <param name="value">The value, or empty if there is no field.</param>
    /// <param name="size">Length of the whole content, in bytes.</param>
    /// <param name="ranges">The ranges within the content, in the order of the request.</param>
    internal static RangeOutcome Parse(ReadOnlySpan<char> value, long size, List<ByteRange> ranges)
    {
        if (value.IsEmpty) return RangeOutcome.Satisfiable;
        if (!value.StartsWith(Unit, StringComparison.Ordinal)) return RangeOutcome.Invalid;
        value = value[Unit.Length..];
        var isSomeOutside = false;
        foreach (var member in value.Split(','))
        {
            var text = Trim(value[member]);
            if (text.IsEmpty) continue;
            if (!TryParseOne(text, size, out var range)) return RangeOutcome.Invalid;
            if (range.Length == 0)
            {
                isSomeOutside = true;
                continue;
            }

            ranges.Add(range);
            if (ranges.Count <= RangeCountMax) continue;
            ranges.Clear();
            return RangeOutcome.Satisfiable;
        }

        return isSomeOutside && ranges.Count == 0 ? RangeOutcome.NoOverlap : RangeOutcome.Satisfiable;
    }

    // Returns false if the text is malformed. A range outside the content gets length 0.
    private static bool TryParseOne(ReadOnlySpan<char> text, long size, out ByteRange range)
    {
        range = default;
        var hyphen = text.IndexOf('-');
        if (hyphen < 0) return false;
        var first = Trim(text[..hyphen]);
        var last = Trim(text[(hyphen + 1)..]);
        if (first.IsEmpty)
        {
            if (!TryParseNumber(last, out var count)) return false;
            count = Math.Min(count, size);
            range = new ByteRange(size - count, count);
            return true;
        }

        if (!TryParseNumber(first, out var start)) return false;
        // As in Go, the end of a range that starts outside the content is not checked.
        if (start >= size) return true;
        var end = size - 1;
        if (!last.IsEmpty)
        {
            if (!TryParseNumber(last, out end) || end < start) return false;
            end = Math.Min(end, size - 1);
        }

        range = new ByteRange(start, end - start + 1);
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number)
    {
        if (text.StartsWith('+')) text = text[1..];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(" \t\r\n");
}
