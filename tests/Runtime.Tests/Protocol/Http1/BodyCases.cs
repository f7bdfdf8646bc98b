using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

/// <summary>Chunked bodies as text: what they carry, or the rule they break and what was delivered before.</summary>
public static class BodyCases
{
    /// <summary>A body, its data, and its trailer fields as <c>name=value,</c>.</summary>
    public static TheoryData<string, string, string> Accepted { get; } = new()
    {
        { "0\r\n\r\n", "", "" },
        { "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world", "" },
        { "00005\r\nhello\r\n0000000000000000\r\n\r\n", "hello", "" },
        { "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789", "" },
        { "2\r\n\r\n\r\n0\r\n\r\n", "\r\n", "" },
        { "1;a\r\nx\r\n0;b=c;d\r\n\r\n", "x", "" },
        { "1;a=\"q \\\" \\\\ ;\t\xE9\";b=c\r\nx\r\n0\r\n\r\n", "x", "" },
        { "1;a=\"\"\r\nx\r\n0\r\n\r\n", "x", "" },
        { "1\r\nx\r\n0\r\nA: 1\r\nb:\t2 \r\nA:\r\n\r\n", "x", "A=1,b=2,A=," },
        { "1\r\nx\r\n0;e\r\nContent-Type: a\r\n\r\n", "x", "Content-Type=a," },
    };

    /// <summary>A broken body, the data delivered before, and the rule.</summary>
    public static TheoryData<string, string, RejectReason> Rejected { get; } = new()
    {
        { "\r\n", "", RejectReason.MalformedChunkSize },
        { ";a\r\n", "", RejectReason.MalformedChunkSize },
        { " 5\r\n", "", RejectReason.MalformedChunkSize },
        { "5 \r\n", "", RejectReason.MalformedChunkSize },
        { "5\t\r\n", "", RejectReason.MalformedChunkSize },
        { "5 ;a\r\n", "", RejectReason.MalformedChunkSize },
        { "+5\r\n", "", RejectReason.MalformedChunkSize },
        { "-5\r\n", "", RejectReason.MalformedChunkSize },
        { "0x5\r\n", "", RejectReason.MalformedChunkSize },
        { "g\r\n", "", RejectReason.MalformedChunkSize },
        { "5\0\r\n", "", RejectReason.MalformedChunkSize },
        { "1\r\nx\r\n\r\n0\r\n", "x", RejectReason.MalformedChunkSize },
        { "\n", "", RejectReason.BareLineFeed },
        { "5\nhello", "", RejectReason.BareLineFeed },
        { "5;a\n", "", RejectReason.BareLineFeed },
        { "5;a=b\nhello", "", RejectReason.BareLineFeed },
        { "5\r\r\n", "", RejectReason.BareCarriageReturn },
        { "5\rx", "", RejectReason.BareCarriageReturn },
        { "10000000000000000\r\n", "", RejectReason.ChunkSizeTooLong },
        { "00000000000000000\r\n", "", RejectReason.ChunkSizeTooLong },
        { "5;\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;;a\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;=a\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a=\r\n", "", RejectReason.MalformedChunkExtension },
        { "5; a\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a =b\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a b\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a=b=c\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a=\"b\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a=\"b\"c\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;a=\"\0\"\r\n", "", RejectReason.MalformedChunkExtension },
        { "5;" + new string('a', ChunkedDecoder.LineBytesMax - 2), "", RejectReason.ChunkExtensionsTooLong },
        { string.Concat(Enumerable.Repeat("1;" + new string('a', 1000) + "\r\nx\r\n", 17)), new string('x', 16),
            RejectReason.ChunkExtensionsTooLong },
        { "3\r\nhello", "hel", RejectReason.MalformedChunkEnd },
        { "5\r\nhello\n", "hello", RejectReason.MalformedChunkEnd },
        { "5\r\nhello\rx", "hello", RejectReason.MalformedChunkEnd },
        { "5\r\nhello0\r\n", "hello", RejectReason.MalformedChunkEnd },
        { "0\r\nA: b\n", "", RejectReason.BareLineFeed },
        { "0\r\n\n", "", RejectReason.BareLineFeed },
        { "0\r\n\rx", "", RejectReason.BareCarriageReturn },
        { "0\r\nA: b\rc\r\n", "", RejectReason.BareCarriageReturn },
        { "0\r\nA: b\r\n c\r\n", "", RejectReason.ObsoleteLineFolding },
        { "0\r\nA\r\n", "", RejectReason.MissingColon },
        { "0\r\n: a\r\n", "", RejectReason.EmptyFieldName },
        { "0\r\nA : a\r\n", "", RejectReason.WhitespaceBeforeColon },
        { "0\r\nA\xE9: a\r\n", "", RejectReason.InvalidFieldName },
        { "0\r\nA: \x07\r\n", "", RejectReason.InvalidFieldValue },
        { "0\r\nContent-Length: 1\r\n", "", RejectReason.ForbiddenTrailerField },
        { "0\r\ntransfer_encoding: chunked\r\n", "", RejectReason.ForbiddenTrailerField },
        { "0\r\nA: b\r\nHOST: a\r\n", "", RejectReason.ForbiddenTrailerField },
        { "0\r\nA: " + new string('a', TrailerDecoder.BytesMax), "", RejectReason.TrailerTooLong },
        { "0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", TrailerDecoder.FieldCountMax + 1)), "", RejectReason.TrailerTooLong },
    };
}
