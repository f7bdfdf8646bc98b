using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>
/// What two parsers could read as two different requests, sent as raw bytes: refused, and nothing behind it is taken for a request.
/// </summary>
[Collection(ServerCollection.Name)]
public class StrictnessTests
{
    private const string Behind = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    public static TheoryData<string, string, int> Heads => new()
    {
        { "length and coding", Post("Content-Length: 5\r\nTransfer-Encoding: chunked"), 400 },
        { "coding and length", Post("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400 },
        { "equal lengths twice", Post("Content-Length: 5\r\nContent-Length: 5"), 400 },
        { "two lengths", Post("Content-Length: 5\r\nContent-Length: 6"), 400 },
        { "listed lengths", Post("Content-Length: 5, 5"), 400 },
        { "length with a plus", Post("Content-Length: +5"), 400 },
        { "length with a minus", Post("Content-Length: -5"), 400 },
        { "hexadecimal length", Post("Content-Length: 0x5"), 400 },
        { "length with a leading zero", Post("Content-Length: 05"), 400 },
        { "length with a blank inside", Post("Content-Length: 1 0"), 400 },
        { "length with a blank more in front", Post("Content-Length:  5"), 400 },
        { "length with a blank behind", Post("Content-Length: 5 "), 400 },
        { "empty length", Post("Content-Length: "), 400 },
        { "length beyond every number", Post("Content-Length: 99999999999999999999"), 400 },
        { "coding twice", Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400 },
        { "a list of codings", Post("Transfer-Encoding: gzip, chunked"), 501 },
        { "chunked listed twice", Post("Transfer-Encoding: chunked, chunked"), 400 },
        { "another coding", Post("Transfer-Encoding: gzip"), 400 },
        { "identity", Post("Transfer-Encoding: identity"), 400 },
        { "coding with a vertical tab", Post("Transfer-Encoding: \vchunked"), 400 },
        { "coding with a parameter", Post("Transfer-Encoding: chunked;a=b"), 400 },
        { "coding with a form feed", Post("Transfer-Encoding: \fchunked"), 400 },
        { "coding with a NUL", Post("Transfer-Encoding: chunked\0"), 400 },
        { "coding behind a tab", Post("Transfer-Encoding:\tchunked"), 400 },
        { "coding with a blank behind", Post("Transfer-Encoding: chunked "), 400 },
        { "coding on a folded line", Post("Transfer-Encoding:\r\n chunked"), 400 },
        { "an empty coding", Post("Transfer-Encoding:"), 400 },
        { "two fields for a list of codings", Post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"), 400 },
        { "a list of codings and another field", Post("Transfer-Encoding: gzip, chunked\r\nTransfer-Encoding: chunked"), 400 },
        { "a list of codings and a length", Post("Transfer-Encoding: gzip, chunked\r\nContent-Length: 5"), 400 },
        { "chunked in front of another coding", Post("Transfer-Encoding: chunked, gzip"), 400 },
        { "chunked on both sides of another coding", Post("Transfer-Encoding: chunked, gzip, chunked"), 400 },
        { "a comma in front of chunked", Post("Transfer-Encoding: ,chunked"), 400 },
        { "a comma behind chunked", Post("Transfer-Encoding: chunked,"), 400 },
        { "a comma alone", Post("Transfer-Encoding: ,"), 400 },
        { "two commas between codings", Post("Transfer-Encoding: gzip,,chunked"), 400 },
        { "a blank between codings", Post("Transfer-Encoding: gzip chunked"), 400 },
        { "a quoted coding", Post("Transfer-Encoding: \"chunked\""), 400 },
        { "a coding with an open quote", Post("Transfer-Encoding: gzip;a=\"b, chunked"), 400 },
        { "a coding with a parameter without a value", Post("Transfer-Encoding: gzip;a, chunked"), 400 },
        { "a coding with parameters before chunked", Post("Transfer-Encoding: gzip ; a=b;c=\"d\\\", e\", chunked"), 501 },
        { "identity before chunked", Post("Transfer-Encoding: identity, Chunked"), 501 },
        { "a length behind a tab", Post("Content-Length:\t5"), 400 },
        { "a length behind a blank and a tab", Post("Content-Length: \t5"), 400 },
        { "a length with a tab behind", Post("Content-Length: 5\t"), 400 },
        { "a host behind a tab", "GET / HTTP/1.1\r\nHost:\th\r\n\r\n", 400 },
        { "a target that is an asterisk, GET", Asterisk("GET"), 400 },
        { "a target that is an asterisk, HEAD", Asterisk("HEAD"), 400 },
        { "a target that is an asterisk, POST", Asterisk("POST"), 400 },
        { "a target that is an asterisk, PUT", Asterisk("PUT"), 400 },
        { "a target that is an asterisk, DELETE", Asterisk("DELETE"), 400 },
        { "a target that is an asterisk, TRACE", Asterisk("TRACE"), 400 },
        { "a target that is an asterisk, CONNECT", Asterisk("CONNECT"), 400 },
        { "a method of 257 bytes", $"{new string('M', 257)} / HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "a method of 20,000 bytes", $"{new string('M', 20_000)} / HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "a request line of more than 16 KiB", Get("/" + new string('a', (16 * 1024) - 13)), 414 },
        { "a query of more than 16 KiB", Get("/?" + new string('a', 20_000)), 414 },
        { "a head of more than 64 KiB", Post("A: " + new string('a', 65_000) + "\r\nB: " + new string('b', 500)), 431 },
        { "coding in HTTP/1.0", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "underscore in a length's name", Post("Content_Length: 5"), 400 },
        { "underscore in a coding's name", Post("Transfer_Encoding: chunked"), 400 },
        { "a blank before the colon", Post("Content-Length : 5"), 400 },
        { "a tab before the colon", Post("Transfer-Encoding\t: chunked"), 400 },
        { "a blank before the name", Post("A: b\r\n Content-Length: 5"), 400 },
        { "a folded field", Post("A: b\r\n\tc"), 400 },
        { "a field without a colon", Post("Content-Length"), 400 },
        { "an empty name", Post(": 5"), 400 },
        { "a bare CR in a value", Post("A: b\rContent-Length: 5"), 400 },
        { "a bare LF in a value", Post("A: b\nContent-Length: 5"), 400 },
        { "a NUL in a value", Post("A: b\0c"), 400 },
        { "a control byte in a value", Post("A: b\u0001c"), 400 },
        { "a DEL in a value", Post("A: b\u007fc"), 400 },
        { "a name that is none", Post("A(b): c"), 400 },
        { "a byte beyond ASCII in a name", Post("\u00e4: c"), 400 },
        { "LF alone behind the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n", 400 },
        { "LF alone behind a field", "GET / HTTP/1.1\r\nHost: h\n\r\n", 400 },
        { "LF alone at the end of the head", "GET / HTTP/1.1\r\nHost: h\r\n\n", 400 },
        { "CR CR LF", "GET / HTTP/1.1\r\nHost: h\r\r\n\r\n", 400 },
        { "no host", "GET / HTTP/1.1\r\n\r\n", 400 },
        { "an empty host", "GET / HTTP/1.1\r\nHost: \r\n\r\n", 400 },
        { "equal hosts twice", "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400 },
        { "a host with a blank", "GET / HTTP/1.1\r\nHost: h h\r\n\r\n", 400 },
        { "a host with a path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400 },
        { "a host with a user", "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", 400 },
        { "a list of hosts", "GET / HTTP/1.1\r\nHost: h, i\r\n\r\n", 400 },
        { "a host that contradicts the target", "GET http://i/ HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "two content types", Post("Content-Type: a/b\r\nContent-Type: a/b\r\nContent-Length: 0"), 400 },
        { "an unknown version", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505 },
        { "a version that is none", "GET / HTTP/1\r\nHost: h\r\n\r\n", 400 },
        { "a version in lower case", "GET / http/1.1\r\nHost: h\r\n\r\n", 400 },
        { "no version", "GET /\r\nHost: h\r\n\r\n", 400 },
        { "two blanks before the target", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "two blanks before the version", "GET /  HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "a tab for a blank", "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "a blank in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "a method that is none", "GE(T / HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "a fragment", Get("/a#b"), 400 },
        { "a backslash", Get("/a\\b"), 400 },
        { "a byte beyond ASCII", Get("/\u00e4"), 400 },
        { "a control byte in the target", Get("/a\u0001"), 400 },
        { "a NUL in the target", Get("/a\0"), 400 },
        { "an escaped NUL", Get("/a%00b"), 400 },
        { "an escaped CR", Get("/a%0Db"), 400 },
        { "an escaped LF", Get("/a%0ab"), 400 },
        { "a broken escape", Get("/a%4"), 400 },
        { "an escape that is none", Get("/a%zz"), 400 },
        { "an overlong slash", Get("/a%C0%AFb"), 400 },
        { "an overlong dot", Get("/%E0%80%AE%E0%80%AE/"), 400 },
        { "a surrogate", Get("/%ED%A0%80"), 400 },
        { "a target without a slash", Get("a"), 400 },
        { "an empty line first", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
    };

    public static TheoryData<string, string> Bodies => new()
    {
        { "a size with a sign", "+3\r\nabc\r\n0\r\n\r\n" },
        { "a size with a prefix", "0x3\r\nabc\r\n0\r\n\r\n" },
        { "a blank before the size", " 3\r\nabc\r\n0\r\n\r\n" },
        { "a blank behind the size", "3 \r\nabc\r\n0\r\n\r\n" },
        { "an empty size", "\r\nabc\r\n0\r\n\r\n" },
        { "a size beyond every number", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n" },
        { "LF alone behind the size", "3\nabc\r\n0\r\n\r\n" },
        { "LF alone behind the data", "3\r\nabc\n0\r\n\r\n" },
        { "no line end behind the data", "3\r\nabc0\r\n\r\n" },
        { "data longer than its size", "3\r\nabcd\r\n0\r\n\r\n" },
        { "an extension with a bare CR", "3;a\rb\r\nabc\r\n0\r\n\r\n" },
        { "an extension with a bare LF", "3;a\nb\r\nabc\r\n0\r\n\r\n" },
        { "an extension with a NUL", "3;a\0\r\nabc\r\n0\r\n\r\n" },
        { "an extension without a name", "3;=b\r\nabc\r\n0\r\n\r\n" },
        { "an extension with an open quote", "3;a=\"b\r\nabc\r\n0\r\n\r\n" },
        { "an extension of 5,000 bytes", "3;a=" + new string('x', 5_000) + "\r\nabc\r\n0\r\n\r\n" },
        { "a trailer that frames", "3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n" },
        { "a trailer that routes", "3\r\nabc\r\n0\r\nHost: i\r\n\r\n" },
        { "a folded trailer", "3\r\nabc\r\n0\r\nA: b\r\n c\r\n\r\n" },
        { "a trailer with a bare LF", "3\r\nabc\r\n0\r\nA: b\n\r\n" },
        { "a trailer with a blank before the colon", "3\r\nabc\r\n0\r\nA : b\r\n\r\n" },
        { "LF alone at the end of the trailer", "3\r\nabc\r\n0\r\n\n" },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task A_head_that_could_be_read_in_two_ways_is_refused(string what, string head, int status)
    {
        var calls = 0;
        await using var server = new ServerFixture((_, _) => Interlocked.Increment(ref calls));
        var client = server.Connect();
        client.SendWhileTaken(Encoding.Latin1.GetBytes(head + Behind));
        var answer = client.Read();
        Assert.True(answer.Status == status, $"{what}: {answer.Status}");
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
        Assert.Equal(0, calls);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_could_be_read_in_two_ways_fails_its_reader(string what, string body)
    {
        var calls = 0;
        Exception? seen = null;
        await using var server = new ServerFixture((_, r) =>
        {
            Interlocked.Increment(ref calls);
            seen = Record.Exception(() => r.Body.CopyTo(Stream.Null));
            if (seen is not null) throw seen;
        });
        var client = server.Connect();
        client.Send(Encoding.Latin1.GetBytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body + Behind));
        var answer = client.Read();
        Assert.True(answer.Status == 400, $"{what}: {answer.Status}");
        client.ExpectEnd();
        Assert.Equal(1, calls);
        Assert.IsType<ProtocolException>(Assert.IsType<BadRequestException>(seen).InnerException);
    }

    private static string Post(string fields) => $"POST / HTTP/1.1\r\nHost: h\r\n{fields}\r\n\r\n";

    private static string Asterisk(string method) => $"{method} * HTTP/1.1\r\nHost: h\r\n\r\n";

    private static string Get(string target) => $"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n";
}
