using System.Text.Json.Nodes;
using RouteGen;

namespace Vectors.Tests;

/// <summary>The parts of a multipart/byteranges answer, taken apart by a reader of its own.</summary>
internal static class ServedParts
{
    /// <summary>What is wrong with an answer whose parts were recorded as fields (<c>headers</c>) and <c>body</c>; null: nothing.</summary>
    internal static string? Compare(ResponseRecorder answer, JsonArray expected)
    {
        var type = answer.Header.Get("Content-Type");
        var boundary = type[(type.IndexOf("boundary=", StringComparison.Ordinal) + "boundary=".Length)..];
        var body = "\r\n" + answer.BodyText;
        if (!body.EndsWith($"\r\n--{boundary}--\r\n", StringComparison.Ordinal)) return "the last boundary is missing";
        if (answer.Header.Get("Content-Length") is { Length: > 0 } length && length != $"{answer.Body.Length}")
            return $"length {length} is declared";
        var parts = body.Split($"\r\n--{boundary}")[1..^1];
        if (parts.Length != expected.Count) return $"{parts.Length} parts";
        for (var index = 0; index < parts.Length; index++)
            if (Compare(parts[index][2..], expected[index]!.AsObject()) is { } problem) return $"part {index}: {problem}";
        return null;
    }

    private static string? Compare(string part, JsonObject expected)
    {
        var split = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var fields = part[..split].Split("\r\n");
        foreach (var (name, value) in expected["headers"] as JsonObject ?? [])
            if (!fields.Contains($"{name}: {value}")) return $"{name} is not {value}";
        var body = part[(split + 4)..];
        return body == (string?)expected["body"] ? null : $"body is '{body}'";
    }
}
