// Go's published rules (net/http, "Patterns", "Precedence"), by brute force: what a pattern matches is a set of requests of a small world,
// and whether one is more specific is whether its set is smaller and within the other's. Shares no code with what it judges.
//
//   "If two patterns match a request, the most specific one takes precedence: P1 is more specific if it matches a strict subset of P2's
//   requests."
//   "If neither is more specific, the patterns conflict."
//   "There is one exception: if two patterns would otherwise conflict and one has a host while the other does not, the one with the host
//   wins."
namespace RouteGen.Tests;

/// <summary>A pattern of the small world, with a host.</summary>
/// <param name="Host">The host; empty: every host.</param>
/// <param name="Index">The pattern's method and path, in <see cref="PatternUniverse.Patterns"/>.</param>
internal sealed record WorldPattern(string Host, int Index)
{
    private string Bare => PatternUniverse.Patterns[Index].Text;

    /// <summary>The pattern as a program writes it.</summary>
    internal string Text =>
        Bare.Contains(' ', StringComparison.Ordinal) ? Bare.Replace(" ", " " + Host, StringComparison.Ordinal) : Host + Bare;

    /// <summary>Whether a request is for it.</summary>
    internal bool Matches(string host, int request) =>
        (Host.Length == 0 || Host == host) && PatternUniverse.Patterns[Index].Matches[request];
}

internal static class GoRules
{
    internal static readonly string[] Hosts = ["h.test", "other.test", "nobody.test"];

    /// <summary>Whether Go accepts a set, and each pattern in it has a request (which Go does not ask, and we do).</summary>
    internal static bool IsSound(IReadOnlyList<WorldPattern> set) =>
        set.GroupBy(static pattern => pattern.Host)
            .All(static host => PatternUniverse.IsSound([.. host.Select(static pattern => pattern.Index)]));

    /// <summary>The pattern of a sound set that serves a request; null: none.</summary>
    internal static WorldPattern? Best(IReadOnlyList<WorldPattern> set, string host, int request)
    {
        var matching = set.Where(pattern => pattern.Matches(host, request)).ToList();
        // With a host before without; of one host the sets lie one in the other, so that the smallest is the most specific.
        return matching.OrderBy(static pattern => pattern.Host.Length == 0).ThenBy(static pattern => SizeOf(pattern.Index))
            .FirstOrDefault();
    }

    private static int SizeOf(int index) => PatternUniverse.Patterns[index].Matches.Count(static matches => matches);
}
