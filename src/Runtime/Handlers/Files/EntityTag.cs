using System.Globalization;

namespace RouteGen.Handling;

/// <summary>Creates and compares entity tags (RFC 9110 section 8.8.3). A tag includes its quotes and, if it is weak, <c>W/</c>.</summary>
internal static class EntityTag
{
    /// <summary>
    /// Returns the strong tag of a file: the time of its last change, in nanoseconds since 1970, and its size, both hexadecimal. If a file
    /// is changed twice within the resolution of its file system and keeps its size, the tag does not change.
    /// </summary>
    internal static string Of(DateTime modified, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{unchecked((modified - DateTime.UnixEpoch).Ticks * 100):x}-{length:x}\"");

    /// <summary>Parses the tag at the beginning of a list.</summary>
    /// <param name="list">The list. Advanced past the tag.</param>
    /// <param name="tag">The tag.</param>
    internal static bool TryTake(ref ReadOnlySpan<char> list, out ReadOnlySpan<char> tag)
    {
        tag = default;
        var text = list.Trim(" \t\r\n");
        var quote = text.StartsWith("W/", StringComparison.Ordinal) ? 2 : 0;
        if (text.Length < quote + 2 || text[quote] != '"') return false;
        for (var index = quote + 1; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter == '"')
            {
                tag = text[..(index + 1)];
                list = text[(index + 1)..];
                return true;
            }

            if (letter is <= ' ' or '\x7F') return false;
        }

        return false;
    }

    /// <summary>Returns true if a list contains the tag or an asterisk.</summary>
    /// <param name="list">The value of <c>If-Match</c> or <c>If-None-Match</c>. Everything after a malformed member is ignored.</param>
    /// <param name="tag">The tag of the content. Empty if it has none, so that only an asterisk matches.</param>
    /// <param name="isStrong">True for strong comparison, in which weak tags never match.</param>
    internal static bool ListMatches(ReadOnlySpan<char> list, string tag, bool isStrong)
    {
        while (true)
        {
            list = list.Trim(" \t\r\n");
            if (list.IsEmpty) return false;
            if (list[0] == '*') return true;
            if (list[0] == ',')
            {
                list = list[1..];
                continue;
            }

            if (!TryTake(ref list, out var candidate)) return false;
            if (isStrong ? AreStrongEqual(candidate, tag) : AreWeakEqual(candidate, tag)) return true;
        }
    }

    /// <summary>Strong comparison (RFC 9110 section 8.8.3.2): the tags are equal, and neither is weak.</summary>
    internal static bool AreStrongEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.SequenceEqual(right) && left.StartsWith('"');

    /// <summary>Weak comparison (RFC 9110 section 8.8.3.2): the tags are equal apart from <c>W/</c>.</summary>
    internal static bool AreWeakEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => Opaque(left).SequenceEqual(Opaque(right));

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
