using System.Text.Json.Nodes;

namespace Vectors.Tests;

/// <summary>A request as a handler saw it. Texts are Latin-1, maps as <see cref="FieldMaps"/> writes them.</summary>
internal sealed record SeenRequest(
    string Method, string Target, string Path, string RawQuery, string Proto, string Host, string Headers, long ContentLength,
    bool IsChunked, bool Close, string BodyBase64, bool IsBodyWhole, string Trailers);

/// <summary>What came of the bytes of one recorded connection.</summary>
internal sealed class SeenConnection
{
    internal List<SeenRequest> Requests { get; } = [];

    internal List<int> Statuses { get; } = [];

    /// <summary>The status of an error that the server answered by itself; null: none.</summary>
    internal int? ErrorStatus { get; set; }

    internal string ErrorBody { get; set; } = "";

    /// <summary>Says what differs from a recorded answer; null: nothing.</summary>
    internal string? Compare(JsonObject expect, bool rejectingAllowed)
    {
        if (rejectingAllowed && ErrorStatus >= 400) return null;
        return Differ(
            "statuses", string.Join(',', expect["statuses"]!.AsArray().Select(status => (int)status!)), string.Join(',', Statuses))
            ?? Differ("error_status", (int?)expect["error_status"], ErrorStatus)
            ?? CompareErrorBody((string?)expect["error_body"])
            ?? CompareRequests([.. expect["requests"]!.AsArray().Select(Recorded)]);
    }

    // Go answers an unknown expectation without a text of its own; we say the status, as in every other answer.
    private string? CompareErrorBody(string? expected) => string.IsNullOrEmpty(expected) ? null : Differ("error_body", expected, ErrorBody);

    private string? CompareRequests(List<SeenRequest> expected)
    {
        if (expected.Count != Requests.Count) return $"{Requests.Count} requests, not {expected.Count}";
        for (var index = 0; index < expected.Count; index++)
            if (Differ("request", expected[index], Requests[index]) is { } problem) return problem;
        return null;
    }

    private static SeenRequest Recorded(JsonNode? node) => new(
        VectorCase.Latin1(node!["method"]),
        VectorCase.Latin1(node["target"]),
        VectorCase.Latin1(node["path"]),
        VectorCase.Latin1(node["raw_query"]),
        VectorCase.Latin1(node["proto"]),
        VectorCase.Latin1(node["host"]),
        FieldMaps.Of(node["headers"]),
        (long)node["content_length"]!,
        node["transfer_encoding"]!.AsArray().Count == 1,
        (bool)node["close"]!,
        (string)node["body_b64"]!,
        (bool)node["body_ok"]!,
        FieldMaps.Of(node["trailers"]));

    private static string? Differ<T>(string what, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"{what} is\n    {actual}, not\n    {expected}";
}
