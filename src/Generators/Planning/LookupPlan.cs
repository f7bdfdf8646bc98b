using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>
/// The lookup data of a table. An index without keys is null. <c>CompiledTable</c> in the runtime documents the format.
/// </summary>
/// <param name="Exact">The exact paths, in the order of the table.</param>
/// <param name="ExactFirsts">The first entry of each exact path, then the number of entries. Empty if each path has one entry.</param>
/// <param name="Wildcards">The entries with wildcards.</param>
/// <param name="Prefixes">The prefixes without their trailing slash, in the order of the table.</param>
/// <param name="PrefixFirsts">The same as <paramref name="ExactFirsts"/>, for prefixes.</param>
/// <param name="PrefixLengths">The lengths of prefixes shorter than 64 bytes, as a bit set for each host group.</param>
/// <param name="LongPrefixLengths">The distinct lengths of prefixes of 64 bytes or more, in descending order.</param>
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
    /// <summary>The result if the layout failed.</summary>
    internal static readonly LookupPlan None = new(
        null, EquatableArray<ushort>.Empty, null, null, EquatableArray<ushort>.Empty, EquatableArray<ulong>.Empty,
        EquatableArray<int>.Empty, null);
}
