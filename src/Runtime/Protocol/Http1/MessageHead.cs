// The common part of parsed request and response heads: the field lines, and the framing facts that were collected while parsing. A head is
// reused from message to message. It holds offsets only; the caller owns the bytes.
//
// Parsing is resumable line by line: when Parse returns NeedMore, it is called again with the same bytes and more after them, and continues
// at the line where it stopped, so that a head that arrives byte by byte takes linear time.
namespace RouteGen.Protocol;

internal abstract partial class MessageHead : FieldBlock
{
    /// <summary>Bytes of the whole head, the empty line included; valid when parsing is done.</summary>
    internal int Length;

    /// <summary>The rule that was broken; valid when parsing was rejected.</summary>
    internal RejectReason Reason;

    /// <summary>The x of HTTP/1.x. A request says 1 for every x above 0: it is served as HTTP/1.1 (RFC 9110 section 2.5).</summary>
    internal int MinorVersion;

    /// <summary>The declared length of the body in bytes; -1 when none was declared.</summary>
    internal long ContentLength;

    /// <summary>True if the body is framed by the chunked transfer coding.</summary>
    internal bool IsChunked;

    /// <summary>True if a <c>Connection</c> field holds the token <c>close</c>.</summary>
    internal bool HasClose;

    /// <summary>True if a <c>Connection</c> field holds the token <c>keep-alive</c>.</summary>
    internal bool HasKeepAlive;

    /// <summary>True if a <c>Connection</c> field holds the token <c>upgrade</c>, and there is an <c>Upgrade</c> field.</summary>
    internal bool IsUpgrade;

    /// <summary>True if a line ended in LF without a CR, which only a response may do; its connection is not used again.</summary>
    internal bool HasBareLineFeed;

    /// <summary>
    /// Index into <see cref="FieldBlock.Fields"/> of the first <c>Trailer</c> field, or -1. <see cref="TrailerNames"/> reads them all.
    /// </summary>
    internal int TrailerField;
}
