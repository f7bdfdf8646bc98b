namespace RouteGen.Routing;

/// <summary>Result of routing a request.</summary>
/// <param name="handler">The handler.</param>
/// <param name="pattern">The pattern to report, or empty for none.</param>
/// <param name="entry">The entry that matched. Null if the mux itself responds.</param>
internal readonly struct Routed(IHandler handler, string pattern = "", MuxEntry? entry = null)
{
    internal IHandler Handler { get; } = handler;

    internal string Pattern { get; } = pattern;

    internal MuxEntry? Entry { get; } = entry;

    private IHandler OwnHandler => Handler is RedirectHandler redirect ? redirect.BehindMount() : Handler;

    /// <summary>Returns the result for a mounted mux: patterns and redirects are relative to the outermost mux.</summary>
    internal Routed In(MountPoint mount) => new(
        Handler is RedirectHandler redirect ? redirect.Below(mount.Path) : Entry?.MountedHandler ?? Handler, mount.PatternOf(Pattern),
        Entry);

    /// <summary>Returns the result with the middleware of the table added if the mux itself responds.</summary>
    internal Routed Behind(MatchTable? compiled, bool isMounted) =>
        Entry is not null || compiled is null ? this : new(compiled.InFrontOf(OwnHandler, isMounted), Pattern);

    internal static Routed To(MuxEntry entry) => new(entry.Handler, entry.Pattern, entry);
}
