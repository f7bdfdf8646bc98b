// Connection reuse. A step ends when both sides agree on the connections there are: what one side closes, the other has seen. So no
// step depends on how fast the machine is.
using System.Globalization;
using System.Text.Json.Nodes;
using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class TransportPoolTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Transport_pool() => VectorRun.Run("transport_pool", output, static (run, vector) =>
        run.Check(
            vector.Name, vector.Input, vector.Expect, expect =>
                CompareAsync(vector.Input, expect).WaitAsync(s_limit).GetAwaiter().GetResult()));

    private static async Task<string?> CompareAsync(JsonObject input, JsonObject expect)
    {
        await using var server = new PoolServer();
        using var transport = MakeTransport(input["options"]!.AsObject());
        var responses = new List<OpenResponse?>();
        var results = new JsonArray();
        foreach (var node in input["steps"]!.AsArray())
        {
            var step = node!.AsObject();
            await RunAsync(step, transport, server, responses, results);
            // A body that nobody reads keeps the write side of its server busy, so that its end is not waited for.
            await UntilAsync(() => transport.Pool.Counts.Conns == server.Open);
        }

        foreach (var result in expect["results"]!.AsArray()) result!.AsObject().Remove("error_text");
        var actual = $"{results.ToJsonString()} opened {server.Opened} open {server.Open}";
        var expected =
            $"{Normal(expect["results"]!.AsArray()).ToJsonString()} opened {expect["connections_opened"]} open "
                + $"{expect["connections_still_open"]}";
        foreach (var open in responses) open?.Response.Dispose();
        return actual == expected ? null : $"{actual}, not {expected}";
    }

    private static Transport MakeTransport(JsonObject options) => new()
    {
        MaxIdleConns = (int?)options["max_idle_conns"] ?? 0,
        MaxIdleConnsPerHost = (int?)options["max_idle_conns_per_host"] ?? 2,
        MaxConnsPerHost = (int?)options["max_conns_per_host"] ?? 0,
        IdleConnTimeout = TimeSpan.FromMilliseconds((int?)options["idle_conn_timeout_ms"] ?? 0),
        DisableKeepAlives = (bool?)options["disable_keep_alives"] ?? false,
    };

    private static async Task RunAsync(
        JsonObject step, Transport transport, PoolServer server, List<OpenResponse?> responses, JsonArray results)
    {
        switch ((string)step["op"]!)
        {
            case "request":
                results.Add(await RequestAsync(step, transport, server, responses));
                break;
            case "finish":
                await ReadToEndAsync(Take(step, responses));
                break;
            case "abandon":
                Take(step, responses).Dispose();
                break;
            case "close_idle":
                transport.CloseIdleConnections();
                break;
            case "server_closes_connections":
                server.CloseConnections();
                break;
            case "wait":
                await Task.Delay((int)step["ms"]!);
                break;
            case var unknown:
                throw new NotSupportedException(unknown);
        }
    }

    private static async Task<JsonNode> RequestAsync(JsonObject step, Transport transport, PoolServer server, List<OpenResponse?> responses)
    {
        var host = (int?)step["host"] ?? 0;
        var request = new Request(
            (string?)step["method"] ?? "GET", server.Url(host), MakeBody(step))
        { Close = (bool?)step["ask_close"] ?? false };
        request.Header.Set("X-Server", (string?)step["server"] ?? "plain");
        request.Header.Set("X-Size", ((int?)step["body_size"] ?? 10).ToString(CultureInfo.InvariantCulture));
        if ((bool?)step["idempotency_key"] ?? false) request.Header.Set("Idempotency-Key", "k");
        using var limit = new CancellationTokenSource();
        // Only a request that has to wait for a connection is given up.
        var waits = transport.MaxConnsPerHost > 0 && responses.Count(open => open?.Host == host) >= transport.MaxConnsPerHost;
        if (waits) limit.CancelAfter(400);
        responses.Add(null);
        try
        {
            var response = await new Client { Transport = transport }.DoAsync(request, limit.Token);
            var client = (string?)step["client"] ?? "read_all";
            if (client == "keep_open") responses[^1] = new OpenResponse(host, response);
            else await UseAsync(response, client);
            var number = int.Parse(response.Header.Get("X-Conn"), CultureInfo.InvariantCulture);
            return new JsonObject { ["connection"] = number, ["ok"] = true, ["status"] = response.StatusCode };
        }
        catch (OperationCanceledException)
        {
            return new JsonObject { ["ok"] = false, ["timed_out"] = true };
        }
        catch (IOException)
        {
            return new JsonObject { ["ok"] = false };
        }
    }

    private static Body? MakeBody(JsonObject step)
    {
        var bytes = step["request_body_size"] is { } size ? new byte[(int)size] : step["request_body"] is { } text
            ? System.Text.Encoding.Latin1.GetBytes(VectorCase.Latin1(text)) : null;
        if (bytes is null) return null;
        return (bool?)step["one_shot_body"] ?? false ? Body.From(new MemoryStream(bytes)) : Body.From(bytes);
    }

    private static async Task UseAsync(Response response, string client)
    {
        switch (client)
        {
            case "read_all":
                await ReadToEndAsync(response);
                break;
            case "read_all_no_close":
                await response.Body.ReadAllBytesAsync();
                break;
            case "close_unread":
                response.Dispose();
                break;
            case "read_part":
                await response.Body.ReadExactlyAsync(new byte[3]);
                response.Dispose();
                break;
            default:
                throw new NotSupportedException(client);
        }
    }

    private static Response Take(JsonObject step, List<OpenResponse?> responses)
    {
        var index = (int)step["request"]! - 1;
        var open = responses[index]!;
        responses[index] = null;
        return open.Response;
    }

    private static async Task ReadToEndAsync(Response response)
    {
        await response.Body.ReadAllBytesAsync();
        response.Dispose();
    }

    // As the results are written here, with their members in this order.
    private static JsonArray Normal(JsonArray results) => new([.. results.Select(static node =>
    {
        var result = new JsonObject();
        foreach (var name in (string[])["connection", "ok", "status", "timed_out"])
            if (node![name] is { } value) result[name] = value.DeepClone();
        return (JsonNode)result;
    })]);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(1);
    }

    private sealed record OpenResponse(int Host, Response Response);
}
