namespace RouteGen;

/// <summary>
/// Mounts a mux in another one when the program is compiled: the routes of the member's type, a class with <see cref="ServeMuxAttribute"/>,
/// become routes of the outer table, below a path. <c>[Mount("/api/")]</c> makes its <c>GET /items/{id}</c> the pattern
/// <c>GET /api/items/{id}</c>.
/// </summary>
/// <remarks>
/// <para>
/// The outer mux is the class that declares the member, if that has <see cref="ServeMuxAttribute"/>. Elsewhere it is
/// <c>DefaultServeMux</c>; the member is static, readonly and at least <c>internal</c> then, and in a program. The attribute of a property
/// is on the property, not on its field. The member is read once, when the first request needs it or a server starts that serves the outer
/// mux itself; it throws <see cref="InvalidOperationException"/>, which names the member, if that is null. Any thread may read it.
/// </para>
/// <para>
/// Handlers of the inner mux, and their middleware, see the request without the path of the mount (with what <see cref="PrefixAttribute"/>
/// adds to it); <see cref="Request.Pattern"/> is the whole pattern. In front of them is the middleware (<see cref="UseAttribute{T}"/>) of
/// the assembly, of the classes around the member, and of their own classes and methods, in this order. All other requests below the path
/// go to the inner mux, which has patterns registered at run time, a 404 and a 405 of its own. Two mounts at one path, a class that is
/// mounted in itself and a mux of another project are errors of the build, and so is a conflict between any two routes of the outer table.
/// </para>
/// <para>Go has no such thing; there a program registers <c>http.StripPrefix("/api", mux)</c> for <c>/api/</c>.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class MountAttribute : Attribute
{
    /// <summary>Mounts the mux in the member at <paramref name="path"/>.</summary>
    /// <param name="path"><c>[HOST]/PATH/</c>: it ends in a slash, and has neither a method nor wildcards.</param>
    public MountAttribute(string path) => Path = path;

    /// <summary>Path of the mount, as written.</summary>
    public string Path { get; }
}
