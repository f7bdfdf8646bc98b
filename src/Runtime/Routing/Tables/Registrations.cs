// The patterns of both sides of a mux (ServeMux.cs), against which each new pattern is checked for conflicts. Created when the first
// pattern is registered at run time.
namespace RouteGen.Routing;

/// <summary>The entries of a mux by pattern, without conflicts. Not thread-safe.</summary>
internal sealed class Registrations
{
    private readonly PatternTree _patterns = new();
    private readonly Dictionary<RoutePattern, MuxEntry> _entryOf = [];

    /// <summary>
    /// Creates registrations of the registered entries of a compiled table, which the build has checked for conflicts.
    /// </summary>
    internal Registrations(MatchTable? compiled)
    {
        if (compiled is null) return;
        foreach (var entry in compiled.Entries)
            if (entry.IsRegistered) AddUnchecked(entry);
    }

    /// <summary>Adds an entry.</summary>
    /// <exception cref="InvalidOperationException">
    /// The entry conflicts with another one, would make a pattern unreachable, or would exceed the limit on shapes. It is not added.
    /// </exception>
    internal void Add(MuxEntry entry)
    {
        if (_patterns.FindConflict(entry.Parsed) is { } other) ThrowConflict(_entryOf[other], entry);
        if (_patterns.FindUnreachable(entry.Parsed, out var coveredBy) is { } unreachable)
            throw Unreachable(_entryOf[unreachable], coveredBy == entry.Parsed ? entry : _entryOf[coveredBy!], entry);
        if (!_patterns.HasRoomFor(entry.Parsed))
        {
            throw new InvalidOperationException(
                $"The pattern \"{entry.Pattern}\" (at {Place(entry)}) cannot be registered: the patterns of its host would have more "
                    + $"than {ConflictIndex.ShapeCountMax} shapes (sequences of literal segments and wildcards). The number of patterns "
                    + "with the same shape is not limited.");
        }

        AddUnchecked(entry);
    }

    /// <summary>Creates the exception for a pattern that is registered twice.</summary>
    internal static InvalidOperationException Twice(MuxEntry first, MuxEntry second) =>
        new($"The pattern \"{second.Pattern}\" is registered twice: at {Place(first)} and at {Place(second)}.");

    private void AddUnchecked(MuxEntry entry)
    {
        _patterns.Add(entry.Parsed);
        _entryOf.Add(entry.Parsed, entry);
    }

    private static void ThrowConflict(MuxEntry first, MuxEntry second)
    {
        if (first.Pattern == second.Pattern) throw Twice(first, second);
        throw new InvalidOperationException(
            $"The pattern \"{second.Pattern}\" (at {Place(second)}) conflicts with \"{first.Pattern}\" (at {Place(first)}): " +
            $"both match {RouteWitness.Of(first.Parsed, second.Parsed)}, and neither is more specific.");
    }

    private static InvalidOperationException Unreachable(MuxEntry unreachable, MuxEntry coveredBy, MuxEntry added) => new(
        $"With \"{added.Pattern}\" (at {Place(added)}) the pattern \"{unreachable.Pattern}\" (at {Place(unreachable)}) would serve "
            + $"no request: " +
        $"more specific patterns match every request that it matches; for example, " +
        $"{RouteWitness.Of(unreachable.Parsed, coveredBy.Parsed)} goes to \"{coveredBy.Pattern}\" (at {Place(coveredBy)}).");

    private static string Place(MuxEntry entry) => entry.Source.Length == 0 ? "an unknown location" : entry.Source;
}
