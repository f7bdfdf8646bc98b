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

        new("response_write",
            static input => FailedHandlers.IsAnswered(input),
            static (input, expect) => FailedHandlers.Answered(input, expect),
            "a handler that fails before anything was sent is answered 500, so that clients and balancers can tell"),

        new("response_write",
            static input => input["actions"]!.AsArray().Any(static action => (int?)action!["status"] == 205),
            static (_, expect) => WithoutBody(expect, "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"),
            "a 205 has no body, and says so by its length (RFC 9110 section 15.3.6)"),

        .. CookieDifferences.All,
        .. MuxDifferences.All,
        .. RedirectDifferences.All,
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

    private static JsonObject Failing(JsonObject expect, byte[] body)
    {
        expect["ok"] = false;
        expect["body_b64"] = Convert.ToBase64String(body);
        return expect;
    }
}
