// Classes that are a mux, and the models from which their files are written.
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Model;

/// <summary>A class that is a mux.</summary>
/// <param name="Namespace">Its namespace as C# writes it, or empty for the global one.</param>
/// <param name="Name">Its name as C# writes it.</param>
/// <param name="Around">The types that it is nested in, as their declarations begin, the outermost first: <c>class Shop</c>,
/// <c>record struct Stock</c>.</param>
/// <param name="HasMember">True if it already has a member named <c>Mux</c>, so that none is generated.</param>
/// <param name="Serve">The member that serves a request.</param>
/// <param name="Suffix">The end of the names of generated private members, which distinguishes them from its other members.</param>
internal sealed record MuxModel(
    string Namespace, string Name, EquatableArray<string>? Around = null, bool HasMember = false, ServeMember Serve = ServeMember.Public,
    string Suffix = "")
{
    internal EquatableArray<string> Around { get; init; } = Around ?? EquatableArray<string>.Empty;

    /// <summary>Display name with namespace, also used in file names.</summary>
    internal string FullName => Path.Replace("@", "");

    /// <summary>The name by which C# finds it anywhere. Its simple name could be that of a type in a base class.</summary>
    internal string Expression => "global::" + Path;

    /// <summary>The name of the nested class that is its table.</summary>
    internal string TableClass => "ServeMuxTable" + Suffix;

    private string Path => string.Join(
        ".",
        [.. Namespace.Length == 0 ? [] : new[] { Namespace }, .. Around.Select(static type => type.Substring(type.LastIndexOf(' ') + 1)),
            Name]);
}

/// <summary>The member of a mux that serves a request.</summary>
internal enum ServeMember
{
    /// <summary>A public method.</summary>
    Public,

    /// <summary>A public method that overrides one of a base class.</summary>
    Override,

    /// <summary>An explicit implementation of the interface, since the class has another member of that name.</summary>
    Explicit,
}

/// <summary>Result of reading one class with <c>[ServeMux]</c>.</summary>
/// <param name="Mux">The mux, or null if the class cannot be one.</param>
/// <param name="Problems">The problems of the class.</param>
/// <param name="Middleware">The middleware in front of all its handlers, and so of its own responses, the outermost first.</param>
internal sealed record MuxResult(MuxModel? Mux, EquatableArray<DiagnosticInfo> Problems, EquatableArray<MiddlewareModel>? Middleware = null)
{
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = Middleware ?? EquatableArray<MiddlewareModel>.Empty;
}

/// <summary>Everything the table of a mux is written from.</summary>
/// <param name="Plan">The entries.</param>
/// <param name="Lookup">The look-up data.</param>
/// <param name="Settings">The settings of the project.</param>
/// <param name="FileName">The name of its file, without an extension.</param>
internal sealed record TableModel(MuxPlan Plan, LookupPlan Lookup, MuxSettings Settings, string FileName);

/// <summary>Source lines at which the entries of a mux were registered.</summary>
/// <param name="Mux">The mux, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Sources">The places, in the order of its table.</param>
/// <param name="Settings">The settings, which decide what is written.</param>
/// <param name="FileName">The name of the file of the table, without an extension.</param>
internal sealed record SourcesModel(MuxModel? Mux, EquatableArray<string> Sources, MuxSettings Settings, string FileName);
