using System.ComponentModel;
using System.Text;
using RouteGen.Routing;

namespace RouteGen;

/// <summary>An entry of a match table: a route.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MuxEntry : IRouteOrigin
{
    // Equals no method, because received methods are ASCII.
    private const string NoMethod = "\uFFFF";

    // The method that requests must have. NoMethod while the entry is not registered, so that look-ups skip the entry without another
    // check.
    private readonly string _admitted;

    private RoutePattern? _parsed;
    private PathNames? _names;
    private bool _isLateFieldTold;

    /// <summary>Creates an entry. Called by generated code and by <c>ServeMux</c>.</summary>
    /// <param name="pattern">The pattern as registered, such as <c>GET example.com/items/{id}</c>. It must be valid.</param>
    /// <param name="kind">Kind of match.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="handlerName">Display name of the handler, such as <c>Handlers.Ping</c>.</param>
    /// <param name="source">Source line of the registration, such as <c>Program.cs:8</c>. Empty if unknown.</param>
    /// <param name="mounted">The handler to use if the mux is mounted in another one: without the assembly's middleware, which the outer
    /// mux has already run. Null means the same handler.</param>
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

    /// <summary>The method of the pattern (<c>GET</c> also matches <c>HEAD</c>). Empty means every method.</summary>
    public string Method { get; }

    /// <summary>The host of the pattern. Empty means every host.</summary>
    public string Host { get; }

    /// <summary>The pattern without its method and host.</summary>
    public string Path { get; }

    /// <summary>Kind of match.</summary>
    public MuxEntryKind Kind { get; }

    /// <summary>The handler. Responds with 404 while the entry is not registered.</summary>
    public IHandler Handler { get; }

    /// <summary>The handler to use if the mux is mounted in another one.</summary>
    internal IHandler MountedHandler { get; }

    /// <summary>Display name of the handler.</summary>
    public string HandlerName { get; }

    /// <summary>Source line of the registration, as <c>file:line</c>. Empty if unknown.</summary>
    public string Source { get; }

    /// <summary>True if the entry can match requests. False until the call that registers its handler has run.</summary>
    internal bool IsRegistered => !ReferenceEquals(_admitted, NoMethod);

    /// <summary>True if the entry admits every method.</summary>
    internal bool AdmitsAll { get; }

    /// <summary>True if the pattern was valid in Go before 1.22: it has neither a method nor braces.</summary>
    internal bool IsClassic { get; }

    /// <summary>
    /// Number of bytes of the path before the first brace, or of the whole path if it has none. Not set for an exact entry.
    /// </summary>
    internal int LiteralLength { get; }

    /// <summary>True if the entry also matches all paths below its path.</summary>
    internal bool HasTail { get; }

    /// <summary>True if the pattern has wildcards.</summary>
    internal bool HasNames { get; }

    /// <summary>The parsed pattern. Created on first use, without a lock, because two threads create equal ones.</summary>
    internal RoutePattern Parsed => _parsed ??= Parse(Pattern);

    /// <summary>The wildcard names of the pattern. Created on first use, and only if <see cref="HasNames"/> is true.</summary>
    internal PathNames Names => _names ??= NamesOf(Path, HasTail);

    PathNames? IRouteOrigin.Names => HasNames ? Names : null;

    /// <summary>
    /// Creates the entry of an intercepted call. The entry matches nothing until the call has run. Called by generated code.
    /// </summary>
    /// <param name="pattern">The pattern. It must be valid.</param>
    /// <param name="kind">Kind of match.</param>
    /// <param name="handlerName">Display name of the handler, such as <c>lambda in Program</c>.</param>
    /// <param name="source">Source line of the call, such as <c>Program.cs:8</c>.</param>
    public static MuxEntry OfLine(string pattern, MuxEntryKind kind, string handlerName, string source) =>
        new(pattern, kind, handlerName, source);

    /// <summary>Returns true if a field that was set too late was already logged for this route.</summary>
    internal bool TellLateField() => Interlocked.Exchange(ref _isLateFieldTold, true);

    /// <summary>Returns the registered entry, with its handler.</summary>
    internal MuxEntry WithHandler(IHandler handler) => new(Pattern, Kind, handler, HandlerName, Source);

    /// <inheritdoc/>
    public override string ToString() => $"{Pattern} ({Kind}) -> {HandlerName}";

    /// <summary>Returns the kind of match of a pattern.</summary>
    internal static MuxEntryKind KindOf(RoutePattern pattern) =>
        pattern.HasWildcards ? MuxEntryKind.Wildcard : pattern.HasTail ? MuxEntryKind.Prefix : MuxEntryKind.Exact;

    /// <summary>Returns true if the entry admits requests with a method.</summary>
    internal bool Admits(ReadOnlySpan<byte> method) => AdmitsAll || AdmitsOnly(method);

    /// <summary>Returns this entry if it admits the method, otherwise null.</summary>
    internal MuxEntry? IfAdmitted(ReadOnlySpan<byte> method) => Admits(method) ? this : null;

    /// <summary>
    /// Returns true if the entry matches the path without a tail or with an empty one. There is then no slash redirect. Called only if the
    /// entry matches the path.
    /// </summary>
    internal bool IsExactFor(ReadOnlySpan<byte> path)
    {
        if (Kind == MuxEntryKind.Exact || !HasTail) return true;
        if (Kind == MuxEntryKind.Prefix) return path.Length == LiteralLength;
        return path[^1] == '/' && path.Count((byte)'/') == Path.AsSpan().Count('/');
    }

    /// <summary>Returns true if this entry takes precedence over another for requests that both match.</summary>
    internal bool IsMoreSpecificThan(MuxEntry other)
    {
        if ((Host.Length > 0) != (other.Host.Length > 0)) return Host.Length > 0;

        // Fast path: of two classic patterns, the exact one or the longer prefix is more specific.
        if (IsClassic && other.IsClassic) return Kind != other.Kind ? Kind < other.Kind : LiteralLength > other.LiteralLength;
        return PatternRelations.Compare(Parsed, other.Parsed) == PatternRelation.MoreSpecific;
    }

    private static RoutePattern Parse(string pattern) =>
        RoutePattern.TryParse(pattern, out var parsed, out var error) ? parsed! : throw new ArgumentException(error, nameof(pattern));

    // Does not use the parsed pattern, so that trimming removes the parser from programs with only compiled patterns.
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
