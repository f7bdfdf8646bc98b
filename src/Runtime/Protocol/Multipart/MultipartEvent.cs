namespace RouteGen.Protocol;

/// <summary>Results of a <see cref="MultipartParser"/>.</summary>
internal enum MultipartEvent
{
    /// <summary>More input is needed. The input that was not consumed must be passed again.</summary>
    NeedMore,

    /// <summary>A part begins.</summary>
    Part,

    /// <summary>A field line of a part's head, without its CRLF.</summary>
    Field,

    /// <summary>The head of the part is complete.</summary>
    HeadEnd,

    /// <summary>Bytes of the part's content.</summary>
    Data,

    /// <summary>The part is complete.</summary>
    PartEnd,

    /// <summary>The last boundary. There are no more parts.</summary>
    End,

    /// <summary>The input is not valid multipart content, or exceeds a limit; see <see cref="MultipartParser.Problem"/>.</summary>
    Rejected,
}
