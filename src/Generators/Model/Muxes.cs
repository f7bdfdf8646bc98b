// Classes with [ServeMux], and the models from which their files are written.
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Model;

/// <summary>A class that is a mux.</summary>
/// <param name="Namespace">The namespace as C# source, or empty for the global one.</param>
/// <param name="Name">The name as C# source.</param>
/// <param name="Around">The containing types, outermost first, each as in its declaration: <c>class Shop</c>,
/// <c>record struct Stock</c>.</param>
/// <param name="HasMember">True if the class already has a member named <c>Mux</c>, so that none is generated.</param>
/// <param name="Serve">The kind of the generated member that serves requests.</param>
/// <param name="Suffix">The suffix of generated private members, which distinguishes them from other members of the class.</param>
internal sealed record MuxModel(
    string Namespace, string Name, EquatableArray<string>? Around = null, bool HasMember = false, ServeMember Serve = ServeMember.Public,
    string Suffix = "")
{
    internal EquatableArray<string> Around { get; init; } = Around ?? EquatableArray<string>.Empty;

    /// <summary>Display name with its namespace, also used in file names.</summary>
    internal string FullName => Path.Replace("@", "");

    /// <summary>The fully qualified name as C# source. The simple name may mean another type inside the class.</summary>
    internal string Expression => "global::" + Path;

    /// <summary>The name of the nested class that contains the table.</summary>
    internal string TableClass => "ServeMuxTable" + Suffix;

    private string Path => string.Join(
        ".",
        [.. Namespace.Length == 0 ? [] : new[] { Namespace }, .. Around.Select(static type => type.Substring(type.LastIndexOf(' ') + 1)),
            Name]);
}

/// <summary>Kinds of the generated member that serves requests.</summary>
internal enum ServeMember
{
    /// <summary>A public method.</summary>
    Public,

    /// <summary>An override of a base class's method.</summary>
    Override,

    /// <summary>An explicit implementation of the interface, because the class has another member with this name.</summary>
    Explicit,
}

/// <summary>Result of reading one class with <c>[ServeMux]</c>.</summary>
/// <param name="Mux">The mux, or null if the class cannot be one.</param>
/// <param name="Problems">The problems of the class.</param>
/// <param name="Middleware">The middleware of the class, outermost first. It also runs before the responses of the mux itself.</param>
internal sealed record MuxResult(MuxModel? Mux, EquatableArray<DiagnosticInfo> Problems, EquatableArray<MiddlewareModel>? Middleware = null)
{
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = Middleware ?? EquatableArray<MiddlewareModel>.Empty;
}

/// <summary>All values from which the table of a mux is written.</summary>
/// <param name="Plan">The entries.</param>
/// <param name="Lookup">The lookup data.</param>
/// <param name="Settings">The settings of the project.</param>
/// <param name="FileName">The file name without an extension.</param>
internal sealed record TableModel(MuxPlan Plan, LookupPlan Lookup, MuxSettings Settings, string FileName);

/// <summary>The source locations at which the entries of a mux are registered.</summary>
/// <param name="Mux">The mux, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Sources">The locations, in the order of the table.</param>
/// <param name="Settings">The settings of the project.</param>
/// <param name="FileName">The name of the file of the table, without an extension.</param>
internal sealed record SourcesModel(MuxModel? Mux, EquatableArray<string> Sources, MuxSettings Settings, string FileName);
