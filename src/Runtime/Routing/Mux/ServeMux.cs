// A mux has two sides: the compiled table, and the patterns that were registered at run time. Both are queried (MatchTable), and the more
// specific result is used. Redirects also consider both, so that it makes no difference which side a pattern is on.
//
// Serving takes no lock: both sides are immutable, and a registration replaces one of them under _gate.
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>
/// Router that chooses the handler of a request by method, host and path. Go's name: <c>http.ServeMux</c>.
/// </summary>
/// <remarks>
/// A pattern is <c>[METHOD ][HOST]/PATH</c>, in decoded form. <c>/a</c> matches only that path, <c>/a/</c> also all paths below it, and
/// <c>/a/{$}</c> only the path <c>/a/</c>. <c>{name}</c> matches one segment, and <c>{name...}</c>, at the end, the rest of the path
/// (<see cref="Request.PathValue"/>). <c>GET</c> also matches <c>HEAD</c>. A pattern with a host takes precedence over one without;
/// otherwise the more specific pattern does. Two patterns that overlap cannot be registered together if neither is more specific. A path
/// that is not clean, or lacks the trailing slash of a pattern, gets a 301. A path that matches only with other methods gets a 405.
/// Without a match the response is 404. An encoded slash (<c>%2F</c>) never separates segments. Thread-safe: patterns can be registered
/// while requests are served.
/// </remarks>
public sealed partial class ServeMux : IHandler
{
    private readonly Lock _gate = new();

    // Written under _gate, read by serving threads.
    private volatile MatchTable? _compiled;
    private volatile MatchTable? _registered;

    private volatile IHandler? _notFound;
    private volatile IHandler? _methodNotAllowed;

    /// <summary>Creates a mux without patterns.</summary>
    public ServeMux()
    {
    }

    /// <summary>Creates a mux with a compiled table.</summary>
    internal ServeMux(MatchTable compiled) => _compiled = compiled;

    /// <summary>The mux to which <c>[HandleFunc]</c> methods belong by default. Go's name: <c>http.DefaultServeMux</c>.</summary>
    public static ServeMux Default { get; } = new();

    /// <summary>
    /// Handler of requests that no pattern matches. Null, the default, responds with 404 and the text <c>404 page not found</c>, like
    /// <c>Http.NotFound</c>. May be set while the mux serves requests. There is no equivalent in Go.
    /// </summary>
    public IHandler? NotFound
    {
        get => _notFound;
        set => _notFound = value;
    }

    /// <summary>
    /// Handler for requests whose path matches only patterns with other methods. <c>Allow</c> is set before it is called. Null, the
    /// default, responds with 405 and the text <c>Method Not Allowed</c>. May be set while the mux serves requests. There is no equivalent
    /// in Go.
    /// </summary>
    public IHandler? MethodNotAllowed
    {
        get => _methodNotAllowed;
        set => _methodNotAllowed = value;
    }

    private IHandler NotFoundHandler => _notFound ?? FixedResponses.NotFound;

    /// <summary>Sets the compiled table of <see cref="Default"/>. Called by generated code when the program starts.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidOperationException">There is a table already, or the new table conflicts with a registered
    /// pattern.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void UseGeneratedTable(MatchTable table) => Default.UseTable(table);

    /// <summary>
    /// Registers the handler of an entry in the compiled table of <see cref="Default"/>. Called by generated code, which replaces calls of
    /// <c>Http.HandleFunc</c> and <c>Http.Handle</c> with constant patterns.
    /// </summary>
    /// <param name="entry">The index of the entry.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="ArgumentNullException">The handler is null.</exception>
    /// <exception cref="InvalidOperationException">The entry was registered before, or conflicts with a pattern that was registered at run
    /// time.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void RegisterGeneratedEntry(int entry, IHandler handler) => Default.RegisterLine(entry, handler);

    /// <summary>
    /// Creates a mux with a compiled table. Called by the generated part of a class with <see cref="ServeMuxAttribute"/>.
    /// </summary>
    /// <param name="table">The table.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ServeMux FromGeneratedTable(MatchTable table) => new(table ?? throw new ArgumentNullException(nameof(table)));

    /// <summary>Registers a handler for a pattern.</summary>
    /// <param name="pattern"><c>[METHOD ][HOST]/PATH</c>.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">The pattern is invalid or not clean. The message gives the reason.</exception>
    /// <exception cref="ArgumentNullException">The pattern or the handler is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The pattern is registered already, overlaps with another pattern although neither is more specific, or would make a pattern
    /// unreachable. The message contains both locations and, for an overlap, a request line that both match.
    /// </exception>
    public void Handle(string pattern, IHandler handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Register(pattern, handler, handler.GetType().Name, file, line);
    }

    /// <summary>Registers a function for a pattern.</summary>
    /// <param name="pattern"><c>[METHOD ][HOST]/PATH</c>.</param>
    /// <param name="handler">The function.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">Same as for <see cref="Handle"/>.</exception>
    /// <exception cref="InvalidOperationException">Same as for <see cref="Handle"/>.</exception>
    public void HandleFunc(string pattern, HandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Register(pattern, RouteGen.Handler.From(handler), nameof(HandlerFunc), file, line);

    /// <summary>Registers an asynchronous function for a pattern.</summary>
    /// <param name="pattern"><c>[METHOD ][HOST]/PATH</c>.</param>
    /// <param name="handler">The function.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">Same as for <see cref="Handle"/>.</exception>
    /// <exception cref="InvalidOperationException">Same as for <see cref="Handle"/>.</exception>
    [OverloadResolutionPriority(2)]
    public void HandleFunc(string pattern, AsyncHandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Register(pattern, RouteGen.Handler.From(handler), nameof(AsyncHandlerFunc), file, line);

    /// <summary>Registers an asynchronous function (<see cref="ValueTask"/>) for a pattern.</summary>
    /// <param name="pattern"><c>[METHOD ][HOST]/PATH</c>.</param>
    /// <param name="handler">The function.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">Same as for <see cref="Handle"/>.</exception>
    /// <exception cref="InvalidOperationException">Same as for <see cref="Handle"/>.</exception>
    [OverloadResolutionPriority(1)]
    public void HandleFunc(
        string pattern, ValueTaskHandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Register(pattern, RouteGen.Handler.FromValueTask(handler), nameof(ValueTaskHandlerFunc), file, line);

    /// <summary>
    /// Returns the handler that would serve a request, and the pattern that matches. The handler is never null; it may redirect or respond
    /// with 404, 405 or 400. For a redirect, the pattern is the target's, or empty if there is none. Go's name:
    /// <c>ServeMux.Handler</c>.
    /// </summary>
    /// <param name="r">The request, which may be made by the program. It is not changed.</param>
    public (IHandler Handler, string Pattern) Handler(Request r)
    {
        ArgumentNullException.ThrowIfNull(r);
        var routed = Route(r).Behind(_compiled, isMounted: false);
        // Throws if the request has ended, as in RouteAndServe.
        r.CheckLive();
        return (routed.Handler, routed.Pattern);
    }

    /// <summary>
    /// Passes the request to its handler, after setting <see cref="Request.Pattern"/> and the values of <see cref="Request.PathValue"/>.
    /// </summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) =>
        _outermost is { } outermost ? outermost.ServeHttpAsync(w, r) : RouteAndServe(w, r);

    private ValueTask RouteAndServe(ResponseWriter w, Request r)
    {
        if (r.MountPoint is not null && !ReferenceEquals(r.MountedMux, this)) return ServeUnmountedAsync(w, r);
        var routed = Route(r);
        if (r.MountPoint is { } mount) routed = routed.In(mount);
        if (routed.Entry is null) routed = routed.Behind(_compiled, r.MountPoint is not null);
        // Throws if the request has ended, because the matched head may then be another request's.
        r.CheckLive();
        r.SetRoute(routed.Pattern, routed.Entry);
        return routed.Handler.ServeHttpAsync(w, r);
    }
}
