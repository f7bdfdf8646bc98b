using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data that stands beside a table; null parts have no key. <c>CompiledTable</c> in the runtime says how it is read.</summary>
/// <param name="Exact">The exact paths, in the order of the table.</param>
/// <param name="ExactFirsts">The first entry of each exact path, and where the last one's end; empty: each has one entry.</param>
/// <param name="Wildcards">The entries with wildcards.</param>
/// <param name="Prefixes">The prefixes without their last slash, in the order of the table.</param>
/// <param name="PrefixFirsts">As <paramref name="ExactFirsts"/>, for prefixes.</param>
/// <param name="PrefixLengths">For each group, the prefix lengths below 64 as a bit set.</param>
/// <param name="LongPrefixLengths">The others, each once, descending.</param>
/// <param name="Hosts">The hosts, ordinally; one's group is its index plus one.</param>
internal sealed record LookupPlan(
    PathIndexData? Exact,
    EquatableArray<ushort> ExactFirsts,
    TrieData? Wildcards,
    PathIndexData? Prefixes,
    EquatableArray<ushort> PrefixFirsts,
    EquatableArray<ulong> PrefixLengths,
    EquatableArray<int> LongPrefixLengths,
    PathIndexData? Hosts)
{
    /// <summary>Stands for data that could not be laid out.</summary>
    internal static readonly LookupPlan None = new(
        null, EquatableArray<ushort>.Empty, null, null, EquatableArray<ushort>.Empty, EquatableArray<ulong>.Empty,
        EquatableArray<int>.Empty, null);
}
