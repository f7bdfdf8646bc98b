namespace RouteGen;

/// <summary>Host and path under which a mux is mounted. Handlers of the mux see URLs without that path.</summary>
/// <param name="Host">The host. Empty means every host.</param>
/// <param name="Path">The decoded path, without a trailing slash. Empty means the root.</param>
internal sealed record MountPoint(string Host, string Path)
{
    private readonly int _segmentCount = Path.AsSpan().Count('/');

    /// <summary>Returns the mount point of a mux that is mounted at <paramref name="inner"/> in the mux of this mount point.</summary>
    internal MountPoint Below(MountPoint inner) => new(Host.Length > 0 ? Host : inner.Host, Path + inner.Path);

    /// <summary>Returns a pattern of the mounted mux as a pattern of the outermost mux. An empty pattern stays empty.</summary>
    internal string PatternOf(string pattern)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return pattern;
        var hasHost = slash > 0 && pattern[slash - 1] is not (' ' or '\t');
        return string.Concat(pattern.AsSpan(0, slash), hasHost ? "" : Host, Path, pattern.AsSpan(slash));
    }

    /// <summary>
    /// Returns true if <see cref="Strip"/> can remove the mount's path from an escaped path: the path has enough unescaped slashes.
    /// </summary>
    internal bool CanStrip(ReadOnlySpan<byte> escapedPath) =>
        _segmentCount == 0 || (!escapedPath.IsEmpty && escapedPath[0] == '/' && escapedPath.Count((byte)'/') > _segmentCount);

    /// <summary>
    /// Returns the URL without the mount's path. Null if an outer handler has changed the URL, so that it is not below the mount.
    /// </summary>
    internal Url? Strip(Url url)
    {
        if (_segmentCount == 0) return url;
        return PathPrefix.Strip(url, Path) is { Path: ['/', ..], RawPath: "" or ['/', ..] } rest ? rest : null;
    }
}
