// What we mean to answer differently from what was recorded: one rule for each row of the README's table of differences that the
// recorded files show. On the repository's own files a rule that matches no request, or more than a tenth of a file's, fails.
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
            static input => RequestText.Of(input).IsAmbiguous,
            static (_, expect) => RequestText.Refused(expect, 400),
            "what two parsers could read as two different requests is refused: the two may be a proxy and we"),

        new("request_parse",
            static input => RequestText.Of(input).HasOtherVersion,
            static (input, expect) => RequestText.Of(input).IsMajor1 ? RequestText.Served(expect, "HTTP/1.1") : RequestText.Refused(expect, 505),
            "a minor version above 1 is served as HTTP/1.1, another major version is not served (RFC 9110 section 2.5)"),

        new("llhttp_request",
            static input => RequestText.Of(input) is { IsAmbiguous: true } or { IsHttp: false } or { HasUserInfo: true },
            static (_, expect) => Outcome(expect, "error"),
            "a server refuses more than a bare parser: user information, other protocols, what can be read in two ways"),

        new("llhttp_request",
            static input => RequestText.Of(input).ClosesConnection,
            static (_, expect) => FirstMessage(expect),
            "what follows the last request of a connection is ignored"),

        new("llhttp_request",
            LlhttpText.HasBytesBehindRequest,
            static (_, expect) => Outcome(expect, "error"),
            "line ends are skipped behind a POST alone, and the preface of HTTP/2 is no request of HTTP/1.1"),

        new("llhttp_request",
            LlhttpText.HasOtherMethod,
            static (_, expect) => Outcome(expect, "ok"),
            "any token is a method"),

        new("llhttp_response",
            LlhttpText.IsToleratedResponse,
            static (_, expect) => Outcome(expect, "ok-at-eof"),
            "any version and repeated blanks before the status pass, as in Go's client"),

        new("llhttp_response",
            LlhttpText.IsRefusedResponse,
            static (_, expect) => Outcome(expect, "error"),
            "other protocols, codings other than chunked, and bytes between two responses are refused"),

        new("llhttp_url",
            static input => LlhttpText.Text(input).IndexOfAny(['#', '@']) >= 0,
            static (_, expect) => Outcome(expect, "error"),
            "a target has neither fragment nor user information (RFC 9110 sections 4.2.4 and 7.1)"),
    ];

    /// <summary>The first rule that covers a request; null: we answer what was recorded.</summary>
    internal static Difference? Find(string file, JsonObject input) => Array.Find(All, rule => rule.File == file && rule.Applies(input));

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

    private static JsonObject Failing(JsonObject expect, byte[] body)
    {
        expect["ok"] = false;
        expect["body_b64"] = Convert.ToBase64String(body);
        return expect;
    }
}
