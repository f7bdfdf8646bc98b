using System.Text;

namespace RouteGen.Protocol;

/// <summary>Parsers of field values: lists, tokens and lengths.</summary>
internal static class FieldValues
{
    /// <summary>
    /// Gets the next element of a comma-separated list (RFC 9110 section 5.6.1), without blanks around it, and removes it from <paramref
    /// name="list"/>. Returns false at the end. Elements may be empty.
    /// </summary>
    internal static bool TryNext(scoped ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> element)
    {
        element = default;
        if (list.IsEmpty) return false;
        // Most elements are short, so a vector search for each would cost more than a loop over the bytes.
        var comma = 0;
        while (comma < list.Length && list[comma] != ',') comma++;
        if (comma == list.Length) comma = -1;
        element = WireBytes.TrimBlanks(comma < 0 ? list : list[..comma]);
        list = comma < 0 ? default : list[(comma + 1)..];
        // Consecutive empty elements count as one, because a megabyte of commas would be a million elements.
        if (element.IsEmpty) list = list.TrimStart(", \t"u8);
        return true;
    }

    /// <summary>True if a list contains a token. Case is ignored.</summary>
    internal static bool HasToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        while (TryNext(ref list, out var element))
            if (Ascii.EqualsIgnoreCase(element, token)) return true;
        return false;
    }

    /// <summary>
    /// Parses an unsigned decimal number of at most <paramref name="digitsMax"/> digits, 19 or less. Returns false for any other text, or
    /// if the number does not fit a long.
    /// </summary>
    internal static bool TryParseLength(ReadOnlySpan<byte> value, int digitsMax, out long length)
    {
        length = -1;
        if (value.IsEmpty || value.Length > digitsMax) return false;
        ulong sum = 0;
        foreach (var digit in value)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            sum = (sum * 10) + (uint)(digit - '0');
        }

        if (sum > long.MaxValue) return false;
        length = (long)sum;
        return true;
    }
}
