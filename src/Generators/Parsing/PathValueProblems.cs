// Compares the path values that a handler reads with the values that its patterns capture (RG0104, RG0105).
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class PathValueProblems
{
    /// <summary>Adds the problems of a method whose patterns are valid.</summary>
    /// <param name="name">Display name of the method.</param>
    /// <param name="patterns">The patterns that this declaration registers, with their locations.</param>
    /// <param name="all">All valid patterns of the method.</param>
    /// <param name="reads">The values that the method's body reads.</param>
    /// <param name="isFirst">True for the first kind of attribute on the method. Unknown values are reported only for this kind.</param>
    /// <param name="hasMiddleware">True if the handler has middleware, which may read the values.</param>
    /// <param name="problems">Receives the problems.</param>
    internal static void Add(
        string name, List<(RoutePattern Pattern, LocationInfo Location)> patterns, IEnumerable<RoutePattern> all, PathValueReads reads,
        bool isFirst, bool hasMiddleware, List<DiagnosticInfo> problems)
    {
        if (!reads.MayReadMore && !hasMiddleware)
        {
            foreach (var (pattern, location) in patterns)
                foreach (var captured in UnreadNames(pattern, reads))
                    problems.Add(DiagnosticInfo.At(location, DiagnosticIds.UnreadWildcard, name, captured, Literals.Escape(pattern.Text)));
        }

        if (!isFirst || reads.SetsValues || reads.Names.Count == 0) return;
        string[] known = [.. all.SelectMany(NamesOf).Distinct(StringComparer.Ordinal)];
        foreach (var (read, argument) in reads.Names)
            if (!known.Contains(read, StringComparer.Ordinal)) problems.Add(At(argument, name, read, RemedyFor(read, known)));
    }

    /// <summary>Returns the valid patterns of a method.</summary>
    internal static IEnumerable<RoutePattern> PatternsOf(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (RouteAttributes.PatternOf(method, attribute) is { } text && RoutePattern.TryParse(text, out var pattern, out _))
                yield return pattern!;
    }

    /// <summary>Returns true if a method with exactly these patterns has a problem or may have one.</summary>
    internal static bool HasAny(RoutePattern[] patterns, PathValueReads reads)
    {
        if (reads.IsOpen) return true;
        if (!reads.MayReadMore)
        {
            foreach (var pattern in patterns)
                foreach (var segment in pattern.Segments)
                    if (IsName(segment) && IsUnread(segment.Text, reads)) return true;
        }

        if (reads.SetsValues) return false;
        foreach (var (read, _) in reads.Names)
            if (!IsCaptured(read, patterns)) return true;
        return false;
    }

    private static bool IsCaptured(string name, RoutePattern[] patterns)
    {
        foreach (var pattern in patterns)
            foreach (var segment in pattern.Segments)
                if (IsName(segment) && segment.Text == name) return true;
        return false;
    }

    private static IEnumerable<string> UnreadNames(RoutePattern pattern, PathValueReads reads) =>
        NamesOf(pattern).Where(captured => IsUnread(captured, reads));

    private static bool IsUnread(string captured, PathValueReads reads)
    {
        if (captured[0] == '_') return false;
        foreach (var (read, _) in reads.Names)
            if (read == captured) return false;
        return true;
    }

    private static string RemedyFor(string read, string[] known)
    {
        if (known.FirstOrDefault(name => name.Equals(read, StringComparison.OrdinalIgnoreCase)) is { } other)
            return "names are case-sensitive, so read " + Literals.Quote(other);
        var query = "read a query parameter with r.Query.Get(" + Literals.Quote(read) + ")";
        var add = RoutePattern.TryParse("/{" + read + "}", out _, out _) ? "add '/{" + read + "}' to a pattern, or " : "";
        return (known.Length == 0 ? "" : "read " + Literals.Quote(known[0]) + (add.Length == 0 ? " or " : ", ")) + add + query;
    }

    private static DiagnosticInfo At(ArgumentSyntax argument, string method, string read, string remedy) =>
        DiagnosticInfo.At(
            LocationInfo.From(argument.GetLocation()), DiagnosticIds.UnknownPathValue, method, Literals.Escape(read), remedy);

    private static IEnumerable<string> NamesOf(RoutePattern pattern) => pattern.Segments
        .Where(IsName)
        .Select(static segment => segment.Text);

    private static bool IsName(RouteSegment segment) =>
        segment.Kind is SegmentKind.Wildcard or SegmentKind.Tail && segment.Text.Length != 0;
}
