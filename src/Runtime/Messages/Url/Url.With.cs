namespace RouteGen;

public sealed partial class Url
{
    /// <summary>This URL with another path.</summary>
    /// <param name="path">The decoded path.</param>
    /// <param name="rawPath">The path as it is to be written; empty: as <paramref name="path"/> is escaped.</param>
    internal Url WithPath(string path, string rawPath) => With(path, rawPath, RawQuery);

    /// <summary>This URL with another query.</summary>
    /// <param name="rawQuery">The query without its question mark, escaped.</param>
    internal Url WithQuery(string rawQuery) => With(Path, RawPath, rawQuery);

    private Url With(string path, string rawPath, string rawQuery) => new()
    {
        Scheme = Scheme,
        Opaque = Opaque,
        User = User,
        Host = Host,
        Path = path,
        RawPath = rawPath,
        RawQuery = rawQuery,
        ForceQuery = ForceQuery,
        Fragment = Fragment,
        RawFragment = RawFragment,
        _omitsHost = _omitsHost,
    };
}
