namespace RouteGen.Routing;

/// <summary>Kinds of segments of a pattern. The order of the members is from the most specific to the least.</summary>
internal enum SegmentKind : byte
{
    /// <summary>The one segment that reads like it.</summary>
    Literal,

    /// <summary><c>{$}</c>: the slash that ends the path.</summary>
    End,

    /// <summary><c>{name}</c>: any one segment, but not the end of the path.</summary>
    Wildcard,

    /// <summary><c>{name...}</c>, or without a name a trailing slash: the slash and whatever follows, if anything.</summary>
    Tail,
}

/// <summary>One segment of a pattern's path, the slash before it included.</summary>
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
