// The working group's cases: what a user agent gives back. Their clock stands in early 2011.
using System.Text.Json.Nodes;
using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class HttpStateCookiesTests(ITestOutputHelper output)
{
    private static readonly DateTime s_now = new(2011, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Http_state_cookies() => VectorRun.Run("http_state_cookies", output, static (run, vector) =>
        run.Check(vector.Name, vector.Node, vector.Node, expect => Compare(vector.Node, expect)));

    private static string? Compare(JsonObject input, JsonObject expect)
    {
        var jar = new CookieJar { Clock = new SetClock { Now = s_now } };
        var response = new Response();
        foreach (var line in input["setCookie"]!.AsArray()) response.Header.Add("Set-Cookie", VectorCase.Text(line));
        jar.SetCookies(Url.Parse((string)input["setUrl"]!), ReceivedCookie.ReadAll(response.Header));
        var request = new Request("GET", (string)input["sendUrl"]!);
        request.AddReceivedCookies(jar.Cookies(request.Url));
        var sent = string.Join("; ", expect["sent"]!.AsArray().Select(pair => VectorCase.Text(pair![0]) + "=" + VectorCase.Text(pair[1])));
        return request.Header.Get("Cookie") == sent ? null : $"{request.Header.Get("Cookie")} instead of {sent}";
    }
}
