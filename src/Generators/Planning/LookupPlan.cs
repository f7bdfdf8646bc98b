using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>
/// The look-up data of a table; a part without keys is null. <c>CompiledTable</c> in the runtime documents how it is read.
/// </summary>
/// <param name="Exact">The exact paths, in the order of the table.</param>
/// <param name="ExactFirsts">The first entry of each exact path, and the end of the last one's. Empty if each path has one entry.</param>
/// <param name="Wildcards">The entries with wildcards.</param>
/// <param name="Prefixes">The prefixes without their last slash, in the order of the table.</param>
/// <param name="PrefixFirsts">Like <paramref name="ExactFirsts"/>, for prefixes.</param>
/// <param name="PrefixLengths">For each group, the prefix lengths below 64 as a bit set.</param>
/// <param name="LongPrefixLengths">The other lengths, each once, descending.</param>
/// <param name="Hosts">The hosts in ordinal order; the group of a host is its index plus one.</param>
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
    /// <summary>The plan for data that could not be laid out.</summary>
    internal static readonly LookupPlan None = new(
        null, EquatableArray<ushort>.Empty, null, null, EquatableArray<ushort>.Empty, EquatableArray<ulong>.Empty,
        EquatableArray<int>.Empty, null);
}
