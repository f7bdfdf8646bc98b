// What we mean to answer differently from what was recorded: one rule for each difference of docs/BEHAVIOUR.md (BEHAVIOUR D1 to D23) that
// the recorded files show. On the repository's own files a rule that matches no request, or more than a tenth of a file's, fails.
using System.Text.Json.Nodes;

namespace Vectors.Tests;

internal static class Differences
{
    internal static readonly Difference[] All =
    [
        new("chunked",
            static input => ChunkLines.FindTolerated(VectorCase.Bytes(input, "data_b64")) is not null,
            static (input, expect) => Failing(expect, ChunkLines.FindTolerated(VectorCase.Bytes(input, "data_b64"))!),
            "a chunk's line is a size and well-formed extensions, nothing else: what one decoder skips, another takes for data"),

        new("request_parse",
            static input => RequestText.Of(input).HasAmbiguousHead,
            static (_, expect) => RequestText.Refused(expect, 400),
            "what two parsers could read as two different requests is refused: the two may be a proxy and we"),

        new("request_parse",
            static input => RequestText.Of(input).HasAmbiguousLength,
            static (_, expect) => RequestText.Refused(expect, 400),
            "a length is a plain number, once and alone: two parsers could see two ends of the body"),

        new("request_parse",
            static input => RequestText.Of(input).HasAmbiguousCoding,
            static (_, expect) => RequestText.Refused(expect, 400),
            "a Transfer-Encoding that is malformed, or does not end in chunked, leaves the end of the body in doubt (RFC 9112 section "
                + "6.3); 501 is for codings that we do not have"),

        new("request_parse",
            static input => RequestText.Of(input).HasOtherVersion,
            static (input, expect) =>
                RequestText.Of(input).IsMajor1 ? RequestText.Served(expect, "HTTP/1.1") : RequestText.Refused(expect, 505),
            "a minor version above 1 is served as HTTP/1.1, another major version is not served (RFC 9110 section 2.5)"),

        new("response_write",
            static input => FailedHandlers.IsAnswered(input),
            static (input, expect) => FailedHandlers.Answered(input, expect),
            "a handler that fails before anything was sent is answered 500, so that clients and balancers can tell"),

        new("response_write",
            static input => input["actions"]!.AsArray().Any(static action => (int?)action!["status"] == 205),
            static (_, expect) => WithoutBody(expect, "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"),
            "a 205 has no body, and says so by its length (RFC 9110 section 15.3.6)"),

        new("response_write",
            static input => Sets(input, "Transfer-Encoding") && Sets(input, "Content-Length"),
            static (_, expect) => WithWire(expect, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"),
            "how a response is framed is the server's own: a declared length counts, and a Transfer-Encoding of the handler does not"),

        new("response_write",
            static input =>
                input["request_b64"] is not null
                    && System.Text.Encoding.Latin1.GetString(VectorCase.Bytes(input, "request_b64"))
                    .Contains("Expect: 100-continue", StringComparison.Ordinal)
                && (string?)input["actions"]![0]!["do"] == "read_n",
            static (_, expect) => Drained(expect),
            "a body that the client was told to send is drained like any other when it was not read to its end"),

        new("request_write",
            static input =>
                ((string)input["url"]!).IndexOf('?') is >= 0 and var query
                    && !System.Text.Ascii.IsValid(((string)input["url"]!).AsSpan(query)),
            static (_, expect) => WithEscapedLine(expect),
            "a request line is ASCII: characters of a query that are not are escaped as UTF-8"),

        .. CookieDifferences.All,
        .. MuxDifferences.All,
        .. RedirectDifferences.All,
        .. ResponseDifferences.All,
        .. PatternDifferences.All,
        .. LlhttpDifferences.All,
    ];

    /// <summary>The first rule that covers a request; null: we answer what was recorded.</summary>
    internal static Difference? Find(string file, JsonObject input) => Array.Find(All, rule => rule.File == file && rule.Applies(input));

    private static JsonObject WithoutBody(JsonObject expect, string wire)
    {
        expect["wire_b64"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(wire));
        foreach (var result in expect["results"]!.AsArray())
        {
            result!["written"] = 0;
            result["error_text"] = "no body";
        }

        return expect;
    }

    private static JsonObject WithEscapedLine(JsonObject expect)
    {
        var wire = new System.Text.StringBuilder();
        foreach (var value in VectorCase.Bytes(expect, "wire_b64"))
            _ = value < 0x80 ? wire.Append((char)value) : wire.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{value:X2}");
        expect["wire_b64"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(wire.ToString()));
        return expect;
    }

    private static bool Sets(JsonObject input, string name) =>
        input["actions"]!.AsArray().Any(action => (string?)action!["do"] == "set" && VectorCase.Latin1(action["key"]) == name);

    private static JsonObject WithWire(JsonObject expect, string wire)
    {
        expect["wire_b64"] = Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes(wire));
        return expect;
    }

    private static JsonObject Drained(JsonObject expect)
    {
        expect["connection_reusable"] = true;
        return WithWire(
            expect,
            System.Text.Encoding.Latin1.GetString(VectorCase.Bytes(expect, "wire_b64"))
                .Replace("Connection: close\r\n", "", StringComparison.Ordinal));
    }

    private static JsonObject Failing(JsonObject expect, byte[] body)
    {
        expect["ok"] = false;
        expect["body_b64"] = Convert.ToBase64String(body);
        return expect;
    }
}
