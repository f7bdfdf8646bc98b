namespace RouteGen;

/// <summary>
/// Attribute that adds middleware when the program is compiled: to one handler, or to all handlers of a class or the project. There is no
/// equivalent in Go, where a function wraps a handler.
/// </summary>
/// <typeparam name="T">The middleware, at least <c>internal</c>.</typeparam>
/// <remarks>
/// <para>
/// The order, outermost first, is: middleware of the assembly, of the classes around the method (outer classes first), of the method. The
/// first of several attributes is the outermost. The generated table shows the chain. Middleware runs after a pattern has matched.
/// </para>
/// <para>
/// Middleware that all handlers of a mux share also runs for responses of the mux itself (404, 405, redirects, and 400 for a target without
/// a path). For a class with <see cref="ServeMuxAttribute"/>, this is the middleware of the assembly, of the enclosing classes and of the
/// class; for <see cref="ServeMux.Default"/>, only the assembly's. <see cref="Request.Pattern"/> is then empty or, for a redirect, the
/// pattern that the target matches. If <c>/a/</c> is a mount, the redirect from <c>/a/b</c> to <c>/a/b/</c> is a response of the outer mux.
/// </para>
/// <para>
/// A method that an attribute registers has all of this middleware. A handler that an intercepted call registers (<c>Http.HandleFunc("/x",
/// ...)</c> with a constant pattern) has the middleware of the assembly and of the method or lambda, but none of classes. A handler that
/// any other call registers, with another pattern (RG0210) or with another <c>ServeMux</c>, has none.
/// </para>
/// <para>
/// Middleware of the assembly runs once for each table that a request passes with it. So it runs twice for a class with
/// <see cref="ServeMuxAttribute"/> that an intercepted call registers through another handler, such as
/// <c>Http.Handle("/x/", Http.StripPrefix("/x", new Api()))</c>. It runs once if the class is mounted instead
/// (<see cref="MountAttribute"/>, RG0211).
/// </para>
/// </remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Assembly, AllowMultiple = true,
    Inherited = false)]
public sealed class UseAttribute<T> : Attribute
    where T : IMiddleware
{
}
