// Reads a pattern from left to right. Each step returns the error message, or an empty string to continue.
using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

internal static class PatternParser
{
    /// <summary>
    /// Maximum number of segments in a pattern. Matching keeps the positions of their slashes on the stack (Lookup/SegmentTrie.cs), and
    /// recursion over a tree of patterns is this deep.
    /// </summary>
    internal const int SegmentCountMax = 250;

    private const string EmptySegment = "The path is not clean: it contains an empty segment (//), so no request would match it.";
    private const string DotSegment = "The path is not clean: it contains a segment \".\" or \"..\", so no request would match it.";

    /// <summary>Parses a pattern.</summary>
    /// <returns>The error message, or empty if the pattern is valid.</returns>
    internal static string Parse(string text, out RoutePattern? pattern)
    {
        pattern = null;
        var method = TakeMethod(text, out var rest);
        var slash = rest.IndexOf('/');
        var error = FindCharacterError(text, method, rest, slash);
        if (error.Length == 0 && slash > 0
            && (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
            error = "A pattern cannot have a scheme: write only the path, or the host and the path.";
        if (error.Length == 0 && slash < 0) error = "A pattern needs a path, which begins with a slash; a host alone matches nothing.";
        if (error.Length != 0) return error;

        // The paths of requests are cleaned before they are matched, except for CONNECT (BEHAVIOUR M4).
        var segments = new RouteSegment[CountSlashes(rest, slash)];
        error = ParsePath(rest, slash, mustBeClean: method != "CONNECT", segments);
        if (error.Length != 0) error += PatternHabits.OfHost(rest.Substring(0, slash));
        if (error.Length == 0 && segments.Length > SegmentCountMax) error = "A pattern has at most 250 segments.";
        if (error.Length == 0)
            pattern = new RoutePattern(text, method, rest.Substring(0, slash), rest.Substring(slash), segments);
        return error;
    }

    /// <summary>Returns the index of the first occurrence of either character, or -1. IndexOfAny would allocate an array.</summary>
    internal static int IndexOfEither(string text, char one, char other)
    {
        for (var index = 0; index < text.Length; index++)
            if (text[index] == one || text[index] == other) return index;
        return -1;
    }

    // Returns the text before the first blank, or empty if the blank is part of the path.
    private static string TakeMethod(string text, out string rest)
    {
        rest = text;
        var blank = IndexOfEither(text, ' ', '\t');
        if (blank < 0 || text.IndexOf('/', 0, blank) >= 0) return "";
        rest = text.Substring(blank).TrimStart(' ', '\t');
        return text.Substring(0, blank);
    }

    private static string FindCharacterError(string text, string method, string rest, int slash)
    {
        if (text.Length == 0) return "A pattern cannot be empty; \"/\" matches every path.";
        foreach (var letter in method)
            if (!IsTokenCharacter(letter))
                return letter == ',' ? "A pattern has one method: register it once for each method, or without a method for all of them."
                    : "The text before the blank is not a method.";
        for (var index = 0; index < rest.Length; index++)
        {
            var letter = rest[index];
            var isInHost = slash < 0 || index < slash;
            if (isInHost && letter == '{') return "A host cannot contain wildcards; a path must begin with a slash.";
            if (letter < ' ' || letter == '\u007F') return "A pattern cannot contain control characters.";
            if (isInHost && letter == ' ')
                return "The text after the method is not a host: a pattern has one method, and [Get] and similar attributes add it.";
            if (isInHost && !IsHostCharacter(letter)) return "The part before the first slash is not a host.";
            if (!char.IsSurrogate(letter)) continue;
            if (index + 1 == rest.Length || !char.IsSurrogatePair(letter, rest[index + 1]))
                return "A pattern cannot contain a lone surrogate.";
            index++;
        }

        return "";
    }

    private static string ParsePath(string rest, int slash, bool mustBeClean, RouteSegment[] segments)
    {
        var names = default(WildcardNames);
        var start = slash + 1;
        for (var count = 0; ; count++)
        {
            if (start == rest.Length)
            {
                segments[count] = new RouteSegment(SegmentKind.Tail, "");
                return "";
            }

            var end = rest.IndexOf('/', start);
            if (end < 0) end = rest.Length;
            var text = rest.Substring(start, end - start);
            var error = IndexOfEither(text, '{', '}') >= 0
                ? ParseWildcard(text, end == rest.Length, ref names, out segments[count])
                : ParseLiteral(text, mustBeClean, out segments[count]);
            if (error.Length != 0 || end == rest.Length) return error;
            start = end + 1;
        }
    }

    private static string ParseLiteral(string text, bool mustBeClean, out RouteSegment segment)
    {
        segment = new RouteSegment(SegmentKind.Literal, text);
        if (mustBeClean && text.Length == 0) return EmptySegment;
        return mustBeClean && text is "." or ".." ? DotSegment : "";
    }

    private static string ParseWildcard(string text, bool isLast, ref WildcardNames names, out RouteSegment segment)
    {
        segment = default;
        if (text[0] == '{' && text.IndexOf('}') < 0) return "A wildcard must end in its own segment, with a brace: {id}.";
        if (text[0] != '{' || text.IndexOf('}') != text.Length - 1) return "A wildcard must be a whole segment, such as /{id}/.";
        var name = text.Substring(1, text.Length - 2);
        if (name == "$")
        {
            segment = new RouteSegment(SegmentKind.End, "");
            return isLast ? "" : "{$} must be at the end of the path.";
        }

        var isTail = name.EndsWith("...", StringComparison.Ordinal);
        if (isTail) name = name.Substring(0, name.Length - 3);
        if (isTail && !isLast) return "{name...} must be at the end of the path.";
        if (!IsIdentifier(name)) return "The name of a wildcard must be an identifier." + PatternHabits.OfWildcard(name);
        if (!names.TryAdd(name)) return "Two wildcards have the same name.";
        segment = new RouteSegment(isTail ? SegmentKind.Tail : SegmentKind.Wildcard, name);
        return "";
    }

    // Each slash begins a segment.
    private static int CountSlashes(string rest, int slash)
    {
        var count = 0;
        for (var index = slash; index < rest.Length; index++)
            if (rest[index] == '/') count++;
        return count;
    }

    private static bool IsIdentifier(string name)
    {
        for (var index = 0; index < name.Length; index++)
            if (name[index] != '_' && !(index == 0 ? char.IsLetter(name[index]) : char.IsLetterOrDigit(name[index]))) return false;
        return name.Length > 0;
    }

    // RFC 9110 section 5.6.2.
    private static bool IsTokenCharacter(char letter) => IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".IndexOf(letter) >= 0;

    // The characters of a Host field (RFC 3986 section 3.2.2, with a port). A pattern with any other character would never match.
    private static bool IsHostCharacter(char letter) => IsAsciiLetterOrDigit(letter) || "-._~%!$&'()*+,;=:[]".IndexOf(letter) >= 0;

    private static bool IsAsciiLetterOrDigit(char letter) =>
        (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}
