// Recognises patterns in the syntax of other routers. Some are invalid here, and the error message can name the habit. Others are valid
// here with another meaning, and match nothing that clients send. The valid ones are recognised only by a whole segment, a '?' or '#', the
// spelling of a method, or the host: "/a:b", "/s*r" and "/a b" may be intended as they are.
using System;

namespace RouteGen.Routing;

internal static class PatternHabits
{
    private const string Escaped = "%7B";

    // This is not a static field, whose initializer would run at startup even in programs that register nothing at run time.
    private static string[] Methods => ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

    /// <summary>
    /// Returns the reason why a valid pattern was probably intended differently, as the end of a sentence, or null if there is none.
    /// </summary>
    public static string? FindIn(RoutePattern pattern)
    {
        var query = PatternParser.IndexOfEither(pattern.Path, '?', '#');
        if (FindMethod(pattern) is { } method) return method;
        if (FindHost(pattern.Host) is { } host) return host;
        if (query >= 0)
            return "'" + pattern.Path[query] + "' is part of the path here, and is escaped in a request as "
                + (pattern.Path[query] == '?' ? "%3F" : "%23") + "; queries and fragments are not matched";
        foreach (var segment in pattern.Segments)
            if (segment.Kind == SegmentKind.Literal && FindSegment(segment.Text) is { } found) return found;
        return null;
    }

    /// <summary>Returns a hint for a wildcard whose name is not an identifier, or empty if there is none.</summary>
    public static string OfWildcard(string name)
    {
        if (name.StartsWith("*", StringComparison.Ordinal))
            return " The rest of the path is {name...} here, such as {" + NameIn(name.TrimStart('*')) + "...}.";
        if (name.EndsWith("?", StringComparison.Ordinal)) return " Segments are not optional here: also register the shorter path.";
        if (name.IndexOf(':') > 0)
            return " Values are not constrained here: write {" + NameIn(name) + "} and check the value in the handler.";
        return name.IndexOf('=') > 0 ? " Values have no defaults here: also register the shorter path." : "";
    }

    /// <summary>
    /// Returns a hint for an invalid pattern that probably lacks the leading slash of its path, or empty if its host looks like a host.
    /// </summary>
    /// <param name="host">The part of the pattern before its first slash.</param>
    public static string OfHost(string host) =>
        IsWord(host) ? " '" + host + "' is read as a host: begin the path with a slash." : "";

    /// <summary>Translates a pattern from the syntax of another router. Returns null if the intention is unclear.</summary>
    /// <param name="text">The text of a pattern, or the argument of an attribute such as <c>[Get]</c>.</param>
    public static string? Suggest(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0) return null;
        if (SuggestHead(text.Substring(0, slash)) is not { } head) return null;
        var path = text.Substring(slash);
        var query = path.IndexOfAny(['?', '#']);
        // A question mark in braces makes a segment optional, which takes two patterns here.
        if (query >= 0 && path.LastIndexOf('{', query) > path.LastIndexOf('}', query)) return null;
        if (query >= 0) path = path.Substring(0, query);
        var segments = path.Split('/');
        for (var index = 1; index < segments.Length; index++)
        {
            if (SuggestSegment(segments[index], isLast: index == segments.Length - 1) is not { } segment) return null;
            segments[index] = segment;
        }

        var suggested = head + string.Join("/", segments);
        return suggested != text && RoutePattern.TryParse(suggested, out var pattern, out _) && FindIn(pattern!) == null ? suggested : null;
    }

    private static string? FindMethod(RoutePattern pattern)
    {
        if (pattern.Method is "*" or "ANY" or "ALL" || pattern.Method.IndexOf('|') >= 0)
            return "'" + pattern.Method + "' is one method here; a pattern without a method serves all methods";
        foreach (var method in Methods)
        {
            if (string.Equals(pattern.Method, method, StringComparison.OrdinalIgnoreCase) && pattern.Method != method)
                return "methods are case-sensitive, and clients send " + method;
            if (pattern.Method.Length == 0 && string.Equals(pattern.Host, method, StringComparison.OrdinalIgnoreCase))
                return "'" + pattern.Host + "' is a host here; a blank separates a method from its path, as in \"" + method + " /\"";
        }

        return null;
    }

    private static string? FindHost(string host)
    {
        if (host == "~") return "'~' is a host here; a path must begin with a slash";
        if (host.Length > 2 && host[0] == '[' && host.IndexOf(':') < 0) return "'" + host + "' is a host here, and is not replaced";
        if (host.Length != 0 && host[0] == '*') return "'" + host + "' is a host here; hosts cannot contain wildcards";
        if (IsWord(host)) return "'" + host + "' is a host here; a path begins with a slash";
        return PortStart(host) >= 0 ? "hosts are compared without their port" : null;
    }

    // A name without a dot is more often the first segment of a path than a host.
    private static bool IsWord(string host) => host.Length != 0 && host != "localhost" && host.IndexOfAny(['.', ':']) < 0;

    private static string? FindSegment(string text)
    {
        if (text.Length == 0) return null;
        if (text[0] == '*' && IsName(text.TrimStart('*')))
            return "'" + text + "' is plain text here; {name} is one segment, {name...} the rest of the path";
        if (text.Length > 1 && text[0] == ':' && IsName(text.Substring(1)))
            return "'" + text + "' is plain text here; a wildcard is {" + text.Substring(1) + "}";
        if (IsIn('<', '>', text))
            return "'" + text + "' is plain text here; a wildcard is {" + NameIn(text.Substring(1, text.Length - 2)) + "}";
        if (IsIn('[', ']', text))
            return "'" + text + "' is plain text here and is not replaced; a wildcard is {" + NameIn(text.Substring(1, text.Length - 2))
                + "}";
        return text.StartsWith(Escaped, StringComparison.OrdinalIgnoreCase) && text.EndsWith("%7D", StringComparison.OrdinalIgnoreCase)
            ? "a pattern is decoded text, so '" + text + "' matches escaped percent signs; a wildcard is {"
                + NameIn(text.Substring(3, text.Length - 6)) + "}"
            : null;
    }

    private static string? SuggestHead(string head)
    {
        var blank = head.LastIndexOfAny([' ', '\t']);
        var (method, host) = blank < 0 ? ("", head) : (head.Substring(0, blank).Trim(), head.Substring(blank + 1));
        foreach (var known in Methods)
        {
            if (string.Equals(method, known, StringComparison.OrdinalIgnoreCase)) method = known;
            if (method.Length == 0 && string.Equals(host, known, StringComparison.OrdinalIgnoreCase)) (method, host) = (known, "");
        }

        if (host.Length != 0 && host[0] == '[' && host.IndexOf(':') < 0) return null;
        if (host == "~") host = "";
        if (IsWord(host)) host = "/" + host;
        if (PortStart(host) is >= 0 and var port) host = host.Substring(0, port);
        return method.Length == 0 ? host : method + " " + host;
    }

    private static string? SuggestSegment(string text, bool isLast)
    {
        if (text.StartsWith("{*", StringComparison.Ordinal) && text.EndsWith("}", StringComparison.Ordinal))
            return isLast ? "{" + NameIn(text.Substring(1, text.Length - 2).TrimStart('*')) + "...}" : null;
        if (text.StartsWith("{", StringComparison.Ordinal) && text.EndsWith("}", StringComparison.Ordinal))
        {
            var name = text.Substring(1, text.Length - 2);
            return name.IndexOfAny(['?', '=']) >= 0 ? null : name.IndexOf(':') > 0 ? "{" + NameIn(name) + "}" : text;
        }

        if (text.Length == 0 || FindSegment(text) == null) return text;
        if (text[0] == '[') return null;
        if (text[0] == '*') return isLast ? "{" + NameIn(text.TrimStart('*')) + "...}" : "{" + NameIn(text.TrimStart('*')) + "}";
        if (text[0] == ':') return "{" + text.Substring(1) + "}";
        return "{" + NameIn(text[0] == '<' ? text.Substring(1, text.Length - 2) : text.Substring(3, text.Length - 6)) + "}";
    }

    // Returns the name in name:constraint or type:name, or "any" if there is none.
    private static string NameIn(string text)
    {
        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text.Substring(0, colon);
        if (colon >= 0 && name is "int" or "string" or "path" or "uuid" or "float") name = text.Substring(colon + 1);
        return name.Length != 0 && IsName(name) ? name : "any";
    }

    // The empty name is accepted, because "*" has no name.
    private static bool IsName(string text)
    {
        for (var index = 0; index < text.Length; index++)
            if (text[index] != '_' && !(index == 0 ? char.IsLetter(text[index]) : char.IsLetterOrDigit(text[index]))) return false;
        return true;
    }

    private static bool IsIn(char open, char close, string text) =>
        text.Length > 2 && text[0] == open && text.IndexOf(close) == text.Length - 1;

    // Returns the position of ":8080", or -1 if the host has no port. The host may be empty. An IPv6 address can have a port only if it is
    // in brackets.
    private static int PortStart(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon < 0 || colon == host.Length - 1 || (host.IndexOf(':') != colon && host[colon - 1] != ']')) return -1;
        for (var index = colon + 1; index < host.Length; index++)
            if (host[index] is < '0' or > '9') return -1;
        return colon;
    }
}
