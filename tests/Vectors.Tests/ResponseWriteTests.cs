using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Vectors.Tests;

/// <summary>
/// Every case on a connection of its own, twice: alone, for its bytes; and with a second request behind it, for the connection.
/// </summary>
public sealed class ResponseWriteTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly byte[] s_second = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray();

    private readonly WrittenConnection _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void Response_write() => VectorRun.Run("response_write", output, (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector.Input, expect)));

    private string? Compare(JsonObject input, JsonObject expect)
    {
        var actions = input["actions"]!.AsArray();
        var request = Request(input);
        var seen = Run(actions, request);
        if (CompareWire(expect, seen.Wire) is { } wire) return wire;
        if (CompareResults(expect["results"]!.AsArray(), seen.Results) is { } results) return results;
        if ((bool?)expect["connection_reusable"] is not { } isReusable) return null;
        var isReused = Run(actions, [.. request, .. s_second]).IsSecondSeen;
        return isReused == isReusable ? null : $"the second request is {(isReused ? "" : "not ")}answered";
    }

    // Waiting on a thread of the pool: the runner's own must not be needed for the answer.
    private WrittenAnswer Run(JsonArray actions, byte[] request) =>
        Task.Run(() => _server.RunAsync(actions, request)).GetAwaiter().GetResult();

    private static byte[] Request(JsonObject input)
    {
        if (input["request_b64"] is not null) return VectorCase.Bytes(input, "request_b64");
        var body = input["request_body"]!;
        var one = Encoding.UTF8.GetBytes((string)body["repeat"]!);
        return [
            .. Encoding.UTF8.GetBytes((string)input["request_head"]!),
            .. Enumerable.Repeat(one, (int)body["count"]!).SelectMany(bytes => bytes)];
    }

    private static string? CompareWire(JsonObject expect, byte[] actual)
    {
        var (wire, hasDate) = WireText.WithoutDate(Encoding.Latin1.GetString(actual));
        var expected = Encoding.Latin1.GetString(VectorCase.Bytes(expect, "wire_b64"));
        if ((string)expect["compare"]! == "dechunked") (wire, expected) = (WireText.Dechunk(wire), WireText.Dechunk(expected));
        if (wire != expected) return $"wrote\n{Show(wire)}, not\n{Show(expected)}";
        return hasDate == (bool)expect["date_header"]! ? null : $"a date is {(hasDate ? "" : "not ")}there";
    }

    private static string? CompareResults(JsonArray expected, List<WrittenResult> actual)
    {
        var recorded = expected.Select(result => new WrittenResult(
            (string)result!["do"]!, (int?)result["written"] ?? (int?)result["read"] ?? 0, result["error_text"] is not null));
        var (wanted, got) = (string.Join('\n', recorded), string.Join('\n', actual));
        return wanted == got ? null : $"results are\n{got}, not\n{wanted}";
    }

    private static string Show(string wire) => (wire.Length > 2000 ? wire[..2000] + "..." : wire).Replace("\r\n", "\\r\\n\n");
}
