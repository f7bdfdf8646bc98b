// A mux has two sides: the table that was compiled into the program, and the patterns that were registered at run time. Each is queried on
// its own (MatchTable); the better result wins, and redirects are decided on both together, so it makes no difference which side a pattern
// is on. A mux without run-time entries never looks at that side.
//
// Serving takes no lock: both sides are immutable, and registration, under _gate, publishes a new one.
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>
/// Chooses the handler for a request by its path and host. Go's name: <c>http.ServeMux</c>.
/// </summary>
/// <remarks>
/// A pattern is <c>[METHOD ][HOST]/PATH</c>, decoded text: <c>/a</c> matches that path alone, <c>/a/</c> that path and every path below it,
/// <c>/a/{$}</c> the path <c>/a/</c> alone. <c>{name}</c> matches one segment and <c>{name...}</c>, at the end, all the rest
/// (<see cref="Request.PathValue"/>). <c>GET</c> serves <c>HEAD</c> too. A pattern with a host beats one without; then the one that matches
/// fewer requests beats the other, and where neither does, the two cannot be registered together. A path that is not clean, or lacks the
/// slash of a pattern, gets a 301; a path that has other methods gets a 405 with <c>Allow</c>; without a match the response is 404. An
/// encoded slash (<c>%2F</c>) never separates segments. Any thread may register and serve at the same time.
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

    /// <summary>Makes a mux with a table that was laid out before.</summary>
    internal ServeMux(MatchTable compiled) => _compiled = compiled;

    /// <summary>The mux that <c>[HandleFunc]</c> methods belong to. Go's name: <c>http.DefaultServeMux</c>.</summary>
    public static ServeMux Default { get; } = new();

    /// <summary>
    /// Serves requests that no pattern matches. Null, the default, responds with 404 and <c>404 page not found</c>, like
    /// <c>Http.NotFound</c>. It may be set while the mux serves. Go has no such thing.
    /// </summary>
    public IHandler? NotFound
    {
        get => _notFound;
        set => _notFound = value;
    }

    /// <summary>
    /// Serves requests for a path that has other methods; <c>Allow</c> is already set. Null, the default, responds with 405 and <c>Method
    /// Not Allowed</c>. It may be set while the mux serves. Go has no such thing.
    /// </summary>
    public IHandler? MethodNotAllowed
    {
        get => _methodNotAllowed;
        set => _methodNotAllowed = value;
    }

    private IHandler NotFoundHandler => _notFound ?? FixedResponses.NotFound;

    /// <summary>Gives <see cref="Default"/> its compiled table. Called by generated code when the program starts.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidOperationException">It already has one, or a pattern of it was registered before.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void UseGeneratedTable(MatchTable table) => Default.UseTable(table);

    /// <summary>
    /// Registers a handler with <see cref="Default"/> for an entry of its compiled table. Called by generated code, in place of a call of
    /// <c>Http.HandleFunc</c> or <c>Http.Handle</c> with a constant pattern.
    /// </summary>
    /// <param name="entry">The index of the entry.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="ArgumentNullException">The handler is null.</exception>
    /// <exception cref="InvalidOperationException">The call has run before, or conflicts with a pattern that was registered at run
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
    /// <exception cref="ArgumentException">The pattern is invalid or unclean; the message says how.</exception>
    /// <exception cref="ArgumentNullException">The pattern or the handler is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The pattern is registered already, or overlaps with another one without either being more specific, or no request would reach one of
    /// them; the message has both locations and a request line.
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

    /// <summary>Registers an asynchronous function that returns a <see cref="ValueTask"/> for a pattern.</summary>
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
    /// Returns the handler that would serve a request, and the pattern that chose it. The handler is never null: it may be one that
    /// redirects or responds with 404, 405 or 400. The pattern of a redirect is the one that its target matches, or empty if there is none.
    /// Go's name: <c>ServeMux.Handler</c>.
    /// </summary>
    /// <param name="r">The request, served or made by the program. It is not changed.</param>
    public (IHandler Handler, string Pattern) Handler(Request r)
    {
        ArgumentNullException.ThrowIfNull(r);
        var routed = Route(r).Behind(_compiled, isMounted: false);
        return (routed.Handler, routed.Pattern);
    }

    /// <summary>
    /// Sets <see cref="Request.Pattern"/> and the values of <see cref="Request.PathValue"/>, and passes the request to its handler.
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
        // If this request has ended meanwhile, the head that was matched may have been another request's.
        r.CheckLive();
        r.SetRoute(routed.Pattern, routed.Entry);
        return routed.Handler.ServeHttpAsync(w, r);
    }
}
