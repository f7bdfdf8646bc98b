namespace RouteGen.Generators.Model;

/// <summary>A class that is a mux.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty: the global one.</param>
/// <param name="Name">Its name as C# writes it.</param>
/// <param name="Around">The types it is nested in as their parts begin, the outermost first: <c>class Shop</c>,
/// <c>record struct Stock</c>.</param>
/// <param name="HasMember">True if a member named <c>Mux</c> is its author's own, so that none is generated.</param>
/// <param name="Serve">The member that serves a request.</param>
/// <param name="Suffix">The end of the names of private members, so that they are not those of its author.</param>
internal sealed record MuxModel(
    string Namespace, string Name, EquatableArray<string>? Around = null, bool HasMember = false, ServeMember Serve = ServeMember.Public,
    string Suffix = "")
{
    internal EquatableArray<string> Around { get; init; } = Around ?? EquatableArray<string>.Empty;

    /// <summary>Display name with namespace, also used in file names.</summary>
    internal string FullName => Path.Replace("@", "");

    /// <summary>The name by which C# finds it from anywhere. Its simple name may be that of a type in a base class.</summary>
    internal string Expression => "global::" + Path;

    /// <summary>The name of the class in it that is its table.</summary>
    internal string TableClass => "ServeMuxTable" + Suffix;

    private string Path => string.Join(
        ".",
        [.. Namespace.Length == 0 ? [] : new[] { Namespace }, .. Around.Select(static type => type.Substring(type.LastIndexOf(' ') + 1)),
            Name]);
}
