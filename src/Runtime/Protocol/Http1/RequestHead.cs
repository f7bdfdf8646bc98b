namespace RouteGen.Protocol;

/// <summary>Forms of the request-target (RFC 9112 section 3.2).</summary>
internal enum TargetForm : byte
{
    /// <summary><c>/path?query</c></summary>
    Origin,

    /// <summary><c>http://host/path?query</c></summary>
    Absolute,

    /// <summary><c>host:port</c>, of CONNECT alone.</summary>
    Authority,

    /// <summary><c>*</c></summary>
    Asterisk,
}

/// <summary>A parsed request head.</summary>
internal sealed partial class RequestHead : MessageHead
{
    /// <summary>Most bytes of a request line, without its CRLF; a longer one is rejected. No limit until it is set.</summary>
    internal int LineBytesMax = int.MaxValue - 1;

    internal int MethodLength;

    internal TargetForm Form;

    /// <summary>Bytes of the request line, without its CRLF.</summary>
    internal int LineLength => TargetStart + TargetLength + " HTTP/1.1".Length;

    // The target as received, and its parts. All are counted from the head's first byte.
    internal int TargetStart;
    internal int TargetLength;

    /// <summary>
    /// The escaped path; length 0 for the authority form and for an absolute target without a path. For the asterisk form it is the
    /// <c>*</c>.
    /// </summary>
    internal int PathStart;
    internal int PathLength;

    /// <summary>The query without its <c>?</c>; length 0 when there is none.</summary>
    internal int QueryStart;
    internal int QueryLength;

    /// <summary>True if there is a <c>?</c>, be the query empty or not.</summary>
    internal bool HasQuery;

    /// <summary>
    /// True if the path can be matched unchanged: it begins with a slash and holds no percent sign, no empty segment and no segment
    /// <c>.</c> or <c>..</c>. (Any other path goes the slow way, where it is decoded and cleaned.)
    /// </summary>
    internal bool IsPathClean;

    /// <summary>
    /// The host the request is for: the absolute or authority target's when it has one, else the <c>Host</c> field's value. Length 0: none.
    /// </summary>
    internal int HostStart;
    internal int HostLength;

    /// <summary>
    /// True if an <c>Expect</c> field holds <c>100-continue</c>, and may: in HTTP/1.0 it is ignored (RFC 9110 section 10.1.1).
    /// </summary>
    internal bool ExpectsContinue;
}
