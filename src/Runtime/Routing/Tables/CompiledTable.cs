// The look-up in the data of a generated table. The generated class is data plus one call of the constructor here; the algorithm is here,
// where it has tests and a debugger.
//
// Groups. Group 0 is the patterns without a host; every host that patterns name has a group of its own, one more than its index among
// the hosts. A request is looked up in its host's group first, then in group 0: exact, then wildcards and the longest prefix, each time.
//
// Indexes. Key i of the exact index is entry exactFirsts[i], and the entries up to exactFirsts[i + 1] have the same path and other methods;
// the more specific method comes first. Without exactFirsts key i is entry i. The same goes for prefixes, counted from the first prefix
// entry.
//
// Lines. An entry whose handler a line of the program registers (Http.HandleFunc with a constant pattern) is there from the start, and
// admits no method until the line runs: look-up passes it over as it does an entry for another method. A line that runs makes the next
// table, which differs in that entry, so that a request keeps the table that it began with.
using System.ComponentModel;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>A match table that was laid out when the program was compiled. A base class for generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledTable : MatchTable
{
    // The generated entries, which never change; a copy that With makes differs in one.
    private MuxEntry[] _entries;
    private readonly int _prefixStart;
    private readonly PathIndex? _exact;

    // The exact paths, if no pattern has a host, no two the same path, and the hash reads paths at one place; and the entry of each slot's
    // path.
    private readonly PathIndex? _plain;
    private MuxEntry[] _plainEntries;

    private readonly PrefixIndex? _prefixes;
    private readonly SegmentTrie? _wildcards;
    private readonly PathIndex? _hosts;
    private readonly ushort[]? _exactFirsts;
    private readonly ushort[]? _prefixFirsts;
    private readonly Func<IHandler, IHandler>? _middleware;
    private readonly Func<IHandler, IHandler>? _mountedMiddleware;

    /// <summary>Takes the data that the generator has laid out.</summary>
    /// <param name="assemblyName">The assembly the table was generated into.</param>
    /// <param name="entries">The entries, in the order of a match table.</param>
    /// <param name="exactCount">Number of them that are exact.</param>
    /// <param name="wildcardCount">Number of them that have wildcards.</param>
    /// <param name="exact">The exact paths, or null if there are none.</param>
    /// <param name="exactFirsts">The first entry of each exact path, and the end of the last one's. Empty if each path has one
    /// entry.</param>
    /// <param name="wildcards">The entries with wildcards, or null if there are none.</param>
    /// <param name="prefixes">The prefixes, or null if there are none.</param>
    /// <param name="prefixFirsts">Like <paramref name="exactFirsts"/>, for prefixes.</param>
    /// <param name="hosts">The hosts that patterns name, in group 0: a host's index plus one is its group. Null if there are none.</param>
    /// <param name="middleware">Puts the middleware of all handlers in front of one of the mux's own responses, such as a 404. Null if
    /// there is none.</param>
    /// <param name="mountedMiddleware">The same below a mount, where the assembly's middleware has run already. Null if it is the same as
    /// elsewhere.</param>
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

        // The host has no exact entry: look for the best of its other entries; then in the group without a host, exact entries first.
        match.Entry = group == 0 ? null : FindInexact(group, query);
        match.Entry ??= generic ?? FindInexact(0, query);
        if (IsClassic && !match.HasExactForm) match.SlashForm = FindSlashForm(group, query.Path);
    }

    /// <summary>
    /// Checks that the muxes which are mounted in this one exist. Overridden by generated code if there are any.
    /// </summary>
    /// <exception cref="InvalidOperationException">A member that holds one is null; the message names it.</exception>
    public virtual void CheckMounts()
    {
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Every request calls this first. It consists of inlined parts, with no call except the last one, so that it saves no registers; and
    /// the entry is stored next to its slot, so that the processor fetches it while it compares the path.
    /// </remarks>
    internal sealed override MuxEntry? FindExact(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method)
    {
        if (_plain is not { } plain) return FindExactOfNoHost(path, method);
        var slot = plain.FindSlotAtOne(path);
        var entries = _plainEntries;
        return (uint)slot >= (uint)entries.Length ? null : entries[slot].AdmitsAll ? entries[slot] : entries[slot].IfAdmitted(method);
    }

    /// <summary>The table in which an entry has its handler, and takes part in matching.</summary>
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

    // The longest prefix that admits the method. Most admit every one, and then the first look is the last.
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

    // A path that already ends in a slash, or is empty, is never redirected to one with another slash. Called only for classic patterns,
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
