namespace RouteGen.Routing;

/// <summary>
/// A consistent view of both sides of a mux, so that concurrent registrations do not affect a request that is being routed.
/// </summary>
internal readonly struct MuxSides(MatchTable? compiled, MatchTable? registered)
{
    /// <summary>
    /// True if every pattern of the mux was valid in Go before 1.22, so that redirects follow Go's rules of that time.
    /// </summary>
    internal bool IsClassic => compiled is not { IsClassic: false } && registered is not { IsClassic: false };

    /// <summary>True if a pattern has a host, so that the host of a request matters.</summary>
    internal bool HasHosts => compiled is { HasHosts: true } || registered is { HasHosts: true };

    private bool HasMethods => compiled is { HasMethods: true } || registered is { HasMethods: true };

    /// <summary>
    /// Returns the exact entry for a path and a method if only the compiled side has patterns and hosts do not matter. If the result is
    /// null, call <see cref="Match"/>.
    /// </summary>
    internal MuxEntry? FindExact(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method) =>
        registered is null ? compiled?.FindExact(path, method) : null;

    internal void Match(in RouteQuery query, ref RouteMatch match)
    {
        compiled?.Match(query, ref match);
        registered?.MatchAlso(query, ref match);
    }

    /// <summary>
    /// Adds the methods of the path, and of the path with a slash added, because requests with these methods are redirected there.
    /// </summary>
    internal void AddMethods(in RouteQuery query, ref AllowedMethods methods)
    {
        if (!HasMethods) return;
        AddMethodsOf(query, ref methods);
        if (query.Path is [.., (byte)'/']) return;
        using var slashed = new SlashedKey(query.Path, stackalloc byte[SlashedKey.ScratchBytes]);
        AddMethodsOf(new RouteQuery(query.Method, query.Host, slashed.Bytes), ref methods);
    }

    /// <summary>
    /// Returns the target of a slash redirect: the entry that exactly matches the path with a slash added, if no entry exactly matches the
    /// path. Null if there is none.
    /// </summary>
    /// <param name="query">The method, host and path.</param>
    /// <param name="entry">The entry that matches the path, or null for none.</param>
    internal MuxEntry? FindSlashForm(in RouteQuery query, MuxEntry? entry)
    {
        if (query.Path[^1] == '/' || (entry is not null && entry.IsExactFor(query.Path))) return null;
        using var slashed = new SlashedKey(query.Path, stackalloc byte[SlashedKey.ScratchBytes]);
        scoped var match = default(RouteMatch);
        Match(new RouteQuery(query.Method, query.Host, slashed.Bytes), ref match);
        return match.Entry is { } other && other.IsExactFor(slashed.Bytes) ? other : null;
    }

    private void AddMethodsOf(in RouteQuery query, ref AllowedMethods methods)
    {
        compiled?.AddMethods(query, ref methods);
        registered?.AddMethods(query, ref methods);
    }
}
