using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RouteGen;
using RouteGen.Handling;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class RangeTests(ITestOutputHelper output)
{
    [Fact]
    public void Range() => VectorRun.Run("range", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect =>
            (string)vector.Input["op"]! == "parse_range" ? CompareParsed(vector, expect) : CompareServed(vector, expect)));

    private static string? CompareParsed(VectorCase vector, JsonObject expect)
    {
        var ranges = new List<ByteRange>();
        var outcome = RangeField.Parse((string)vector.Input["header"]!, (long)vector.Input["size"]!, ranges);
        if (outcome != RangeOutcome.Satisfiable && vector.RejectingAllowed) return null;
        if (!(bool)expect["ok"]!)
        {
            var expected = (bool)expect["no_overlap"]! ? RangeOutcome.NoOverlap : RangeOutcome.Invalid;
            return outcome == expected ? null : $"{outcome} instead of {expected}";
        }

        var found = string.Join(',', ranges.Select(range => $"[{range.Start},{range.Length}]"));
        var wanted = string.Join(',', expect["ranges"]!.AsArray().Select(range => range!.ToJsonString()));
        return outcome == RangeOutcome.Satisfiable && found == wanted ? null : $"{outcome} {found} instead of {wanted}";
    }

    private static string? CompareServed(VectorCase vector, JsonObject expect)
    {
        var answer = Serve(vector.Input);
        if (vector.RejectingAllowed && answer.StatusCode == 416) return null;
        if (answer.StatusCode != (int)expect["status"]!) return $"status {answer.StatusCode}";
        var parts = expect["parts"] as JsonArray;
        return CompareFields(answer, expect["headers"]!.AsObject(), parts is not null)
            ?? (parts is null ? CompareBody(answer, (string?)expect["body"] ?? "") : ServedParts.Compare(answer, parts));
    }

    private static ResponseRecorder Serve(JsonObject input)
    {
        var request = TestRequest.New((string)input["method"]!, "/");
        foreach (var (name, value) in Members(input, "request_headers")) request.Header.Set(name, value);
        var answer = new ResponseRecorder();
        foreach (var (name, value) in Members(input, "handler_headers")) answer.Header.Set(name, value);
        DateTimeOffset? modified = (string?)input["modified"] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
        using var content = new MemoryStream(Encoding.UTF8.GetBytes((string?)input["content"] ?? ""));
        var served = Http.ServeContentAsync(answer, request, (string?)input["file_name"] ?? "", modified, content);
        Assert.True(served.IsCompletedSuccessfully);
        return answer;
    }

    private static IEnumerable<(string Name, string Value)> Members(JsonObject input, string member) =>
        (input[member] as JsonObject ?? []).Select(pair => (pair.Key, (string?)pair.Value ?? ""));

    private static string? CompareFields(ResponseRecorder answer, JsonObject expected, bool isMultipart)
    {
        foreach (var (name, value) in answer.Header)
        {
            if (name == "Date" || (isMultipart && name == "Content-Length")) continue;
            var shown = isMultipart && name == "Content-Type" ? value[..value.IndexOf(';', StringComparison.Ordinal)] : value;
            if ((string?)expected[name] is not { } wanted) return $"{name} is not expected";
            if (wanted != shown && !(isMultipart && name == "Content-Type" && wanted.StartsWith(shown, StringComparison.Ordinal)))
                return $"{name} is {shown} instead of {wanted}";
        }

        var missing = expected.Select(pair => pair.Key).FirstOrDefault(name => !answer.Header.Has(name));
        return missing is null ? null : $"{missing} is missing";
    }

    private static string? CompareBody(ResponseRecorder answer, string expected) =>
        answer.BodyText == expected ? null : $"body is '{answer.BodyText}'";
}
