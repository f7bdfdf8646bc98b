// Look-up in a generated table. The generated class has only data; the algorithm is here, where it can be tested and debugged.
//
// Groups: group 0 has the patterns without a host. The group of each host in a pattern is its index among the hosts plus one. A request is
// looked up in the group of its host, then in group 0; in each, first among exact entries, then among wildcards and prefixes.
//
// Indexes: key i of the exact index refers to the entries from exactFirsts[i] to exactFirsts[i + 1], which have the same path and different
// methods, the more specific method first. Without exactFirsts, key i refers to entry i. The same applies to prefixes, whose indexes are
// relative to the first prefix entry.
//
// Intercepted calls: the entry of a call (Http.HandleFunc with a constant pattern) is in the table from the start, but admits no method
// until the call runs, so that look-ups skip it like an entry for another method. The call creates a new table that differs in this entry,
// so that requests in progress are not affected.
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A match table that was generated when the program was compiled. Base class of generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledTable : MatchTable
{
    // The entries. Immutable; With returns a table with a changed copy.
    private MuxEntry[] _entries;
    private readonly int _prefixStart;
    private readonly PathIndex? _exact;

    // The exact paths for FindExact, and the entry of each slot. Null and empty if a pattern has a host, if two patterns have the same
    // path, or if the hash reads paths at more than one position.
    private readonly PathIndex? _plain;
    private MuxEntry[] _plainEntries;

    private readonly PrefixIndex? _prefixes;
    private readonly SegmentTrie? _wildcards;
    private readonly PathIndex? _hosts;
    private readonly ushort[]? _exactFirsts;
    private readonly ushort[]? _prefixFirsts;
    private readonly Func<IHandler, IHandler>? _middleware;
    private readonly Func<IHandler, IHandler>? _mountedMiddleware;

    /// <summary>Creates a table from generated data.</summary>
    /// <param name="assemblyName">The assembly that contains the table.</param>
    /// <param name="entries">The entries, in the order of a match table.</param>
    /// <param name="exactCount">Number of exact entries.</param>
    /// <param name="wildcardCount">Number of entries with wildcards.</param>
    /// <param name="exact">The exact paths, or null if there are none.</param>
    /// <param name="exactFirsts">The first entry of each exact path, and the end of the last path's entries. Empty if each path has one
    /// entry.</param>
    /// <param name="wildcards">The entries with wildcards, or null if there are none.</param>
    /// <param name="prefixes">The prefixes, or null if there are none.</param>
    /// <param name="prefixFirsts">Like <paramref name="exactFirsts"/>, for prefixes.</param>
    /// <param name="hosts">The hosts of patterns, all in group 0. The group of a host's patterns is its index plus one. Null if no pattern
    /// has a host.</param>
    /// <param name="middleware">Adds the middleware that all handlers share to a response of the mux itself, such as a 404. Null if there
    /// is none.</param>
    /// <param name="mountedMiddleware">Same as <paramref name="middleware"/>, but for requests below a mount: without the assembly's
    /// middleware, which has already run. Null if it is the same.</param>
    protected CompiledTable(
        string assemblyName,
        MuxEntry[] entries,
        int exactCount,
        int wildcardCount,
        PathIndex? exact,
        ReadOnlySpan<ushort> exactFirsts,
        SegmentTrie? wildcards,
        PrefixIndex? prefixes,
        ReadOnlySpan<ushort> prefixFirsts,
        PathIndex? hosts,
        Func<IHandler, IHandler>? middleware = null,
        Func<IHandler, IHandler>? mountedMiddleware = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        AssemblyName = assemblyName;
        _entries = entries;
        ExactCount = exactCount;
        _prefixStart = exactCount + wildcardCount;
        _exact = exact;
        _exactFirsts = exactFirsts.IsEmpty ? null : exactFirsts.ToArray();
        _plain = hosts is null && exactFirsts.IsEmpty && exact is { IsAtOne: true } ? exact : null;
        _plainEntries = EntriesBySlot();
        _wildcards = wildcards;
        _prefixes = prefixes;
        _prefixFirsts = prefixFirsts.IsEmpty ? null : prefixFirsts.ToArray();
        _hosts = hosts;
        _middleware = middleware;
        _mountedMiddleware = mountedMiddleware;
        foreach (var entry in entries)
            if (entry.IsRegistered) CountIn(entry);
    }

    /// <inheritdoc/>
    public sealed override string AssemblyName { get; }

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<MuxEntry> Entries => _entries;

    /// <inheritdoc/>
    public sealed override int ExactCount { get; }

    private ReadOnlySpan<MuxEntry> WildcardEntries => _entries.AsSpan(ExactCount, _prefixStart - ExactCount);

    /// <inheritdoc/>
    public sealed override void Match(in RouteQuery query, ref RouteMatch match)
    {
        match = default;
        var group = GroupOf(query.Host);
        if (FindExact(group, query.Path, query.Method) is { } own)
        {
            match.Entry = own;
            match.HasExactForm = true;
            return;
        }

        var generic = group == 0 ? null : FindExact(0, query.Path, query.Method);
        match.HasExactForm = generic is not null;
        if (_prefixes is null && _wildcards is null)
        {
            match.Entry = generic;
            return;
        }

        // Without an exact entry of the host, the match is its best other entry or, if there is none, the best entry without a host.
        match.Entry = group == 0 ? null : FindInexact(group, query);
        match.Entry ??= generic ?? FindInexact(0, query);
        if (IsClassic && !match.HasExactForm) match.SlashForm = FindSlashForm(group, query.Path);
    }

    /// <summary>
    /// Checks that no member with a mounted mux is null. Overridden by generated code if there are such members.
    /// </summary>
    /// <exception cref="InvalidOperationException">A member is null. The message names it.</exception>
    public virtual void CheckMounts()
    {
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Called first for every request. All parts except the last call are inlined, so that no registers are saved. Entries are stored by
    /// slot, so that the processor can fetch an entry while it compares the path.
    /// </remarks>
    internal sealed override MuxEntry? FindExact(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method)
    {
        if (_plain is not { } plain) return FindExactOfNoHost(path, method);
        var slot = plain.FindSlotAtOne(path);
        var entries = _plainEntries;
        return (uint)slot >= (uint)entries.Length ? null : entries[slot].AdmitsAll ? entries[slot] : entries[slot].IfAdmitted(method);
    }

    /// <summary>Returns a table in which an entry is registered with a handler.</summary>
    /// <param name="index">The index of an entry that is not registered.</param>
    /// <param name="handler">The handler.</param>
    internal CompiledTable With(int index, IHandler handler)
    {
        var next = (CompiledTable)MemberwiseClone();
        next._entries = [.. _entries];
        next._entries[index] = _entries[index].WithHandler(handler);
        next._plainEntries = next.EntriesBySlot();
        next.CountIn(next._entries[index]);
        return next;
    }

    internal sealed override IHandler InFrontOf(IHandler own, bool isMounted) =>
        ((isMounted ? _mountedMiddleware : null) ?? _middleware)?.Invoke(own) ?? own;

    internal sealed override void AddMethods(in RouteQuery query, ref AllowedMethods methods)
    {
        var group = GroupOf(query.Host);
        if (group != 0) AddMethods(group, query, ref methods);
        AddMethods(0, query, ref methods);
    }

    private MuxEntry[] EntriesBySlot()
    {
        if (_plain is null) return [];
        var entries = new MuxEntry[_plain.SlotCount];
        for (var slot = 0; slot < entries.Length; slot++) entries[slot] = _entries[_plain.KeyAt(slot)];
        return entries;
    }

    private MuxEntry? FindExactOfNoHost(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method) =>
        _hosts is null ? FindExact(0, path, method) : null;

    private void CountIn(MuxEntry entry)
    {
        IsClassic &= entry.IsClassic;
        HasMethods |= entry.Method.Length > 0;
        HasHosts |= entry.Host.Length > 0;
    }

    private int GroupOf(ReadOnlySpan<byte> host) => _hosts is null || host.IsEmpty ? 0 : _hosts.Find(0, host) + 1;

    private MuxEntry? FindExact(int group, ReadOnlySpan<byte> path, ReadOnlySpan<byte> method)
    {
        if (_exact is null || _exact.Find(group, path) is not (>= 0 and var key)) return null;
        return _exactFirsts is null ? _entries[key].IfAdmitted(method) : Choose(_exactFirsts[key], _exactFirsts[key + 1], method);
    }

    private MuxEntry? FindInexact(int group, in RouteQuery query)
    {
        if (_wildcards is null) return FindBelow(group, query);
        var wildcard = _wildcards.Find(group, query, WildcardEntries) is >= 0 and var index ? _entries[ExactCount + index] : null;
        return wildcard is { HasTail: false } ? wildcard : MatchTables.Better(wildcard, FindBelow(group, query));
    }

    // Returns the longest prefix that admits the method. Most prefixes admit all methods, so one look-up usually suffices.
    private MuxEntry? FindBelow(int group, in RouteQuery query)
    {
        if (_prefixes is null) return null;
        for (var below = int.MaxValue; ;)
        {
            var key = _prefixes.FindLongest(group, query.Path, below, out below);
            if (key < 0) return null;
            var (first, end) = PrefixRange(key);
            if (Choose(first, end, query.Method) is { } entry) return entry;
        }
    }

    private MuxEntry? Choose(int first, int end, ReadOnlySpan<byte> method)
    {
        for (var index = first; index < end; index++)
            if (_entries[index].Admits(method)) return _entries[index];
        return null;
    }

    private (int First, int End) PrefixRange(int key) => _prefixFirsts is null
        ? (_prefixStart + key, _prefixStart + key + 1)
        : (_prefixStart + _prefixFirsts[key], _prefixStart + _prefixFirsts[key + 1]);

    // Returns the entry for the path with a slash added, unless the path is empty or ends in a slash. Called only for classic patterns,
    // which admit all methods.
    private MuxEntry? FindSlashForm(int group, ReadOnlySpan<byte> path)
    {
        if (_prefixes is null || path.IsEmpty || path[^1] == (byte)'/') return null;
        var own = group == 0 ? null : FindPrefix(group, path);
        return own ?? FindPrefix(0, path);
    }

    private MuxEntry? FindPrefix(int group, ReadOnlySpan<byte> key)
    {
        if (_prefixes!.Find(group, key) is not (>= 0 and var found)) return null;
        var (first, end) = PrefixRange(found);
        return Choose(first, end, default);
    }

    private void AddMethods(int group, in RouteQuery query, ref AllowedMethods methods)
    {
        if (_exact is not null && _exact.Find(group, query.Path) is >= 0 and var exact)
        {
            if (_exactFirsts is null) Add(exact, exact + 1, ref methods);
            else Add(_exactFirsts[exact], _exactFirsts[exact + 1], ref methods);
        }

        _wildcards?.AddMethods(group, query, WildcardEntries, ref methods);
        if (_prefixes is null) return;
        for (var below = int.MaxValue; _prefixes.FindLongest(group, query.Path, below, out below) is >= 0 and var prefix;)
        {
            var (first, end) = PrefixRange(prefix);
            Add(first, end, ref methods);
        }
    }

    private void Add(int first, int end, ref AllowedMethods methods)
    {
        for (var index = first; index < end; index++) methods.Add(_entries[index]);
    }
}
