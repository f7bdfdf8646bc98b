namespace RouteGen.Protocol;

/// <summary>Forms of the request-target (RFC 9112 section 3.2).</summary>
internal enum TargetForm : byte
{
    /// <summary><c>/path?query</c></summary>
    Origin,

    /// <summary><c>http://host/path?query</c></summary>
    Absolute,

    /// <summary><c>host:port</c>, only for CONNECT.</summary>
    Authority,

    /// <summary><c>*</c></summary>
    Asterisk,
}

/// <summary>A parsed request head.</summary>
internal sealed partial class RequestHead : MessageHead
{
    /// <summary>Largest length of the request line, without its CRLF, in bytes. A longer line is rejected. No limit by default.</summary>
    internal int LineBytesMax = int.MaxValue - 1;

    internal int MethodLength;

    internal TargetForm Form;

    /// <summary>Length of the request line, without its CRLF, in bytes.</summary>
    internal int LineLength => TargetStart + TargetLength + " HTTP/1.1".Length;

    // The received target and its parts. Positions are counted from the head's first byte.
    internal int TargetStart;
    internal int TargetLength;

    /// <summary>
    /// Position of the escaped path. Its length is 0 for the authority form, and for an absolute target without a path. For the asterisk
    /// form the path is <c>*</c>.
    /// </summary>
    internal int PathStart;
    internal int PathLength;

    /// <summary>Position of the query, without its <c>?</c>. Its length is 0 if there is none.</summary>
    internal int QueryStart;
    internal int QueryLength;

    /// <summary>True if the target has a <c>?</c>, even if the query is empty.</summary>
    internal bool HasQuery;

    /// <summary>
    /// True if the path can be matched unchanged: it begins with a slash and contains no percent sign, no empty segment and no segment
    /// <c>.</c> or <c>..</c>. Any other path is decoded and cleaned first, which is slower.
    /// </summary>
    internal bool IsPathClean;

    /// <summary>
    /// Position of the requested host, which comes from an absolute or authority target, or else from the <c>Host</c> field. Its length is
    /// 0 if there is none.
    /// </summary>
    internal int HostStart;
    internal int HostLength;

    /// <summary>
    /// True if the request has a body whose length is declared neither by a field nor by chunks, as in HTTP/2. Set after the parse.
    /// </summary>
    internal bool HasUnknownLength;

    /// <summary>True if an <c>Expect</c> field contains <c>100-continue</c>. Always false in HTTP/1.0 (RFC 9110 section 10.1.1).</summary>
    internal bool ExpectsContinue;
}
