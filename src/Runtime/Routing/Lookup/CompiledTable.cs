// What a generated table does with its data. The generated class is data plus one call, of the constructor here; the algorithm is here,
// where it has tests and a debugger.
//
// Groups. Group 0 is the patterns without a host; every host that patterns name has a group of its own, one more than its index among
// the hosts. A request is looked up in its host's group first, then in group 0: exact, then the longest prefix, each time.
//
// Indexes. The exact index answers an index into Entries; the prefix index one that counts from ExactCount.
using System.ComponentModel;

namespace RouteGen;

/// <summary>A match table that was laid out when the program was compiled. Generated code derives from it; a program does not.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledTable : MatchTable
{
    private readonly MuxEntry[] _entries;
    private readonly PathIndex? _exact;
    private readonly PrefixIndex? _prefixes;
    private readonly PathIndex? _hosts;

    /// <summary>Takes what the generator has laid out.</summary>
    /// <param name="assemblyName">The assembly the table was generated into.</param>
    /// <param name="entries">The entries, in the order of a match table.</param>
    /// <param name="exactCount">How many of them are exact.</param>
    /// <param name="exact">The exact paths, by the indexes of their entries; null: there is none.</param>
    /// <param name="prefixes">The prefixes, by the indexes of their entries, less <paramref name="exactCount"/>; null: there is none.</param>
    /// <param name="hosts">The hosts that patterns name, in group 0: a host's index plus one is its group. Null: there is none.</param>
    protected CompiledTable(string assemblyName, MuxEntry[] entries, int exactCount, PathIndex? exact, PrefixIndex? prefixes, PathIndex? hosts)
    {
        AssemblyName = assemblyName;
        _entries = entries;
        ExactCount = exactCount;
        _exact = exact;
        _prefixes = prefixes;
        _hosts = hosts;
    }

    /// <inheritdoc/>
    public sealed override string AssemblyName { get; }

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<MuxEntry> Entries => _entries;

    /// <inheritdoc/>
    public sealed override int ExactCount { get; }

    /// <inheritdoc/>
    public sealed override void Match(in RouteQuery query, ref RouteMatch match)
    {
        match = default;
        var path = query.Path;
        var group = _hosts is null || query.Host.IsEmpty ? 0 : _hosts.Find(0, query.Host) + 1;
        if (FindExact(group, path) is { } own)
        {
            match.Entry = own;
            match.HasExactForm = true;
            return;
        }

        var generic = group == 0 ? null : FindExact(0, path);
        match.HasExactForm = generic is not null;
        if (_prefixes is null)
        {
            match.Entry = generic;
            return;
        }

        // Once the host has no exact entry: its longest prefix; then nobody's host, exact before prefix.
        match.Entry = group == 0 ? null : FindBelow(_prefixes, group, path);
        match.Entry ??= generic ?? FindBelow(_prefixes, 0, path);
        if (!match.HasExactForm) match.SlashForm = FindSlashForm(_prefixes, group, path);
    }

    private MuxEntry? FindExact(int group, ReadOnlySpan<byte> path) =>
        _exact is not null && _exact.Find(group, path) is >= 0 and var index ? _entries[index] : null;

    private MuxEntry? FindBelow(PrefixIndex prefixes, int group, ReadOnlySpan<byte> path) =>
        prefixes.FindLongest(group, path) is >= 0 and var index ? _entries[ExactCount + index] : null;

    // A path that ends in a slash is never redirected to one with another, and neither is no path at all.
    private MuxEntry? FindSlashForm(PrefixIndex prefixes, int group, ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[^1] == (byte)'/') return null;
        var index = prefixes.Find(group, path);
        if (index < 0 && group != 0) index = prefixes.Find(0, path);
        return index >= 0 ? _entries[ExactCount + index] : null;
    }
}
