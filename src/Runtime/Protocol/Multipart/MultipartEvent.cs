namespace RouteGen.Protocol;

/// <summary>Results of a <see cref="MultipartParser"/>.</summary>
internal enum MultipartEvent
{
    /// <summary>More input is needed, after the part that was not consumed.</summary>
    NeedMore,

    /// <summary>A part begins.</summary>
    Part,

    /// <summary>A field line of a part's head, without its line end.</summary>
    Field,

    /// <summary>The head of the part is complete.</summary>
    HeadEnd,

    /// <summary>Bytes of the part's content.</summary>
    Data,

    /// <summary>The part is complete.</summary>
    PartEnd,

    /// <summary>The last boundary: there are no more parts.</summary>
    End,

    /// <summary>The input is not multipart content, or exceeds a limit: <see cref="MultipartParser.Problem"/>.</summary>
    Rejected,
}
