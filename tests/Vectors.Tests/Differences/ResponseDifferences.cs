// What our client makes of responses in another way than was recorded.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

internal static partial class ResponseDifferences
{
    internal static readonly Difference[] All =
    [
        new("response_parse",
            static input => OtherMajorVersion().IsMatch(Text(input)),
            static (_, expect) => Refused(expect),
            "a response of another major version than 1 is not one of HTTP/1.x"),

        new("response_parse",
            static input => HasBareLineFeed(Text(input)),
            static (_, expect) => Closing(expect),
            "a line that ends in LF alone is read, but what follows such a head on its connection is not trusted"),

        new("response_parse",
            static input => (string)input["request_method"]! == "CONNECT" && TunnelWithLength().IsMatch(Text(input)),
            static (input, expect) => Tunnelled(input, expect),
            "what follows a 2xx to CONNECT is the tunnel, whatever its fields say (RFC 9110 section 9.3.6)"),
    ];

    private static string Text(JsonObject input) => Encoding.Latin1.GetString(VectorCase.Bytes(input, "raw_b64"));

    private static bool HasBareLineFeed(string text) =>
        HeadEnd().Match(text) is { Success: true } end && BareLineFeed().IsMatch(text[..(end.Index + end.Length)]);

    private static JsonObject Refused(JsonObject expect)
    {
        expect["ok"] = false;
        return expect;
    }

    private static JsonObject Closing(JsonObject expect)
    {
        expect["close"] = true;
        return expect;
    }

    private static JsonObject Tunnelled(JsonObject input, JsonObject expect)
    {
        var text = Text(input);
        var start = HeadEnd().Match(text) is var end ? end.Index + end.Length : 0;
        expect["body_b64"] = Convert.ToBase64String(Encoding.Latin1.GetBytes(text[start..]));
        expect["content_length"] = -1L;
        expect["close"] = true;
        expect["unread_after_b64"] = "";
        return expect;
    }

    [GeneratedRegex(@"^HTTP/[02-9]\.[0-9] ")]
    private static partial Regex OtherMajorVersion();

    [GeneratedRegex(@"\n\r?\n")]
    private static partial Regex HeadEnd();

    [GeneratedRegex(@"(?<!\r)\n")]
    private static partial Regex BareLineFeed();

    [GeneratedRegex(
        @"^HTTP/1\.[0-9] 2[0-9][0-9] .*\r\n(Content-Length|Transfer-Encoding):", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex TunnelWithLength();
}
