using System.Globalization;

namespace RouteGen.Handling;

/// <summary>Entity tags (RFC 9110 section 8.8.3), as texts with their quotes and, if they are weak, their <c>W/</c>.</summary>
internal static class EntityTag
{
    /// <summary>
    /// The strong tag of a file: when it was changed, in nanoseconds since 1970 (100 at a time), and its size, both hexadecimal. A file
    /// that is changed twice within the resolution of its file system, and keeps its size, keeps its tag.
    /// </summary>
    internal static string Of(DateTime modified, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{unchecked((modified - DateTime.UnixEpoch).Ticks * 100):x}-{length:x}\"");

    /// <summary>Reads the tag that a list begins with.</summary>
    /// <param name="list">The list. If it begins with a tag, advanced past it.</param>
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

    /// <summary>True if a list has a tag that matches, or is the asterisk.</summary>
    /// <param name="list">The value of <c>If-Match</c> or <c>If-None-Match</c>. The rest after a malformed member is ignored.</param>
    /// <param name="tag">The tag of the content. Empty if it has none; then only the asterisk matches.</param>
    /// <param name="isStrong">True if weak tags match nothing.</param>
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

    /// <summary>RFC 9110 section 8.8.3.2, strong comparison: equal, and neither is weak.</summary>
    internal static bool AreStrongEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.SequenceEqual(right) && left.StartsWith('"');

    /// <summary>RFC 9110 section 8.8.3.2, weak comparison: equal, regardless of being weak.</summary>
    internal static bool AreWeakEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => Opaque(left).SequenceEqual(Opaque(right));

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
