namespace RouteGen;

/// <summary>Table of the server's response and the message for each violated rule.</summary>
internal static class RejectReasons
{
    /// <summary>
    /// Returns the status and the text that follows it in the body (BEHAVIOUR S4). If the text is empty, the body is only the status. As in
    /// Go, the text of <see cref="RejectReason.UnsupportedTransferEncoding"/> is the whole body, without the status.
    /// </summary>
    internal static (int Status, string Text) ResponseTo(RejectReason reason) => reason switch
    {
        RejectReason.UnsupportedVersion => (505, "unsupported protocol version"),
        RejectReason.UnsupportedTransferEncoding => (501, "Unsupported transfer encoding"),
        RejectReason.RequestLineTooLong => (414, ""),
        RejectReason.HeadTooLong or RejectReason.TooManyFields => (431, ""),
        RejectReason.UnknownExpectation => (417, ""),
        // This status is only for logs and metrics. As in Go, no response is sent.
        RejectReason.HeadTimedOut or RejectReason.BodyTimedOut => (408, ""),
        RejectReason.MissingHost => (400, "missing required Host header"),
        RejectReason.MalformedHost => (400, "malformed Host header"),
        RejectReason.WhitespaceBeforeColon or RejectReason.InvalidFieldName => (400, "invalid header name"),
        RejectReason.InvalidFieldValue => (400, "invalid header value"),
        _ => (400, ""),
    };

    /// <summary>Returns a sentence for messages, without text from the peer.</summary>
    internal static string Describe(RejectReason reason) => reason switch
    {
        RejectReason.None => "No rule of HTTP was broken.",
        RejectReason.MalformedRequestLine => "The request line is malformed.",
        RejectReason.MalformedStatusLine => "The status line is malformed.",
        RejectReason.InvalidMethod => "The method is not a token, or is too long.",
        RejectReason.MalformedVersion => "The protocol version is malformed.",
        RejectReason.UnsupportedVersion => "The protocol version is not HTTP/1.x.",
        RejectReason.IncompleteHead => "The connection ended inside a head.",
        RejectReason.HeadTooLong => "The head is longer than the limit.",
        RejectReason.TooManyFields => "The head has more fields than the limit.",
        RejectReason.BareLineFeed => "A line ends in LF without CR.",
        RejectReason.BareCarriageReturn => "A line contains CR without LF.",
        RejectReason.ObsoleteLineFolding => "A field line is folded.",
        RejectReason.MissingColon => "A field line has no colon.",
        RejectReason.EmptyFieldName => "A field has no name.",
        RejectReason.WhitespaceBeforeColon => "A field has whitespace before its colon.",
        RejectReason.InvalidFieldName => "A field's name is not a token.",
        RejectReason.InvalidFieldValue => "A field's value contains a control byte.",
        RejectReason.UnderscoreInFramingField => "A framing field is named with an underscore.",
        RejectReason.BlankAroundFramingValue => "There are stray blanks around the value of a framing field.",
        RejectReason.InvalidTargetByte => "The request target contains a forbidden byte.",
        RejectReason.FragmentInTarget => "The request target contains a fragment.",
        RejectReason.InvalidTargetForm => "The form of the request target is not allowed for the method.",
        RejectReason.InvalidTargetAuthority => "The host or port of the request target is malformed.",
        RejectReason.BadEscape => "The path contains a malformed percent-encoding.",
        RejectReason.ForbiddenEscape => "The path contains an encoded NUL, CR or LF.",
        RejectReason.InvalidPathEncoding => "The path does not decode to UTF-8.",
        RejectReason.MissingHost => "The Host field is missing.",
        RejectReason.MalformedHost => "The Host field is malformed.",
        RejectReason.DuplicateHost => "There is more than one Host field.",
        RejectReason.ContradictingHost => "The Host field does not match the request target.",
        RejectReason.InvalidContentLength => "The Content-Length is not a plain number within bounds.",
        RejectReason.DuplicateContentLength => "There is more than one Content-Length.",
        RejectReason.DuplicateContentType => "There is more than one Content-Type.",
        RejectReason.LengthAndTransferEncoding => "The message has both Content-Length and Transfer-Encoding.",
        RejectReason.UnsupportedTransferEncoding => "There is a transfer coding other than chunked.",
        RejectReason.TransferEncodingOnHttp10 => "An HTTP/1.0 message has a Transfer-Encoding.",
        RejectReason.UnknownExpectation => "The expectation is not 100-continue.",
        RejectReason.ForbiddenTrailerField => "A forbidden trailer field is announced or sent.",
        RejectReason.MalformedChunkSize => "The size of a chunk is not a hexadecimal number.",
        RejectReason.ChunkSizeTooLong => "The size of a chunk has too many digits.",
        RejectReason.MalformedChunkExtension => "A chunk extension is malformed.",
        RejectReason.ChunkExtensionsTooLong => "Chunk extensions are too long.",
        RejectReason.MalformedChunkEnd => "The data of a chunk is not followed by CRLF.",
        RejectReason.TrailerTooLong => "The trailer section is too long.",
        RejectReason.IncompleteBody => "The connection ended inside a body.",
        RejectReason.TooManyInformationalResponses => "The server sent too many informational responses.",
        RejectReason.MalformedContentCoding => "The compressed body is damaged.",
        RejectReason.BytesBehindConnect => "The proxy sent data through the tunnel before the client did.",
        RejectReason.RequestLineTooLong => "The request line is longer than the limit.",
        RejectReason.MalformedTransferEncoding => "The Transfer-Encoding is malformed, or does not end in chunked.",
        RejectReason.SilentContentCoding => "Too much of the compressed body decodes to no content.",
        RejectReason.HeadTimedOut => "The head did not arrive in time.",
        RejectReason.BodyTimedOut => "The body did not arrive in time.",
        _ => "A rule of HTTP was broken.",
    };
}
