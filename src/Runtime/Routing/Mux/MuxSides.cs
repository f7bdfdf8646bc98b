namespace RouteGen.Routing;

/// <summary>
/// Both sides of a mux as they are at one moment: a registration between two questions about one request changes nothing.
/// </summary>
internal readonly struct MuxSides(MatchTable? compiled, MatchTable? registered)
{
    /// <summary>
    /// True if redirects are decided as Go did before 1.22: as long as every pattern of the mux was valid then.
    /// </summary>
    internal bool IsClassic => compiled is not { IsClassic: false } && registered is not { IsClassic: false };

    /// <summary>True if it matters which host a request is for.</summary>
    internal bool HasHosts => compiled is { HasHosts: true } || registered is { HasHosts: true };

    private bool HasMethods => compiled is { HasMethods: true } || registered is { HasMethods: true };

    /// <summary>
    /// Returns the exact entry for a path and a method, if only the compiled side has patterns and the host does not matter. If null, call
    /// <see cref="Match"/>.
    /// </summary>
    internal MuxEntry? FindExact(ReadOnlySpan<byte> path, ReadOnlySpan<byte> method) =>
        registered is null ? compiled?.FindExact(path, method) : null;

    internal void Match(in RouteQuery query, ref RouteMatch match)
    {
        compiled?.Match(query, ref match);
        registered?.MatchAlso(query, ref match);
    }

    /// <summary>
    /// The methods that the path has, and those that it would have with a slash added, since a client of theirs is redirected there.
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
    /// The entry that the path is redirected to by adding a slash, if nothing matches the path exactly and that entry matches the form with
    /// the slash exactly; else null.
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
