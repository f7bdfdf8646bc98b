// The one grammar of patterns, [METHOD ][HOST]/PATH. The generator compiles the files of this folder too (as netstandard2.0), so that a
// pattern it accepts is a pattern the mux accepts, and a conflict is one on both sides: they use nothing that only one of the two has.
//
// A pattern is decoded text: "/sp ace/" and "/é/" are written as such, and the percent sign of "/a%2Fb" is a percent sign.
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

    /// <summary>The path, segment by segment; at least one.</summary>
    public RouteSegment[] Segments { get; }

    /// <summary>
    /// Without a wildcard: the path that an exact pattern matches (<c>/a/</c> for <c>/a/{$}</c>), or the one below which a prefix pattern
    /// does, its slash included (<c>/a/</c> for <c>/a/{rest...}</c>). With one it means nothing.
    /// </summary>
    public string LiteralPath { get; }

    /// <summary>True if a segment is <c>{name}</c>.</summary>
    public bool HasWildcards { get; }

    /// <summary>True if it matches everything below its path too.</summary>
    public bool HasTail { get; }

    /// <summary>True if it is a literal path and everything below.</summary>
    public bool IsPrefix => HasTail && !HasWildcards;

    /// <summary>True if it is one literal path.</summary>
    public bool IsExact => !HasTail && !HasWildcards;

    /// <summary>
    /// True if Go had such patterns before 1.22: neither a method nor braces. Sets of only such patterns redirect as they did then.
    /// </summary>
    public bool IsClassic { get; }

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The pattern as written.</param>
    /// <param name="pattern">The pattern; null when it was refused.</param>
    /// <param name="error">Why it was refused, as a sentence that does not repeat the pattern, or empty if it was not.</param>
    public static bool TryParse(string text, out RoutePattern? pattern, out string error)
    {
        error = PatternParser.Parse(text, out pattern);
        return pattern != null;
    }

    /// <summary>True if requests of a method are for it: <c>GET</c> serves <c>HEAD</c> too.</summary>
    public bool Admits(string method) => Method.Length == 0 || Method == method || (Method == "GET" && method == "HEAD");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
