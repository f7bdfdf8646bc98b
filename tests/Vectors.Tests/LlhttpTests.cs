// Another parser's cases: facts of a project that is not ours, and so never among this repository's files. They run when
// ROUTEGEN_VECTORS names a folder that has them.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RouteGen.Protocol;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed partial class LlhttpTests(ITestOutputHelper output)
{
    // Written in a way of its own, to tell an added field from a recorded one.
    private const string AddedName = "hOSt";

    [Fact]
    public void Llhttp_request() => VectorRun.Run("llhttp_request", output, static (run, vector) =>
    {
        var bytes = WithHost(Wire(vector));
        run.Check(vector.Name, Input(bytes), vector.Node, expect => Compare(expect, ParsedMessages.OfRequests(bytes), bytes));
    });

    [Fact]
    public void Llhttp_response() => VectorRun.Run("llhttp_response", output, static (run, vector) =>
    {
        var bytes = Wire(vector);
        var method = vector.Node["noResponseBody"] is null ? "GET" : "HEAD";
        run.Check(vector.Name, Input(bytes), vector.Node, expect => Compare(expect, ParsedMessages.OfResponses(bytes, method), bytes));
    });

    [Fact]
    public void Llhttp_url() => VectorRun.Run("llhttp_url", output, static (run, vector) =>
        run.Check(vector.Name, Input(Wire(vector)), vector.Node, expect => CompareTarget(expect, Wire(vector))));

    private static JsonObject Input(byte[] bytes) => new() { ["raw_b64"] = Convert.ToBase64String(bytes) };

    // The other parser does not ask for Host, and we do. So that each case shows what it is about, one is added where it is missing.
    private static byte[] WithHost(byte[] bytes) => Encoding.Latin1.GetBytes(LineWithoutHost().Replace(
        Encoding.Latin1.GetString(bytes),
        match => $"{match.Value}{AddedName}: {(match.Groups[1].Value is { Length: > 0 } host ? host : "a")}\r\n"));

    // Behind the offset at which the other parser hands the connection over, the bytes are not HTTP.
    private static byte[] Wire(VectorCase vector)
    {
        var bytes = VectorCase.Bytes(vector.Node, "rawB64");
        return vector.Node["upgradeAt"] is { } end ? bytes[..(int)end] : bytes;
    }

    private static string? Compare(JsonObject expect, ParsedMessages parsed, byte[] bytes)
    {
        var outcome = (string)expect["outcome"]!;
        // A line is judged when it is whole: until then it is waited for, and the end of the connection refuses it.
        if (outcome == "error" && parsed.Outcome == "incomplete" && bytes[^1] != '\n') return null;
        if (parsed.Outcome != outcome) return $"{parsed.Outcome}, not {outcome}";
        if (outcome == "error" || expect["messages"] is null) return null;
        var expected = expect["messages"]!.AsArray().Where(message => message!["headersComplete"] is { } complete && (bool)complete)
            .Select(Recorded);
        var messages = string.Join("\n---\n", expected);
        var actual = AddedField().Replace(string.Join("\n---\n", parsed.Messages), "");
        return actual == messages ? null : $"messages are\n{actual}, not\n{messages}";
    }

    private static string Recorded(JsonNode? message)
    {
        var line = message!["method"] is { } method
            ? $"{method} {Text(message["url"])}"
            : $"{message["statusCode"]} {Text(message["reason"])}";
        var fields = (message["headers"]?.AsArray() ?? []).Select(field => (Text(field![0]), Text(field[1]).Trim(' ', '\t')));
        return ParsedMessages.Describe(line, fields, (string?)message["bodyB64"] ?? "");
    }

    private static string Text(JsonNode? node) =>
        node is JsonObject raw ? Encoding.Latin1.GetString(VectorCase.Bytes(raw, "b64")) : (string?)node ?? "";

    // HTTP/1.0 asks for no Host, so that the target stands alone.
    private static string? CompareTarget(JsonObject expect, byte[] target)
    {
        byte[] bytes = [.. "GET "u8, .. target, .. " HTTP/1.0\r\n\r\n"u8];
        var head = new RequestHead();
        var ok = head.Parse(bytes, 1 << 20, 1000) == ParseStatus.Done;
        if (ok != ((string)expect["outcome"]! == "ok")) return $"{head.Reason}";
        if (!ok) return null;
        var parts = expect["parts"]!;
        var expected = $"{parts["host"]} {parts["path"]} {parts["query"]}";
        var actual =
            $"{Part(head.HostStart, head.HostLength)} {Part(head.PathStart, head.PathLength)} {Part(head.QueryStart, head.QueryLength)}";
        return actual == expected ? null : $"{actual}, not {expected}";

        string Part(int start, int length) => Encoding.Latin1.GetString(bytes, start, length);
    }

    [GeneratedRegex(
        @"^[!-~]+ (?:http://([^/? ]*))?[^\n ]* HTTP/1\.1\r\n(?!(?:[^\n]+\r\n)*host:)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LineWithoutHost();

    [GeneratedRegex(AddedName + ": [^\n]*\n")]
    private static partial Regex AddedField();
}
