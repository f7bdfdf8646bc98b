using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class RequestWriteTests(ITestOutputHelper output)
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private const string Refused = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Request_write() => VectorRun.Run("request_write", output, static (run, vector) =>
        run.Check(
            vector.Name, vector.Input, vector.Expect, expect =>
                CompareAsync(vector.Input, expect).WaitAsync(s_limit).GetAwaiter().GetResult()));

    private static async Task<string?> CompareAsync(JsonObject input, JsonObject expect)
    {
        using var peer = new RecordingPeer();
        var isTunnelled = input["proxy"] is not null && ((string)input["url"]!).StartsWith("https:", StringComparison.Ordinal);
        using var transport = MakeTransport(input, (_, _, token) => peer.DialAsync(isTunnelled ? Refused : Ok, token));
        var failure = await SendAsync(transport, input);
        transport.Dispose();
        var isOk = (bool)expect["ok"]!;
        if (!isOk) return failure is null ? "it was sent" : null;
        if (failure is not null && !isTunnelled) return failure.ToString();
        if (peer.Served is null) return "nothing was dialed: " + failure;
        return CompareWire(expect, await peer.Served);
    }

    private static Transport MakeTransport(JsonObject input, DialFunc dial) => new()
    {
        DialContext = dial,
        Proxy = (string?)input["proxy"] is { } proxy ? _ => Url.Parse(proxy) : null,
        ProxyConnectHeader = input["proxy_connect_headers"] is JsonArray fields ? Fields(fields) : null,
        DisableCompression = IsTrue(input["disable_compression"]),
        DisableKeepAlives = IsTrue(input["disable_keep_alives"]),
    };

    private static async Task<Exception?> SendAsync(Transport transport, JsonObject input)
    {
        try
        {
            var written = new TaskCompletionSource();
            var request = MakeRequest(input);
            new ClientTrace { WroteRequest = _ => written.TrySetResult() }.AddTo(request.Context);
            using var response = await new Client { Transport = transport }.DoAsync(request);
            await written.Task;
            return null;
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or ArgumentException)
        {
            return e;
        }
    }

    private static Request MakeRequest(JsonObject input)
    {
        var body = input["body"]!.AsObject();
        var request = new Request(VectorCase.Latin1(input["method"]), (string)input["url"]!, MakeBody(body))
        {
            Host = (string?)input["host_override"] ?? "",
            Close = IsTrue(input["close"]),
            IsChunked = input["transfer_encoding"] is JsonArray codings && codings.Any(static coding => (string?)coding == "chunked"),
        };
        foreach (var (name, value) in Fields(input["headers"]!.AsArray())) request.Header.Add(name, value);
        if (input["trailers"] is JsonArray trailers) request.Trailer = Fields(trailers);
        if (body["declared_length"] is { } length) request.ContentLength = (long)length;
        return request;
    }

    private static Body? MakeBody(JsonObject body)
    {
        var parts = body["parts"] is JsonArray several
            ? several.Select(VectorCase.Latin1).ToArray()
            : [string.Concat(Enumerable.Repeat(VectorCase.Latin1(body["data"]), (int?)body["repeat"] ?? 1))];
        return (string)body["kind"]! switch
        {
            "none" => null,
            "empty" => Body.Empty,
            "bytes" => Body.From(Encoding.Latin1.GetBytes(string.Concat(parts))),
            _ => new PartsBody(parts),
        };
    }

    private static Header Fields(JsonArray fields)
    {
        var header = new Header();
        foreach (var field in fields) header.Add(VectorCase.Text(field![0]), VectorCase.Text(field[1]));
        return header;
    }

    // The product token is each implementation's own.
    private static string? CompareWire(JsonObject expect, byte[] actual)
    {
        var expected = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(VectorCase.Bytes(expect, "wire_b64"))
                .Replace("Go-http-client/1.1", "RouteGen/0.1", StringComparison.Ordinal));
        if ((string)expect["compare"]! == "dechunked")
        {
            expected = Dechunked(expected);
            actual = Dechunked(actual);
        }

        return expected.AsSpan().SequenceEqual(actual) ? null
            : $"sent {Encoding.Latin1.GetString(actual)}\nnot  {Encoding.Latin1.GetString(expected)}";
    }

    // Head, data, and the trailer section. The order of trailers is each implementation's own, in the announcement too (RFC 9110 section
    // 6.5).
    private static byte[] Dechunked(byte[] wire)
    {
        var text = Encoding.Latin1.GetString(wire);
        var at = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var whole = new StringBuilder(WithSortedNames(text[..at]));
        while (true)
        {
            var end = text.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = int.Parse(text.AsSpan(at, end - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                return Encoding.Latin1.GetBytes(
                    whole.AppendJoin("\r\n", text[end..].Split("\r\n").Order(StringComparer.Ordinal)).ToString());
            whole.Append(text.AsSpan(end + 2, size));
            at = end + 2 + size + 2;
        }
    }

    private static string WithSortedNames(string head) =>
        string.Join("\r\n", head.Split("\r\n").Select(static line => line.StartsWith("Trailer: ", StringComparison.Ordinal)
        ? "Trailer: "
            + string.Join(", ", line["Trailer: ".Length..].Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal))
        : line));

    private static bool IsTrue(JsonNode? node) => node is not null && (bool)node;

    // A stream of unknown length that gives one part at each read.
    private sealed class PartsBody(string[] parts) : Body
    {
        private readonly Queue<byte[]> _parts = new(parts.Where(static part => part.Length > 0).Select(Encoding.Latin1.GetBytes));

        public override int Read(Span<byte> buffer)
        {
            if (!_parts.TryDequeue(out var part)) return 0;
            part.CopyTo(buffer);
            return part.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));
    }
}
