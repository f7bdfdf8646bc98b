// A mux has two sides: the table that was compiled into the program, and the patterns that were registered at run time. Each answers a
// query by itself (MatchTable); the better answer wins, and redirects are decided on both together, so it makes no difference on
// which side a pattern stands. A mux without run-time entries never looks at that side.
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
/// A pattern is <c>[HOST]/PATH</c>, decoded text: <c>/a</c> matches that path alone, <c>/a/</c> that path and every path below it. A pattern
/// with a host beats one without; then an exact one beats prefixes, and a longer prefix a shorter one. A path that is not clean, or lacks
/// the slash of a registered prefix, is answered 301; no match is answered 404. An encoded slash (<c>%2F</c>) never separates segments.
/// Any thread may register and serve at the same time.
/// </remarks>
public sealed partial class ServeMux : IHandler
{
    private readonly Lock _gate = new();

    // Written under _gate, read by whoever serves.
    private volatile MatchTable? _compiled;
    private volatile SnapshotTable? _registered;

    private volatile IHandler? _notFound;

    /// <summary>Makes a mux without a pattern.</summary>
    public ServeMux()
    {
    }

    /// <summary>Makes a mux with a table that was laid out before.</summary>
    internal ServeMux(MatchTable compiled) => _compiled = compiled;

    /// <summary>The mux that <c>[HandleFunc]</c> methods belong to. Go's name: <c>http.DefaultServeMux</c>.</summary>
    public static ServeMux Default { get; } = new();

    /// <summary>
    /// Answers requests that no pattern matches. Default null: 404 with <c>404 page not found</c>, as <c>Http.NotFound</c>. It may be set
    /// while the mux serves. Go has no such thing.
    /// </summary>
    public IHandler? NotFound
    {
        get => _notFound;
        set => _notFound = value;
    }

    private IHandler NotFoundHandler => _notFound ?? FixedAnswers.NotFound;

    /// <summary>Gives <see cref="Default"/> its compiled table. Called by generated code when the program starts.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidOperationException">It has one already, or a pattern of it was registered before.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void UseGeneratedTable(MatchTable table) => Default.UseTable(table);

    /// <summary>Registers a handler for a pattern.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">The pattern is invalid or unclean; the message says how.</exception>
    /// <exception cref="ArgumentNullException">There is no pattern or no handler.</exception>
    /// <exception cref="InvalidOperationException">The pattern is registered already; the message names both places.</exception>
    public void Handle(string pattern, IHandler handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Register(pattern, handler, handler.GetType().Name, file, line);
    }

    /// <summary>Registers a function for a pattern.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>.</param>
    /// <param name="handler">The function.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">As for <see cref="Handle"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Handle"/>.</exception>
    public void HandleFunc(string pattern, HandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Register(pattern, RouteGen.Handler.From(handler), nameof(HandlerFunc), file, line);

    /// <summary>Registers an asynchronous function for a pattern.</summary>
    /// <param name="pattern"><c>[HOST]/PATH</c>.</param>
    /// <param name="handler">The function.</param>
    /// <param name="file">Filled in by the compiler: the caller's file, whose name is shown in errors.</param>
    /// <param name="line">Filled in by the compiler: the caller's line.</param>
    /// <exception cref="ArgumentException">As for <see cref="Handle"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Handle"/>.</exception>
    public void HandleFunc(string pattern, AsyncHandlerFunc handler, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Register(pattern, RouteGen.Handler.From(handler), nameof(AsyncHandlerFunc), file, line);

    /// <summary>
    /// The handler that would serve a request, and the pattern that chose it. Never null: it may be one that redirects or answers 404 or
    /// 400. The pattern of a redirect is the one its target matches; empty when there is none. Go's name: <c>ServeMux.Handler</c>.
    /// </summary>
    /// <param name="r">The request, served or made by the program. It is not changed.</param>
    public (IHandler Handler, string Pattern) Handler(Request r)
    {
        ArgumentNullException.ThrowIfNull(r);
        var handler = Route(r, out var pattern);
        return (handler, pattern);
    }

    /// <summary>Sets <see cref="Request.Pattern"/> and hands the request to its handler.</summary>
    /// <param name="w">Takes the answer.</param>
    /// <param name="r">The request.</param>
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var handler = Route(r, out var pattern);
        r.Pattern = pattern;
        return handler.ServeHttpAsync(w, r);
    }
}
