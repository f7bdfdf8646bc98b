namespace RouteGen;

/// <summary>Where the mux that serves a request is mounted. The request that its handlers see lacks the path of it.</summary>
/// <param name="Host">The host; empty: every host.</param>
/// <param name="Path">The path, decoded and without the slash at its end; empty: the root.</param>
internal sealed record MountPoint(string Host, string Path)
{
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
}
