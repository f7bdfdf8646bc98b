using System.Text;

namespace RouteGen.Protocol;

/// <summary>Reads the values of the fields that a parser acts on.</summary>
internal static class FieldValues
{
    /// <summary>
    /// Takes the next element of a comma-separated list (RFC 9110 section 5.6.1), without blanks around it, off the front of
    /// <paramref name="list"/>; false at the end. Elements may be empty.
    /// </summary>
    internal static bool TryNext(scoped ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> element)
    {
        element = default;
        if (list.IsEmpty) return false;
        // Elements are mostly short: starting a vector search for each would cost more than going byte by byte.
        var comma = 0;
        while (comma < list.Length && list[comma] != ',') comma++;
        if (comma == list.Length) comma = -1;
        element = WireBytes.TrimBlanks(comma < 0 ? list : list[..comma]);
        list = comma < 0 ? default : list[(comma + 1)..];
        // Consecutive empty elements count as one: a megabyte of commas has a million.
        if (element.IsEmpty) list = list.TrimStart(", \t"u8);
        return true;
    }

    /// <summary>True if a list holds a token, in any case.</summary>
    internal static bool HasToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        while (TryNext(ref list, out var element))
            if (Ascii.EqualsIgnoreCase(element, token)) return true;
        return false;
    }

    /// <summary>Reads digits alone, as many as <paramref name="digitsMax"/> (19 at most), into a value that a long holds.</summary>
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
