using System.ComponentModel;

namespace RouteGen;

/// <summary>Input of a look-up in a match table.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct RouteQuery
{
    /// <summary>Creates a query.</summary>
    /// <param name="method">The method, as received.</param>
    /// <param name="host">The host without its port, as received, or empty for none.</param>
    /// <param name="path">The match key, which <c>MatchTable.cs</c> defines.</param>
    public RouteQuery(ReadOnlySpan<byte> method, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        Method = method;
        Host = host;
        Path = path;
    }

    /// <summary>The method.</summary>
    public ReadOnlySpan<byte> Method { get; }

    /// <summary>The host without its port, or empty for none.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>The match key.</summary>
    public ReadOnlySpan<byte> Path { get; }
}
