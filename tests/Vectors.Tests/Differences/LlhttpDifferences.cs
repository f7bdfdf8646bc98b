// What we mean to answer differently from another parser: it is a bare one, and reads some things that a server or Go's client does not.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

internal static partial class LlhttpDifferences
{
    internal static readonly Difference[] All =
    [
        new("llhttp_request",
            static input => RequestText.Of(input) is { IsAmbiguous: true } or { IsHttp: false } or { HasUserInfo: true },
            static (_, expect) => Outcome(expect, "error"),
            "a server refuses more than a bare parser: user information, other protocols, what can be read in two ways"),

        new("llhttp_request",
            static input => RequestText.Of(input).ClosesConnection,
            static (_, expect) => FirstMessage(expect),
            "what follows the last request of a connection is ignored"),

        new("llhttp_request",
            HasBytesBehindRequest,
            static (_, expect) => Outcome(expect, "error"),
            "line ends are skipped behind a POST alone, and the preface of HTTP/2 is no request of HTTP/1.1"),

        new("llhttp_request",
            HasOtherMethod,
            static (_, expect) => Outcome(expect, "ok"),
            "any token is a method"),

        new("llhttp_response",
            IsToleratedResponse,
            static (_, expect) => Outcome(expect, "ok-at-eof"),
            "any minor version and repeated blanks before the status pass, as in Go's client"),

        new("llhttp_response",
            static input => ResponseWithLineFeeds().IsMatch(Text(input)),
            static (input, expect) =>
                Outcome(expect, Text(input).Contains("\nContent-Length:", StringComparison.Ordinal) ? "ok" : "ok-at-eof"),
            "lines of a response's head may end in LF alone, as in Go's client"),

        new("llhttp_response",
            IsRefusedResponse,
            static (_, expect) => Outcome(expect, "error"),
            "other protocols and major versions, codings other than chunked, and bytes between two responses are refused"),

        new("llhttp_url",
            static input => Text(input).IndexOfAny(['#', '@']) >= 0,
            static (_, expect) => Outcome(expect, "error"),
            "a target has neither fragment nor user information (RFC 9110 sections 4.2.4 and 7.1)"),

        new("llhttp_url",
            static input => BareZone().IsMatch(Text(input)),
            static (_, expect) => Outcome(expect, "error"),
            "the percent sign before the zone of an address is escaped (RFC 6874 section 2)"),
    ];

    // Where the other parser stopped early, it has nothing to say about what we read.
    private static JsonObject Outcome(JsonObject expect, string outcome)
    {
        if ((string?)expect["outcome"] == "error") expect.Remove("messages");
        expect["outcome"] = outcome;
        return expect;
    }

    private static JsonObject FirstMessage(JsonObject expect)
    {
        while (expect["messages"]?.AsArray() is { Count: > 1 } messages) messages.RemoveAt(1);
        expect["outcome"] = "ok";
        return expect;
    }

    private static string Text(JsonObject input) => Encoding.Latin1.GetString(VectorCase.Bytes(input, "raw_b64"));

    private static bool IsToleratedResponse(JsonObject input) => ToleratedResponse().IsMatch(Text(input));

    private static bool IsRefusedResponse(JsonObject input) => RefusedResponse().IsMatch(Text(input));

    private static bool HasOtherMethod(JsonObject input) => OtherMethod().IsMatch(Text(input));

    private static bool HasBytesBehindRequest(JsonObject input) => BytesBehindRequest().IsMatch(Text(input));

    [GeneratedRegex(@"^(?!(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) )[!-~]+ / HTTP/1\.1\r\n")]
    private static partial Regex OtherMethod();

    // An empty line behind a request other than POST, and what follows the preface of HTTP/2.
    [GeneratedRegex(@"^(?!POST )[A-Z]+ [^\n]+\r\n(?:[^\n]+\r\n)*\r\n\r\n|\nPUT [^\n]+\r\n(?:[^\n]+\r\n)*\r\n[A-Z]+\r\n|^PRI ")]
    private static partial Regex BytesBehindRequest();

    [GeneratedRegex(@"\[[^\]]*%(?!25)[^\]]*\]")]
    private static partial Regex BareZone();

    [GeneratedRegex(@"^HTTP/1\.1 [0-9]{3} [^\r\n]*\n([^\r\n]*\n)*\n")]
    private static partial Regex ResponseWithLineFeeds();

    [GeneratedRegex(@"^HTTP/1\.([2-9] |[0-9]  +)[1-9][0-9][0-9] ")]
    private static partial Regex ToleratedResponse();

    [GeneratedRegex(@"^(?!HTTP/1\.)|\n[Tt]ransfer-[Ee]ncoding: (?!chunked\r)|\r\n\r\n\r\nHTTP/")]
    private static partial Regex RefusedResponse();
}
