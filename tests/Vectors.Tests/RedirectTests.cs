using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class RedirectTests(ITestOutputHelper output)
{
    [Fact]
    public void Redirect() => VectorRun.Run("redirect", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => CompareAsync(vector.Input, expect).GetAwaiter().GetResult()));

    private static async Task<string?> CompareAsync(JsonObject input, JsonObject expect)
    {
        var server = new ScriptedServer(input);
        var jar = (bool?)input["cookie_jar"] == true ? new CookieJar() : null;
        var client = new Client { Transport = server, CheckRedirect = Policy((string?)input["policy"] ?? "default"), Jar = jar };
        var request = MakeRequest(input);
        var seen = new JsonObject { ["requests"] = server.Seen };
        try
        {
            var response = await client.DoAsync(request);
            seen["ok"] = true;
            seen["final_status"] = response.StatusCode;
            seen["final_url"] = response.Request!.Url.ToString();
        }
        catch (RedirectException error)
        {
            seen["ok"] = false;
            seen["response_also_returned"] = error.Response is not null;
        }

        if (jar is not null)
            seen["jar_for_start_url"] = new JsonArray(
                [.. jar.Cookies(request.Url).Select(cookie => JsonValue.Create($"{cookie.Name}={cookie.Value}"))]);
        expect.Remove("error_text");
        return JsonNode.DeepEquals(Sorted(expect), Sorted(seen)) ? null
            : $"{Sorted(seen).ToJsonString()} instead of {Sorted(expect).ToJsonString()}";
    }

    private static Request MakeRequest(JsonObject input)
    {
        var text = (string?)input["body"] ?? "";
        Body? body = (string)input["body_kind"]! switch
        {
            "none" => null,
            "replayable" => Body.From(text),
            _ => Body.From(new MemoryStream(Encoding.UTF8.GetBytes(text))),
        };
        var request = new Request((string)input["method"]!, (string)input["url"]!, body);
        foreach (var pair in input["headers"]!.AsArray()) request.Header.Add(VectorCase.Text(pair![0]), VectorCase.Text(pair[1]));
        if (input["host_override"] is { } host) request.Host = (string)host!;
        return request;
    }

    private static RedirectPolicy? Policy(string name)
    {
        if (name == "default") return null;
        if (name == "last") return static (_, _) => RedirectDecision.UseLastResponse;
        var countMax = int.Parse(name["fail-after-".Length..], CultureInfo.InvariantCulture);
        return (_, sent) => sent.Count > countMax ? throw new InvalidOperationException("policy refused") : RedirectDecision.Follow;
    }

    // Members in order, so that two objects can be compared as texts, too.
    private static JsonObject Sorted(JsonObject node) =>
        new(node.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
