using System.ComponentModel;
using System.Text;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>One entry of a match table: a route as readers, snapshots and debuggers see it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MuxEntry : IRouteOrigin
{
    // No method reads like it: nothing but ASCII is equal to a method.
    private const string NoMethod = "\uFFFF";

    // The method that requests must have. NoMethod while the entry is not registered, so that a look-up skips it at no cost.
    private readonly string _admitted;

    private RoutePattern? _parsed;
    private PathNames? _names;
    private bool _isLateFieldTold;

    /// <summary>Creates an entry. Called by generated code and by <c>ServeMux</c>.</summary>
    /// <param name="pattern">The pattern as registered, such as <c>GET example.com/items/{id}</c>; it is valid.</param>
    /// <param name="kind">Kind of match.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="handlerName">Display name of the handler, such as <c>Handlers.Ping</c>.</param>
    /// <param name="source">Source line of its registration, such as <c>Program.cs:8</c>. Empty if unknown.</param>
    /// <param name="mounted">The handler where its mux is mounted in another: without the assembly's middleware, which the outer mux
    /// already has in front. Null means the same handler.</param>
    public MuxEntry(string pattern, MuxEntryKind kind, IHandler handler, string handlerName, string source, IHandler? mounted = null)
    {
        Pattern = pattern;
        Kind = kind;
        Handler = handler;
        MountedHandler = mounted ?? handler;
        HandlerName = handlerName;
        Source = source;
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        var blank = pattern.AsSpan(0, slash).IndexOfAny(' ', '\t');
        _admitted = Method = blank < 0 ? "" : pattern[..blank];
        Host = blank < 0 ? pattern[..slash] : pattern[blank..slash].TrimStart(' ', '\t');
        Path = pattern[slash..];
        var brace = Path.IndexOf('{', StringComparison.Ordinal);
        AdmitsAll = Method.Length == 0;
        IsClassic = AdmitsAll && brace < 0;
        if (kind == MuxEntryKind.Exact) return;
        LiteralLength = Encoding.UTF8.GetByteCount(brace < 0 ? Path : Path.AsSpan(0, brace));
        HasTail = Path[^1] == '/' || Path.EndsWith("...}", StringComparison.Ordinal);
        HasNames = brace >= 0;
    }

    private MuxEntry(string pattern, MuxEntryKind kind, string handlerName, string source)
        : this(pattern, kind, FixedResponses.NotFound, handlerName, source)
    {
        _admitted = NoMethod;
        AdmitsAll = false;
    }

    /// <summary>The pattern as registered.</summary>
    public string Pattern { get; }

    /// <summary>The method it is for (<c>GET</c> serves <c>HEAD</c> too). Empty means every method.</summary>
    public string Method { get; }

    /// <summary>The host it is for. Empty means every host.</summary>
    public string Host { get; }

    /// <summary>The pattern without its method and host, decoded text as written.</summary>
    public string Path { get; }

    /// <summary>Kind of match.</summary>
    public MuxEntryKind Kind { get; }

    /// <summary>The handler. It responds with 404 while the entry is not registered.</summary>
    public IHandler Handler { get; }

    /// <summary>The handler where its mux is mounted in another.</summary>
    internal IHandler MountedHandler { get; }

    /// <summary>Display name of the handler.</summary>
    public string HandlerName { get; }

    /// <summary>Source line of its registration, as <c>file:line</c>. Empty if unknown.</summary>
    public string Source { get; }

    /// <summary>True if it takes part in matching: not before the line of the program that registers it has run.</summary>
    internal bool IsRegistered => !ReferenceEquals(_admitted, NoMethod);

    /// <summary>True if requests of every method are for it.</summary>
    internal bool AdmitsAll { get; }

    /// <summary>True if Go had such patterns before 1.22: neither a method nor braces.</summary>
    internal bool IsClassic { get; }

    /// <summary>Not exact: how many bytes of the path come before the first brace; the whole path without one.</summary>
    internal int LiteralLength { get; }

    /// <summary>True if it matches everything below its path too.</summary>
    internal bool HasTail { get; }

    /// <summary>True if it captures values.</summary>
    internal bool HasNames { get; }

    /// <summary>The parsed pattern. Made when first needed, by whichever thread; two of them are alike.</summary>
    internal RoutePattern Parsed => _parsed ??= Parse(Pattern);

    /// <summary>Names that it captures. Made when first needed; only for an entry that <see cref="HasNames"/>.</summary>
    internal PathNames Names => _names ??= NamesOf(Path, HasTail);

    PathNames? IRouteOrigin.Names => HasNames ? Names : null;

    /// <summary>
    /// Creates the entry of a call that registers a handler when it runs; until then it matches nothing. Called by generated code.
    /// </summary>
    /// <param name="pattern">The pattern; it is valid.</param>
    /// <param name="kind">Kind of match.</param>
    /// <param name="handlerName">Display name of the handler, such as <c>lambda in Program</c>.</param>
    /// <param name="source">Source line of the call, such as <c>Program.cs:8</c>.</param>
    public static MuxEntry OfLine(string pattern, MuxEntryKind kind, string handlerName, string source) =>
        new(pattern, kind, handlerName, source);

    /// <summary>Returns true if a field that was set too late has been logged for this route.</summary>
    internal bool TellLateField() => Interlocked.Exchange(ref _isLateFieldTold, true);

    /// <summary>The entry as it is when its line has run.</summary>
    internal MuxEntry WithHandler(IHandler handler) => new(Pattern, Kind, handler, HandlerName, Source);

    /// <inheritdoc/>
    public override string ToString() => $"{Pattern} ({Kind}) -> {HandlerName}";

    /// <summary>Returns the kind of match of a pattern.</summary>
    internal static MuxEntryKind KindOf(RoutePattern pattern) =>
        pattern.HasWildcards ? MuxEntryKind.Wildcard : pattern.HasTail ? MuxEntryKind.Prefix : MuxEntryKind.Exact;

    /// <summary>True if requests of a method are for it.</summary>
    internal bool Admits(ReadOnlySpan<byte> method) => AdmitsAll || AdmitsOnly(method);

    /// <summary>This entry, if requests of a method are for it; else null.</summary>
    internal MuxEntry? IfAdmitted(ReadOnlySpan<byte> method) => Admits(method) ? this : null;

    /// <summary>
    /// True if nothing but an empty tail is needed to match the path, which it does match: then it is not redirected to one with a slash.
    /// </summary>
    internal bool IsExactFor(ReadOnlySpan<byte> path)
    {
        if (Kind == MuxEntryKind.Exact || !HasTail) return true;
        if (Kind == MuxEntryKind.Prefix) return path.Length == LiteralLength;
        return path[^1] == '/' && path.Count((byte)'/') == Path.AsSpan().Count('/');
    }

    /// <summary>True if this entry, and not the other, serves a request that both match.</summary>
    internal bool IsMoreSpecificThan(MuxEntry other)
    {
        if ((Host.Length > 0) != (other.Host.Length > 0)) return Host.Length > 0;

        // Of two prefixes of one path the longer is below the other; parsing the patterns would give the same result at a higher cost.
        if (IsClassic && other.IsClassic) return Kind != other.Kind ? Kind < other.Kind : LiteralLength > other.LiteralLength;
        return PatternRelations.Compare(Parsed, other.Parsed) == PatternRelation.MoreSpecific;
    }

    private static RoutePattern Parse(string pattern) =>
        RoutePattern.TryParse(pattern, out var parsed, out var error) ? parsed! : throw new ArgumentException(error, nameof(pattern));

    // By itself, and not from the parsed pattern: a program whose patterns are all compiled need not carry the parser.
    private static PathNames NamesOf(string path, bool hasTail)
    {
        var segments = path[1..].Split('/');
        var names = new List<(string Name, int Segment)>();
        for (var index = 0; index < segments.Length; index++)
            if (segments[index] is ['{', .. var name, '}'] && name != "$") names.Add((name.TrimEnd('.'), index));
        return new PathNames([.. names], hasTail ? segments.Length - 1 : -1);
    }

    private bool AdmitsOnly(ReadOnlySpan<byte> method) =>
        Ascii.Equals(method, _admitted) || (_admitted == "GET" && method.SequenceEqual("HEAD"u8));
}
