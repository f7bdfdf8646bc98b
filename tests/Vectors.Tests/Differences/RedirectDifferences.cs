using System.Text.Json.Nodes;
using RouteGen;

namespace Vectors.Tests;

/// <summary>What we do with redirects in another way than was recorded.</summary>
internal static class RedirectDifferences
{
    private static readonly string[] s_sensitive = [
        "Authorization", "Www-Authenticate", "Cookie", "Cookie2", "Proxy-Authorization", "Proxy-Authenticate"];

    internal static readonly Difference[] All =
    [
        new("redirect",
            static input =>
                FindForeign(input) is > 0 and var index && (Sets(input, "Proxy-") || (Sets(input, "") && index + 1 < Hops(input).Count)),
            static (input, expect) => Dropped(expect, FindForeign(input)),
            "credentials for a proxy are as sensitive as others, and what a foreign host made us drop stays dropped: it could redirect to "
                + "itself"),

        new("redirect",
            static input => HasFragment(input) && !IsAbsolute(input),
            static (_, expect) => WithoutFragments(expect),
            "a Referer has no fragment (RFC 9110 section 10.1.3): beside a relative reference"),

        new("redirect",
            static input => HasFragment(input) && IsAbsolute(input),
            static (_, expect) => WithoutFragments(expect),
            "a Referer has no fragment (RFC 9110 section 10.1.3): beside a URL with a scheme"),

        new("redirect",
            KeepsMethod,
            static (input, expect) => WithMethodKept(input, expect),
            "301 and 302 change POST alone (RFC 9110 section 15.4): every other method goes on with its body"),

        new("redirect",
            static input => LosesBody(input) && input["headers"]!.AsArray().Any(static pair => IsAboutContent((string)pair![0]!)),
            static (_, expect) => WithoutContentFields(expect),
            "fields that describe a body leave with it"),
    ];

    private static bool HasFragment(JsonObject input) => Hops(input).SkipLast(1).Any(static url => url.Fragment.Length > 0);

    private static bool IsAboutContent(string name) => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    // The body is lost at the first redirect.
    private static bool LosesBody(JsonObject input) =>
        (int)input["responses"]![0]!["status"]! is 301 or 302 or 303 && !KeepsMethod(input)
        && ((string)input["method"]! is not ("GET" or "HEAD") || (string)input["body_kind"]! != "none");

    private static bool KeepsMethod(JsonObject input) =>
        (string)input["method"]! is not ("GET" or "HEAD" or "POST") && (int)input["responses"]![0]!["status"]! is 301 or 302;

    // Of a chain of one redirect.
    private static JsonObject WithMethodKept(JsonObject input, JsonObject expect)
    {
        var requests = expect["requests"]!.AsArray();
        if ((string)input["body_kind"]! == "once")
        {
            requests.RemoveAt(1);
            expect["final_status"] = input["responses"]![0]!["status"]!.DeepClone();
            expect["final_url"] = input["url"]!.DeepClone();
            return expect;
        }

        foreach (var name in (string[])["method", "body", "content_length"]) requests[1]![name] = requests[0]![name]?.DeepClone();
        return expect;
    }

    private static JsonObject WithoutContentFields(JsonObject expect)
    {
        foreach (var request in expect["requests"]!.AsArray().Skip(1))
            foreach (var (name, _) in request!["headers"]!.AsObject().Where(static field => IsAboutContent(field.Key)).ToArray())
                request["headers"]!.AsObject().Remove(name);
        return expect;
    }

    private static bool IsAbsolute(JsonObject input) =>
        VectorCase.Latin1(input["responses"]![0]!["location"]!).Split('/')[0].Contains(':');

    private static JsonObject WithoutFragments(JsonObject expect)
    {
        foreach (var request in expect["requests"]!.AsArray())
        {
            if (request!["headers"]!["Referer"]?[0] is { } referer) request["headers"]!["Referer"]![0] = ((string)referer!).Split('#')[0];
        }

        return expect;
    }

    private static bool Sets(JsonObject input, string prefix) => input["headers"]!.AsArray().Any(pair =>
        s_sensitive.Contains((string)pair![0]!) && ((string)pair[0]!).StartsWith(prefix, StringComparison.Ordinal));

    // The number of the first request that leaves a host and its subdomains; 0: none does.
    private static int FindForeign(JsonObject input)
    {
        var hops = Hops(input);
        for (var index = 1; index < hops.Count; index++)
            if (Address(hops[index]) is var address && address != Address(hops[index - 1])
                && !address.EndsWith("." + Address(hops[index - 1]), StringComparison.Ordinal)) return index;
        return 0;
    }

    private static List<Url> Hops(JsonObject input)
    {
        var hops = new List<Url> { Url.Parse((string)input["url"]!) };
        foreach (var response in input["responses"]!.AsArray())
        {
            if ((int)response!["status"]! is not (301 or 302 or 303 or 307 or 308) || response["location"] is not { } location) break;
            try
            {
                hops.Add(hops[^1].Resolve(VectorCase.Text(location)));
            }
            catch (FormatException)
            {
                break;
            }
        }

        return hops;
    }

    private static string Address(Url url) => url.Hostname + ":" + (url.Port.Length > 0 ? url.Port : url.Scheme == "https" ? "443" : "80");

    private static JsonObject Dropped(JsonObject expect, int index)
    {
        foreach (var request in expect["requests"]!.AsArray().Skip(index))
            foreach (var name in s_sensitive) request!["headers"]!.AsObject().Remove(name);
        return expect;
    }
}
