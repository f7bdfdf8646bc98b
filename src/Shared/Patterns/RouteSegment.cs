namespace RouteGen.Routing;

/// <summary>Kinds of segments of a pattern, from the most specific to the least.</summary>
internal enum SegmentKind : byte
{
    /// <summary>Text, which matches a segment equal to it.</summary>
    Literal,

    /// <summary><c>{$}</c>: the slash that ends the path.</summary>
    End,

    /// <summary><c>{name}</c>: any single segment, but not a trailing slash.</summary>
    Wildcard,

    /// <summary><c>{name...}</c>, or just a trailing slash: the slash and everything after it, which may be nothing.</summary>
    Tail,
}

/// <summary>One segment of a pattern's path, including the slash before it.</summary>
internal readonly struct RouteSegment
{
    public RouteSegment(SegmentKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    public SegmentKind Kind { get; }

    /// <summary>The literal text, or the name of a wildcard; empty for <c>{$}</c> and for a trailing slash.</summary>
    public string Text { get; }
}
