using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class RequestParseTests(ITestOutputHelper output)
{
    private const int HeadBytesDefault = 1 << 20;

    [Fact]
    public void Request_parse() => VectorRun.Run("request_parse", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector, expect)));

    private static string? Compare(VectorCase vector, JsonObject expect)
    {
        var input = VectorCase.Bytes(vector.Input, "raw_b64");
        var headBytesMax = (int?)vector.Input["max_header_bytes"] ?? HeadBytesDefault;
        return ParsedConnection.Run(input, headBytesMax).Compare(expect, vector.RejectingAllowed);
    }
}
