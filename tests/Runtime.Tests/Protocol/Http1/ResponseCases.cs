using RouteGen;

namespace Runtime.Tests.Protocol;

/// <summary>Response heads as text, with what they mean or the rule they break.</summary>
public static class ResponseCases
{
    /// <summary>Heads that are accepted, and their parts as <see cref="HeadText"/> writes them.</summary>
    public static TheoryData<string, string> Accepted { get; } = new()
    {
        { "HTTP/1.1 200 OK\r\n\r\n", "1.1 200 reason=OK" },
        { "HTTP/1.1 200\r\n\r\n", "1.1 200" },
        { "HTTP/1.1 200 \r\n\r\n", "1.1 200" },
        { "HTTP/1.1  404  Not  Found \r\n\r\n", "1.1 404 reason= Not  Found " },
        { "HTTP/1.0 999 caf\xE9\t!\r\n\r\n", "1.0 999 reason=caf\xE9\t!" },
        { "HTTP/1.7 100 C\r\n\r\n", "1.7 100 reason=C" },
        { "HTTP/1.1 200 OK\n\n", "1.1 200 reason=OK bare-lf" },
        { "HTTP/1.1 200 OK\nA: b\r\nC: d \n\r\n", "1.1 200 reason=OK bare-lf [A: b] [C: d]" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\n", "1.1 200 reason=OK length=3 bare-lf [Content-Length: 3]" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", "1.1 200 reason=OK length=9223372036854775807 "
            + "[Content-Length: 9223372036854775807]" },
        { "HTTP/1.1 200 OK\r\nContent-Length:   007 \r\n\r\n", "1.1 200 reason=OK length=7 [Content-Length: 007]" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", "1.1 200 reason=OK length=3 [Content-Length: 3]" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\nTrailer: A\r\n\r\n", "1.1 200 reason=OK chunked trailer=1:A" },
        { "HTTP/1.1 200 OK\r\nConnection: x, close\r\nConnection: y\r\nA: 1\r\n\r\n", "1.1 200 reason=OK close [A: 1]" },
        { "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n", "1.0 200 reason=OK close [Connection: close]" },
        { "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", "1.0 200 reason=OK keep-alive [Connection: keep-alive]" },
        { "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: w\r\n\r\n", "1.1 101 reason=S upgrade [Connection: Upgrade] [Upgrade: w]" },
        { "HTTP/1.1 200 OK\r\na(b): \x07\r\ncaf\xE9: x\r\nHost: h\r\nHost: h\r\n\r\n", "1.1 200 reason=OK [a(b): \x07] [caf\xE9: x] "
            + "[Host: h] [Host: h]" },
        { "HTTP/1.1 200 OK\r\ncontent_length: 3\r\n\r\n", "1.1 200 reason=OK [content_length: 3]" },
        { "HTTP/1.1 200 OK\r\nPragma: no-cache\r\n\r\n", "1.1 200 reason=OK no-cache [Pragma: no-cache]" },
        { "HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n", "1.1 200 reason=OK [Set-Cookie: a] [Set-Cookie: b]" },
    };

    /// <summary>Heads that are refused.</summary>
    public static TheoryData<string, RejectReason> Rejected { get; } = new()
    {
        { "\r\n", RejectReason.MalformedStatusLine },
        { "FOO\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 \r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 20\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 20 OK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 2000 OK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 +20 OK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 -20 OK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 000 OK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 099 OK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 200\tOK\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 200 O\0K\r\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 200 O\rK\r\n", RejectReason.BareCarriageReturn },
        { "HTTP/11 200 OK\r\n", RejectReason.MalformedVersion },
        { "HTTPS/1.1 200 OK\r\n", RejectReason.MalformedVersion },
        { "HTTP/1.1\t200 OK\r\n", RejectReason.MalformedVersion },
        { " HTTP/1.1 200 OK\r\n", RejectReason.MalformedVersion },
        { "ICY 200 OK\r\n", RejectReason.MalformedVersion },
        { "\n", RejectReason.MalformedStatusLine },
        { "HTTP/1.1 200 OK\nA: b\rc\n", RejectReason.BareCarriageReturn },
        { "HTTP/1.1 200 OK\n A: b\n", RejectReason.ObsoleteLineFolding },
        { "HTTP/5.6 200 OK\r\n", RejectReason.UnsupportedVersion },
        { "HTTP/2.0 200 OK\r\n", RejectReason.UnsupportedVersion },
        { "HTTP/0.9 200 OK\r\n", RejectReason.UnsupportedVersion },
        { "HTTP/1.1 200 OK\r\nA: b\rc\r\n", RejectReason.BareCarriageReturn },
        { "HTTP/1.1 200 OK\r\nA: b\0c\r\n", RejectReason.InvalidFieldValue },
        { "HTTP/1.1 200 OK\r\n A: b\r\n", RejectReason.ObsoleteLineFolding },
        { "HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n", RejectReason.ObsoleteLineFolding },
        { "HTTP/1.1 200 OK\r\nA\r\n", RejectReason.MissingColon },
        { "HTTP/1.1 200 OK\r\n: a\r\n", RejectReason.EmptyFieldName },
        { "HTTP/1.1 200 OK\r\nA : b\r\n", RejectReason.WhitespaceBeforeColon },
        { "HTTP/1.1 200 OK\r\nA B: b\r\n", RejectReason.InvalidFieldName },
        { "HTTP/1.1 200 OK\r\nA\0B: b\r\n", RejectReason.InvalidFieldName },
        { "HTTP/1.1 200 OK\r\nContent-Length:\r\n", RejectReason.InvalidContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n", RejectReason.InvalidContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n", RejectReason.InvalidContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n", RejectReason.InvalidContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551617\r\n", RejectReason.InvalidContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n", RejectReason.DuplicateContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 03\r\n", RejectReason.DuplicateContentLength },
        { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", RejectReason.LengthAndTransferEncoding },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n", RejectReason.UnsupportedTransferEncoding },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", RejectReason.UnsupportedTransferEncoding },
        { "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n", RejectReason.TransferEncodingOnHttp10 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Trailer\r\n\r\n", RejectReason.ForbiddenTrailerField },
    };
}
