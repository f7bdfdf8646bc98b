using System.Text.Json.Nodes;
using RouteGen;

namespace Vectors.Tests;

/// <summary>Answers requests by a list of responses, and notes what reached it.</summary>
internal sealed class ScriptedServer(JsonObject input) : IRoundTripper
{
    internal JsonArray Seen { get; } = [];

    public async ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken = default)
    {
        var index = Seen.Count;
        Seen.Add(await DescribeAsync(request));
        var responses = input["responses"]!.AsArray();
        var isRepeated = (bool?)input["repeat_last"] == true;
        if (index >= responses.Count && !isRepeated) return new Response { StatusCode = 200, Request = request };
        var script = responses[Math.Min(index, responses.Count - 1)]!.AsObject();
        var response = new Response { StatusCode = (int)script["status"]!, Request = request };
        if (script["location"] is { } location) response.Header.Add("Location", VectorCase.Text(location));
        if (script["set_cookie"] is JsonArray lines)
            foreach (var line in lines) response.Header.Add("Set-Cookie", VectorCase.Text(line));
        return response;
    }

    private static async Task<JsonObject> DescribeAsync(Request request)
    {
        var headers = new JsonObject();
        foreach (var group in request.Header.GroupBy(field => field.Key))
            headers[group.Key] = new JsonArray([.. group.Select(field => JsonValue.Create(field.Value))]);
        var hasBody = request.Body is not { ContentLength: 0 };
        var length = request.ContentLength;
        var body = hasBody ? await request.Body.ReadAllTextAsync() : null;
        await request.Body.DisposeAsync();
        return new JsonObject
        {
            ["method"] = request.Method,
            ["url"] = request.Url.ToString(),
            ["host"] = request.Host.Length > 0 ? request.Host : request.Url.Host,
            ["headers"] = new JsonObject(
                headers.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))),
            ["body"] = body,
            // Unknown is -1 here and was recorded as 0.
            ["content_length"] = Math.Max(0, length),
        };
    }
}
