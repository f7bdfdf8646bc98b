using System.Text.Json.Nodes;
using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class CookieJarTests(ITestOutputHelper output)
{
    private static readonly DateTime s_start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Cookiejar() => VectorRun.Run("cookiejar", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector.Input, expect)));

    private static string? Compare(JsonObject input, JsonObject expect)
    {
        var clock = new SetClock();
        var jar = new CookieJar { Clock = clock };
        var results = new JsonArray();
        foreach (var node in input["steps"]!.AsArray())
        {
            var step = node!.AsObject();
            clock.Now = s_start.AddSeconds((double)step["at"]!);
            var url = Url.Parse((string)step["url"]!);
            if ((string)step["op"]! == "set") jar.SetCookies(url, Received(step));
            else results.Add(new JsonArray([.. jar.Cookies(url).Select(cookie => JsonValue.Create($"{cookie.Name}={cookie.Value}"))]));
        }

        return JsonNode.DeepEquals(expect["results"], JsonNode.Parse(results.ToJsonString())) ? null
            : $"{results.ToJsonString()} instead of {expect["results"]!.ToJsonString()}";
    }

    private static IReadOnlyList<Cookie> Received(JsonObject step)
    {
        var response = new Response();
        foreach (var line in step["set_cookie"]!.AsArray()) response.Header.Add("Set-Cookie", VectorCase.Text(line));
        return response.Cookies();
    }
}
