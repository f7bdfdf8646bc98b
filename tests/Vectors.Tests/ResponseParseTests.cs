using System.Text;
using System.Text.Json.Nodes;
using RouteGen.Protocol;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class ResponseParseTests(ITestOutputHelper output)
{
    [Fact]
    public void Response_parse() => VectorRun.Run("response_parse", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector, expect)));

    private static string? Compare(VectorCase vector, JsonObject expect)
    {
        var bytes = VectorCase.Bytes(vector.Input, "raw_b64");
        var head = new ResponseHead();
        var status = head.Parse(bytes, 1 << 20, 1000);
        if (status == ParseStatus.NeedMore) status = head.Finish();
        if (status == ParseStatus.Rejected && vector.RejectingAllowed) return null;
        if ((status == ParseStatus.Done) != (bool)expect["ok"]!) return $"{status} {head.Reason}";
        if (status == ParseStatus.Rejected) return null;
        var method = (string)vector.Input["request_method"]!;
        return CompareHead(head, bytes, method, expect) ?? CompareBody(head, bytes, method, expect, step: 4096)
            ?? CompareBody(head, bytes, method, expect, step: 1);
    }

    private static string? CompareHead(ResponseHead head, byte[] bytes, string method, JsonObject expect)
    {
        var framing = BodyFramingRules.OfResponse(head, method, out _);
        var reason = Encoding.Latin1.GetString(bytes, head.ReasonStart, head.ReasonLength);
        return Differ("status", (int)expect["status"]!, head.StatusCode)
            ?? Differ("status_line", VectorCase.Latin1(expect["status_line"]).TrimEnd(), $"{head.StatusCode} {reason}".TrimEnd())
            ?? Differ("proto", (string)expect["proto"]!, $"HTTP/{head.MajorVersion}.{head.MinorVersion}")
            ?? Differ("content_length", (long)expect["content_length"]!, BodyFramingRules.ReportedLength(head, method))
            ?? Differ("close", (bool)expect["close"]!, BodyFramingRules.ClosesAfter(head, framing))
            ?? Differ("transfer_encoding", expect["transfer_encoding"]!.AsArray().Count == 1, head.IsChunked)
            ?? Differ("headers", FieldMaps.Of(expect["headers"]), FieldMaps.Of(head, bytes))
            ?? Differ(
                "declared_trailers", Sorted(expect["declared_trailers"]!.AsArray().Select(VectorCase.Latin1)),
                Sorted(FieldMaps.Announced(head, bytes)));
    }

    private static string? CompareBody(ResponseHead head, byte[] bytes, string method, JsonObject expect, int step)
    {
        var framing = BodyFramingRules.OfResponse(head, method, out var length);
        var body = WireBody.Read(bytes.AsSpan(head.Length), framing, length, step);
        var problem = Differ("body_ok", (bool)expect["body_ok"]!, body.IsWhole)
            ?? Differ("body", (string)expect["body_b64"]!, Convert.ToBase64String(body.Data));
        if (problem is not null || !body.IsWhole) return problem;
        // Without a body nothing was read, so that an announced trailer never came.
        var trailer = framing == BodyFraming.Chunked ? FieldMaps.OfTrailer(head, bytes, body.Trailer) : FieldMaps.Of(expect["trailers"]);
        return Differ("trailers", FieldMaps.Of(expect["trailers"]), trailer)
            ?? Differ("unread", (string)expect["unread_after_b64"]!, Convert.ToBase64String(bytes.AsSpan(head.Length + body.Consumed)));
    }

    private static string Sorted(IEnumerable<string> names) => string.Join(',', names.Order(StringComparer.Ordinal));

    private static string? Differ<T>(string what, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"{what} is {actual}, not {expected}";
}
