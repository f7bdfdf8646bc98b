// The grammar of patterns: [METHOD ][HOST]/PATH. The files of this folder are compiled into both the runtime and the generator
// (netstandard2.0), so both accept the same patterns and find the same conflicts.
//
// A pattern is decoded text: "/sp ace/" and "/é/" are written without escapes, and the percent sign of "/a%2Fb" matches a percent sign.
namespace RouteGen.Routing;

/// <summary>A parsed pattern.</summary>
internal sealed class RoutePattern
{
    internal RoutePattern(string text, string method, string host, string path, RouteSegment[] segments)
    {
        Text = text;
        Method = method;
        Host = host;
        Path = path;
        Segments = segments;
        LiteralPath = path;
        foreach (var segment in segments) HasWildcards |= segment.Kind == SegmentKind.Wildcard;

        var last = segments[segments.Length - 1];
        HasTail = last.Kind == SegmentKind.Tail;
        var isBraced = last.Kind == SegmentKind.End || (HasTail && last.Text.Length > 0);
        if (isBraced) LiteralPath = path.Substring(0, path.LastIndexOf('/') + 1);
        IsClassic = method.Length == 0 && !HasWildcards && !isBraced;
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The method. Empty means every method.</summary>
    public string Method { get; }

    /// <summary>The host. Empty means every host.</summary>
    public string Host { get; }

    /// <summary>The path as written, which begins with a slash.</summary>
    public string Path { get; }

    /// <summary>The segments of the path; at least one.</summary>
    public RouteSegment[] Segments { get; }

    /// <summary>
    /// For an exact pattern, the path that it matches (<c>/a/</c> for <c>/a/{$}</c>). For a prefix, the path up to and including the slash
    /// before its tail (<c>/a/</c> for <c>/a/{rest...}</c>). Meaningless if <see cref="HasWildcards"/>.
    /// </summary>
    public string LiteralPath { get; }

    /// <summary>True if a segment is <c>{name}</c>. <c>{name...}</c> does not count.</summary>
    public bool HasWildcards { get; }

    /// <summary>True if the pattern ends with a slash or with <c>{name...}</c>, and so matches everything below its path.</summary>
    public bool HasTail { get; }

    /// <summary>True if the pattern matches a literal path and everything below it.</summary>
    public bool IsPrefix => HasTail && !HasWildcards;

    /// <summary>True if the pattern matches one literal path.</summary>
    public bool IsExact => !HasTail && !HasWildcards;

    /// <summary>
    /// True if the pattern has neither a method nor braces, like all patterns of Go before 1.22. A set of only such patterns redirects as
    /// Go did then.
    /// </summary>
    public bool IsClassic { get; }

    /// <summary>Parses a pattern. Returns false if it is invalid.</summary>
    /// <param name="text">The pattern as written.</param>
    /// <param name="pattern">The parsed pattern, or null if it is invalid.</param>
    /// <param name="error">The error message, a sentence that does not repeat the pattern; empty if the pattern is valid.</param>
    public static bool TryParse(string text, out RoutePattern? pattern, out string error)
    {
        error = PatternParser.Parse(text, out pattern);
        return pattern != null;
    }

    /// <summary>Returns true if the pattern serves a method. <c>GET</c> also serves <c>HEAD</c>.</summary>
    public bool Admits(string method) => Method.Length == 0 || Method == method || (Method == "GET" && method == "HEAD");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
