namespace RouteGen;

/// <summary>Mount of the mux that serves a request. Its handlers see the request without the path of the mount.</summary>
/// <param name="Host">The host. Empty means every host.</param>
/// <param name="Path">The path, decoded and without the slash at its end. Empty means the root.</param>
internal sealed record MountPoint(string Host, string Path)
{
    private readonly int _segmentCount = Path.AsSpan().Count('/');

    /// <summary>A mount below this one.</summary>
    internal MountPoint Below(MountPoint inner) => new(Host.Length > 0 ? Host : inner.Host, Path + inner.Path);

    /// <summary>A pattern of the mux, or none, as the outermost mux has it.</summary>
    internal string PatternOf(string pattern)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return pattern;
        var hasHost = slash > 0 && pattern[slash - 1] is not (' ' or '\t');
        return string.Concat(pattern.AsSpan(0, slash), hasHost ? "" : Host, Path, pattern.AsSpan(slash));
    }

    /// <summary>True if <see cref="Strip"/> can strip the URL of this escaped path: decoding takes no slash away.</summary>
    internal bool CanStrip(ReadOnlySpan<byte> escapedPath) =>
        _segmentCount == 0 || (!escapedPath.IsEmpty && escapedPath[0] == '/' && escapedPath.Count((byte)'/') > _segmentCount);

    /// <summary>
    /// Returns the URL without the path of the mount. Null if an outer handler has changed it to one that is not below the mount.
    /// </summary>
    internal Url? Strip(Url url)
    {
        if (_segmentCount == 0) return url;
        return PathPrefix.Strip(url, Path) is { Path: ['/', ..], RawPath: "" or ['/', ..] } rest ? rest : null;
    }
}
