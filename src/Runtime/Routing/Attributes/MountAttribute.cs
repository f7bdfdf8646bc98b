namespace RouteGen;

/// <summary>
/// Attribute that mounts a mux in another one when the program is compiled. The member's type is a class with
/// <see cref="ServeMuxAttribute"/>, whose routes become routes of the outer mux, below a path. With <c>[Mount("/api/")]</c>, the pattern
/// <c>GET /items/{id}</c> of the inner mux becomes <c>GET /api/items/{id}</c>.
/// </summary>
/// <remarks>
/// <para>
/// If the class that declares the member has <see cref="ServeMuxAttribute"/>, it is the outer mux. Otherwise the outer mux is
/// <c>DefaultServeMux</c>; the member must then be static, readonly and at least <c>internal</c>, and belong to a program. The member is
/// read once, when a server of the outer mux starts or when the first request needs it, by any thread. If it is null, an <see
/// cref="InvalidOperationException"/> names the member.
/// </para>
/// <para>
/// Handlers of the inner mux, and their middleware, get requests without the path of the mount, which includes prefixes
/// (<see cref="PrefixAttribute"/>); <see cref="Request.Pattern"/> is the complete pattern. Middleware (<see cref="UseAttribute{T}"/>) of
/// the assembly is outermost, followed by middleware of the classes around the member, of the handler's classes and of the handler. All
/// other requests below the path are passed to the inner mux, which may have patterns that were registered at run time, and sends its own
/// 404 and 405 responses. The build reports an error for two mounts at one path, a class that is mounted in itself, a mux of another
/// project, and conflicting routes of the outer table.
/// </para>
/// <para>There is no equivalent in Go, where a program registers <c>http.StripPrefix("/api", mux)</c> for <c>/api/</c>.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class MountAttribute : Attribute
{
    /// <summary>Mounts the mux in the member at <paramref name="path"/>.</summary>
    /// <param name="path"><c>[HOST]/PATH/</c>, with a trailing slash, and without a method or wildcards.</param>
    public MountAttribute(string path) => Path = path;

    /// <summary>Path of the mount, as written.</summary>
    public string Path { get; }
}
