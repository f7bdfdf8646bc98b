// The common part of request and response heads: the field lines, and the framing information that parsing collects. A head is reused for
// each message. It contains only offsets; the caller owns the bytes.
//
// Parsing is resumable. When Parse returns NeedMore, it is called again with the same bytes and more, and resumes at the incomplete line.
// So a head that arrives byte by byte takes linear time.
namespace RouteGen.Protocol;

internal abstract partial class MessageHead : FieldBlock
{
    /// <summary>Number of bytes of the head, including the empty line. Valid when parsing is done.</summary>
    internal int Length;

    /// <summary>The rule that was broken. Valid when the head was rejected.</summary>
    internal RejectReason Reason;

    /// <summary>
    /// The x of HTTP/1.x. For a request it is at most 1, because later minor versions are served as HTTP/1.1 (RFC 9110 section 2.5).
    /// </summary>
    internal int MinorVersion;

    /// <summary>The declared length of the body in bytes, or -1 if none was declared.</summary>
    internal long ContentLength;

    /// <summary>True if the body uses the chunked transfer coding.</summary>
    internal bool IsChunked;

    /// <summary>
    /// True if the lines were written from the decoded fields of an HTTP/2 message. Set after <see cref="Reset"/> and before the parse.
    /// </summary>
    internal bool IsHttp2;

    /// <summary>True if a <c>Connection</c> field contains the token <c>close</c>.</summary>
    internal bool HasClose;

    /// <summary>True if a <c>Connection</c> field contains the token <c>keep-alive</c>.</summary>
    internal bool HasKeepAlive;

    /// <summary>True if a <c>Connection</c> field contains the token <c>upgrade</c>, and there is an <c>Upgrade</c> field.</summary>
    internal bool IsUpgrade;

    /// <summary>True if a line ended in LF without a CR, which is allowed only in a response. The connection is not reused.</summary>
    internal bool HasBareLineFeed;

    /// <summary>
    /// Index into <see cref="FieldBlock.Fields"/> of the first <c>Trailer</c> field, or -1. <see cref="TrailerNames"/> reads all of them.
    /// </summary>
    internal int TrailerField;
}
