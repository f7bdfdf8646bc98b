using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vectors.Tests;

/// <summary>Another parser's cases read as text, for the rules on them.</summary>
internal static partial class LlhttpText
{
    internal static string Text(JsonObject input) => Encoding.Latin1.GetString(VectorCase.Bytes(input, "raw_b64"));

    internal static bool IsToleratedResponse(JsonObject input) => ToleratedResponse().IsMatch(Text(input));

    internal static bool IsRefusedResponse(JsonObject input) => RefusedResponse().IsMatch(Text(input));

    internal static bool HasOtherMethod(JsonObject input) => OtherMethod().IsMatch(Text(input));

    internal static bool HasBytesBehindRequest(JsonObject input) => BytesBehindRequest().IsMatch(Text(input));

    [GeneratedRegex(@"^(?!(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) )[!-~]+ / HTTP/1\.1\r\n")]
    private static partial Regex OtherMethod();

    // An empty line behind a request other than POST, and what follows the preface of HTTP/2.
    [GeneratedRegex(@"^(?!POST )[A-Z]+ [^\n]+\r\n(?:[^\n]+\r\n)*\r\n\r\n|\nPUT [^\n]+\r\n(?:[^\n]+\r\n)*\r\n[A-Z]+\r\n|^PRI ")]
    private static partial Regex BytesBehindRequest();

    [GeneratedRegex(@"^HTTP/([2-9]\.[0-9] |1\.[0-9]  +)[1-9][0-9][0-9] ")]
    private static partial Regex ToleratedResponse();

    [GeneratedRegex(@"^(?!HTTP/)|\n[Tt]ransfer-[Ee]ncoding: (?!chunked\r)|\r\n\r\n\r\nHTTP/")]
    private static partial Regex RefusedResponse();
}
