// The one grammar of patterns, [HOST]/PATH. The generator compiles this file too (as netstandard2.0), so that a pattern it accepts
// is a pattern the mux accepts: it uses nothing that only one of the two sides has.
//
// A pattern is decoded text: "/sp ace/" and "/é/" are written as such, and the percent sign of "/a%2Fb" is a percent sign.
using System.Text;

namespace RouteGen.Routing;

/// <summary>A parsed pattern.</summary>
internal sealed class RoutePattern
{
    private RoutePattern(string text, int slash)
    {
        Text = text;
        Host = text.Substring(0, slash);
        Path = text.Substring(slash);
        IsPrefix = text[text.Length - 1] == '/';
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The host; empty: every host.</summary>
    public string Host { get; }

    /// <summary>The path, which begins with a slash and is clean.</summary>
    public string Path { get; }

    /// <summary>Whether it matches everything below the path too: it ends in a slash.</summary>
    public bool IsPrefix { get; }

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The pattern as written.</param>
    /// <param name="pattern">The pattern; null when it was refused.</param>
    /// <param name="error">Why it was refused, as a sentence that does not repeat the pattern; empty when it was not.</param>
    public static bool TryParse(string text, out RoutePattern? pattern, out string error)
    {
        var slash = text.IndexOf('/');
        error = FindCharacterError(text, slash);
        if (error.Length == 0) error = FindPathError(text, slash);
        pattern = error.Length == 0 ? new RoutePattern(text, slash) : null;
        return pattern != null;
    }

    /// <summary>
    /// The order of a match table: exact patterns first, by their text; then prefixes, those with the longest path (in bytes of
    /// UTF-8) first, and by their text where that is equal. Text compares by its bytes as UTF-8, so that a reader may search by them.
    /// </summary>
    public static int CompareTableOrder(RoutePattern left, RoutePattern right)
    {
        if (left.IsPrefix != right.IsPrefix) return left.IsPrefix ? 1 : -1;
        if (left.IsPrefix)
        {
            var byLength = Encoding.UTF8.GetByteCount(right.Path).CompareTo(Encoding.UTF8.GetByteCount(left.Path));
            if (byLength != 0) return byLength;
        }

        return CompareAsUtf8(left.Text, right.Text);
    }

    // UTF-8 sorts by code point, and so does UTF-16, but for one thing: a surrogate stands for a code point above all others.
    private static int CompareAsUtf8(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var index = 0; index < length; index++)
        {
            var (a, b) = (left[index], right[index]);
            if (a == b) continue;
            if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? 1 : -1;
            return a.CompareTo(b);
        }

        return left.Length.CompareTo(right.Length);
    }

    private static string FindCharacterError(string text, int slash)
    {
        if (text.Length == 0) return "A pattern cannot be empty; \"/\" matches every path.";
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            var isInHost = slash < 0 || index < slash;
            if (isInHost && (letter == ' ' || letter == '\t')) return "Methods in patterns are not supported yet; a host holds no blank.";
            if (letter < ' ' || letter == '\u007F') return "A pattern cannot hold control characters.";
            if (letter == '{' || letter == '}') return "Wildcards are not supported yet, so a pattern cannot hold { or }.";
            if (isInHost && !IsHostCharacter(letter)) return "The part before the first slash is not a host.";
            if (!char.IsSurrogate(letter)) continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(letter, text[index + 1])) return "A pattern cannot hold half a surrogate pair.";
            index++;
        }

        return "";
    }

    private static string FindPathError(string text, int slash)
    {
        if (slash < 0) return "A pattern needs a path, which begins with a slash; a host alone matches nothing.";
        for (var start = slash + 1; start < text.Length;)
        {
            var end = text.IndexOf('/', start);
            if (end < 0) end = text.Length;
            if (end == start) return "The path is not clean: it holds an empty segment (//), so no request would match it.";
            if (IsDots(text, start, end)) return "The path is not clean: it holds a segment \".\" or \"..\", so no request would match it.";
            start = end + 1;
        }

        return "";
    }

    private static bool IsDots(string text, int start, int end) =>
        text[start] == '.' && (end - start == 1 || (end - start == 2 && text[start + 1] == '.'));

    // What a Host field may hold (RFC 3986 section 3.2.2, with a port): a pattern with anything else would never match.
    private static bool IsHostCharacter(char letter) =>
        (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
        || "-._~%!$&'()*+,;=:[]".IndexOf(letter) >= 0;
}
