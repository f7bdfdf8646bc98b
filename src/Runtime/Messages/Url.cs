using RouteGen.Protocol;

namespace RouteGen;

/// <summary>A parsed URL that keeps what was written: nothing is cleaned, folded or decoded twice. Go's name: <c>url.URL</c>.</summary>
public sealed class Url
{
    /// <summary>The scheme in lower case; empty: none.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Host with its port, if any, as written.</summary>
    public string Host { get; init; } = "";

    /// <summary>The decoded path.</summary>
    public string Path { get; init; } = "";

    /// <summary>The query without its question mark, as written.</summary>
    public string RawQuery { get; init; } = "";

    /// <summary>Parses a URL.</summary>
    /// <param name="text">The URL.</param>
    /// <exception cref="FormatException">It is not one.</exception>
    public static Url Parse(string text) => throw new FormatException(text);

    /// <summary>The URL of a served request, whose parts the parser has already validated.</summary>
    internal static Url FromServed(TargetForm form, string target, string rawPath, string rawQuery, bool hasQuery) =>
        throw new FormatException(target + form + rawPath + rawQuery + hasQuery);
}
