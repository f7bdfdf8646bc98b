using System.ComponentModel;

namespace RouteGen;

/// <summary>How an entry of a match table is matched. The order of the members is the order of the classes in a table.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MuxEntryKind : byte
{
    /// <summary>The path alone: the pattern has no trailing slash.</summary>
    Exact = 0,

    /// <summary>The path and everything below it: the pattern ends in a slash.</summary>
    Prefix = 2,
}

/// <summary>One entry of a match table: what a reader, a snapshot and a debugger see of a route.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MuxEntry
{
    /// <summary>Makes an entry. Called by generated code and by <c>ServeMux</c>.</summary>
    /// <param name="pattern">The pattern as registered, such as <c>example.com/ping</c>.</param>
    /// <param name="kind">How it is matched.</param>
    /// <param name="handler">Who serves it.</param>
    /// <param name="handlerName">The handler's name for people, such as <c>Handlers.Ping</c>.</param>
    /// <param name="source">Where it was registered, such as <c>Program.cs:8</c>; empty when unknown.</param>
    public MuxEntry(string pattern, MuxEntryKind kind, IHandler handler, string handlerName, string source)
    {
        Pattern = pattern;
        Kind = kind;
        Handler = handler;
        HandlerName = handlerName;
        Source = source;
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        Host = pattern[..slash];
        Path = pattern[slash..];
    }

    /// <summary>The pattern as registered.</summary>
    public string Pattern { get; }

    /// <summary>The method it is for; empty: every method.</summary>
    public string Method => "";

    /// <summary>The host it is for; empty: every host.</summary>
    public string Host { get; }

    /// <summary>The pattern without its host, decoded text as written.</summary>
    public string Path { get; }

    /// <summary>How it is matched.</summary>
    public MuxEntryKind Kind { get; }

    /// <summary>Who serves it.</summary>
    public IHandler Handler { get; }

    /// <summary>The handler's name for people.</summary>
    public string HandlerName { get; }

    /// <summary>Where it was registered, as <c>file:line</c>; empty when unknown.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Pattern} ({Kind}) -> {HandlerName}";
}
