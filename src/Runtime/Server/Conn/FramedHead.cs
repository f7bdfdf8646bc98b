namespace RouteGen.Serving;

/// <summary>A response head that is sent as a frame: the handler's fields, and those that the server adds.</summary>
internal readonly ref struct FramedHead
{
    /// <summary>The status, of three digits.</summary>
    internal required int Status { get; init; }

    /// <summary>The handler's fields, sorted by their canonical names. Fields of a connection are not sent.</summary>
    internal ReadOnlySpan<Header.Field> Fields { get; init; }

    /// <summary>True if the server adds the date.</summary>
    internal bool AddsDate { get; init; }

    /// <summary>Length of the body, which is declared. -1 if it is not.</summary>
    internal long Length { get; init; } = -1;

    /// <summary>Content type that the server adds. Empty for none.</summary>
    internal ReadOnlySpan<byte> ContentType { get; init; }

    public FramedHead()
    {
    }
}
