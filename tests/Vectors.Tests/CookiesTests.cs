using System.Globalization;
using System.Text.Json.Nodes;
using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class CookiesTests(ITestOutputHelper output)
{
    [Fact]
    public void Cookies() => VectorRun.Run("cookies", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector.Input, expect)));

    private static string? Compare(JsonObject input, JsonObject expect) => (string)input["op"]! switch
    {
        "parse_set_cookie" => Differ(expect["cookies"]!, SetCookies(input)),
        "parse_cookie" => Differ(expect["cookies"]!, RequestCookies(input)),
        "format_set_cookie" => Differ(expect, Formatted(input)),
        "add_request_cookies" => Differ(expect, Added(input)),
        var op => "unknown op " + op,
    };

    private static JsonArray SetCookies(JsonObject input)
    {
        var response = new Response();
        foreach (var line in input["lines"]!.AsArray()) response.Header.Add("Set-Cookie", VectorCase.Text(line));
        return new JsonArray([.. response.Cookies().Select(Describe)]);
    }

    private static JsonObject Describe(Cookie cookie) => new()
    {
        ["domain"] = cookie.Domain,
        ["expires"] = cookie.Expires?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["http_only"] = cookie.HttpOnly,
        ["max_age"] = cookie.MaxAge,
        ["name"] = cookie.Name,
        ["path"] = cookie.Path,
        ["raw_expires"] = cookie.RawExpires,
        ["same_site"] = cookie.SameSite.ToString().ToLowerInvariant(),
        ["secure"] = cookie.Secure,
        ["unparsed"] = new JsonArray([.. cookie.Unparsed.Select(text => JsonValue.Create(text))]),
        ["value"] = cookie.Value,
    };

    private static JsonArray RequestCookies(JsonObject input)
    {
        var request = new Request("GET", "http://a.test/");
        foreach (var line in input["lines"]!.AsArray()) request.Header.Add("Cookie", VectorCase.Text(line));
        return new JsonArray([.. request.Cookies().Select(cookie => new JsonObject { ["name"] = cookie.Name, ["value"] = cookie.Value })]);
    }

    private static JsonObject Formatted(JsonObject input)
    {
        var cookie = new Cookie(VectorCase.Text(input["name"]), VectorCase.Text(input["value"]))
        {
            Path = VectorCase.Text(input["path"]),
            Domain = VectorCase.Text(input["domain"]),
            Expires = input["expires"] is { } date ? DateTimeOffset.Parse((string)date!, CultureInfo.InvariantCulture) : null,
            MaxAge = (long?)input["max_age"] ?? 0,
            HttpOnly = (bool?)input["http_only"] ?? false,
            Secure = (bool?)input["secure"] ?? false,
            SameSite = input["same_site"] is { } site ? Enum.Parse<SameSite>((string)site!, ignoreCase: true) : SameSite.Unset,
        };
        return new() { ["text"] = cookie.ToString(), ["valid"] = cookie.FindProblem() is null };
    }

    private static JsonObject Added(JsonObject input)
    {
        var request = new Request("GET", "http://a.test/");
        foreach (var pair in input["cookies"]!.AsArray())
            request.AddCookie(new Cookie(VectorCase.Text(pair![0]), VectorCase.Text(pair[1])));
        return new() { ["cookie_header"] = request.Header.Get("Cookie"), ["lines"] = request.Header.Values("Cookie").Count };
    }

    private static string? Differ(JsonNode expected, JsonNode actual) =>
        JsonNode.DeepEquals(expected, JsonNode.Parse(actual.ToJsonString())) ? null
            : $"{actual.ToJsonString()} instead of {expected.ToJsonString()}";
}
