namespace RouteGen;

/// <summary>
/// Reason why a message of a peer was rejected. Each rule has a member; <see cref="RejectReasons"/> has the statuses and texts.
/// </summary>
public enum RejectReason
{
    /// <summary>Nothing was rejected.</summary>
    None = 0,

    /// <summary>The request line is not <c>method SP target SP HTTP/d.d</c> (RFC 9112 section 3).</summary>
    MalformedRequestLine,

    /// <summary>The status line is not <c>HTTP/d.d SP 3DIGIT [SP reason]</c> (RFC 9112 section 4).</summary>
    MalformedStatusLine,

    /// <summary>The method is not a token (RFC 9110 section 9.1), or has more than 256 bytes.</summary>
    InvalidMethod,

    /// <summary>The version is not <c>HTTP/d.d</c> (RFC 9112 section 2.3).</summary>
    MalformedVersion,

    /// <summary>The major version of a request or a response is not 1 (RFC 9110 sections 6.2 and 15.6.6).</summary>
    UnsupportedVersion,

    /// <summary>The connection ended inside a head.</summary>
    IncompleteHead,

    /// <summary>The head is longer than the limit.</summary>
    HeadTooLong,

    /// <summary>The head has more field lines than the limit.</summary>
    TooManyFields,

    /// <summary>A line ends in LF without a CR (RFC 9112 section 2.2).</summary>
    BareLineFeed,

    /// <summary>A line contains a CR without an LF (RFC 9112 section 2.2).</summary>
    BareCarriageReturn,

    /// <summary>A line begins with a blank: obsolete line folding (RFC 9112 section 5.2).</summary>
    ObsoleteLineFolding,

    /// <summary>A field line has no colon (RFC 9112 section 5).</summary>
    MissingColon,

    /// <summary>A field line has no name before its colon (RFC 9110 section 5.1).</summary>
    EmptyFieldName,

    /// <summary>There is whitespace between a field's name and its colon (RFC 9112 section 5.1).</summary>
    WhitespaceBeforeColon,

    /// <summary>A field's name is not a token (RFC 9110 section 5.1).</summary>
    InvalidFieldName,

    /// <summary>A field's value contains a control byte other than the tab (RFC 9110 section 5.5).</summary>
    InvalidFieldValue,

    /// <summary>The name of a framing field is written with an underscore, which a gateway may take for a hyphen.</summary>
    UnderscoreInFramingField,

    /// <summary>
    /// The value of <c>Host</c>, <c>Content-Length</c> or <c>Transfer-Encoding</c> has blanks around it, other than one leading space.
    /// </summary>
    BlankAroundFramingValue,

    /// <summary>The target contains a backslash, or a byte that is not visible ASCII (RFC 9112 section 3.2).</summary>
    InvalidTargetByte,

    /// <summary>The target contains a fragment (RFC 9110 section 7.1).</summary>
    FragmentInTarget,

    /// <summary>The target has none of the four forms, or a form that the method does not allow (RFC 9112 section 3.2).</summary>
    InvalidTargetForm,

    /// <summary>The authority of the target is not <c>host[:port]</c>, or contains user information (RFC 9110 section 4.2.4).</summary>
    InvalidTargetAuthority,

    /// <summary>The path contains a percent sign without two hexadecimal digits after it (RFC 3986 section 2.1).</summary>
    BadEscape,

    /// <summary>The path contains an encoded NUL, CR or LF.</summary>
    ForbiddenEscape,

    /// <summary>The path does not decode to valid UTF-8 (RFC 3629 section 3).</summary>
    InvalidPathEncoding,

    /// <summary>An HTTP/1.1 request has no <c>Host</c> (RFC 9112 section 3.2).</summary>
    MissingHost,

    /// <summary>The value of <c>Host</c> is not <c>host[:port]</c>, or is empty (RFC 9112 section 3.2).</summary>
    MalformedHost,

    /// <summary>There is more than one <c>Host</c> (RFC 9112 section 3.2).</summary>
    DuplicateHost,

    /// <summary>The <c>Host</c> field differs from the host of an absolute target (RFC 9112 section 3.2.2).</summary>
    ContradictingHost,

    /// <summary>The value of <c>Content-Length</c> is not a plain number within bounds (RFC 9110 section 8.6).</summary>
    InvalidContentLength,

    /// <summary>There is more than one <c>Content-Length</c> (RFC 9112 section 6.3).</summary>
    DuplicateContentLength,

    /// <summary>There is more than one <c>Content-Type</c> (RFC 9110 section 8.3).</summary>
    DuplicateContentType,

    /// <summary>The message has both <c>Content-Length</c> and <c>Transfer-Encoding</c> (RFC 9112 section 6.1).</summary>
    LengthAndTransferEncoding,

    /// <summary>There is a transfer coding other than <c>chunked</c> (RFC 9112 section 6.1).</summary>
    UnsupportedTransferEncoding,

    /// <summary>A message of HTTP/1.0 has a <c>Transfer-Encoding</c> (RFC 9112 section 6.1).</summary>
    TransferEncodingOnHttp10,

    /// <summary>The request expects something other than <c>100-continue</c> (RFC 9110 section 10.1.1).</summary>
    UnknownExpectation,

    /// <summary>A framing or routing field is announced or sent as a trailer field (RFC 9110 section 6.5.1).</summary>
    ForbiddenTrailerField,

    /// <summary>
    /// The size of a chunk is not a hexadecimal number, directly followed by CRLF or <c>;</c> (RFC 9112 section 7.1).
    /// </summary>
    MalformedChunkSize,

    /// <summary>The size of a chunk has more than 16 digits (RFC 9112 section 7.1).</summary>
    ChunkSizeTooLong,

    /// <summary>A chunk extension is not <c>;name[=value]</c> (RFC 9112 section 7.1.1).</summary>
    MalformedChunkExtension,

    /// <summary>
    /// The size line of a chunk is too long, or its extensions are too long in proportion to the data (RFC 9112 section 7.1.1).
    /// </summary>
    ChunkExtensionsTooLong,

    /// <summary>The data of a chunk is not followed by CRLF (RFC 9112 section 7.1).</summary>
    MalformedChunkEnd,

    /// <summary>The trailer section has too many bytes or fields, or too many trailer fields are announced.</summary>
    TrailerTooLong,

    /// <summary>The connection ended inside a body (RFC 9112 section 8).</summary>
    IncompleteBody,

    /// <summary>The server sent more informational responses than a client accepts (RFC 9110 section 15.2).</summary>
    TooManyInformationalResponses,

    /// <summary>A compressed body does not conform to its coding (RFC 9110 section 8.4.1).</summary>
    MalformedContentCoding,

    /// <summary>
    /// A proxy sent bytes after its response to <c>CONNECT</c>, before anything was sent to the target (RFC 9110 section 9.3.6).
    /// </summary>
    BytesBehindConnect,

    /// <summary>More than 256 KiB of a compressed body decode to no content (RFC 9110 section 8.4.1).</summary>
    SilentContentCoding,

    /// <summary>
    /// The head did not arrive within <see cref="Server.ReadHeaderTimeout"/>. The connection is closed without a response.
    /// </summary>
    HeadTimedOut,

    /// <summary>
    /// The body did not arrive within <see cref="Server.ReadTimeout"/>, at <see cref="Server.MinBodyRate"/>, or before a deadline of the
    /// handler. The connection is closed after the response.
    /// </summary>
    BodyTimedOut,

    /// <summary>The request line is longer than the limit (RFC 9112 section 3).</summary>
    RequestLineTooLong,

    /// <summary>
    /// <c>Transfer-Encoding</c> is malformed or repeated, or <c>chunked</c> is not its last coding or occurs twice (RFC 9112 section 6.1).
    /// </summary>
    MalformedTransferEncoding,
}
