using System.Text.Json.Nodes;

namespace Vectors.Tests;

/// <summary>What we make of cookies in another way than was recorded.</summary>
internal static class CookieDifferences
{
    internal static readonly Difference[] All =
    [
        new("cookies",
            static input => input["lines"] is JsonArray lines && lines.Any(line => Attributes(VectorCase.Latin1(line)).Any(IsPartitioned)),
            static (_, expect) => Understood(expect),
            "Partitioned is an attribute of its own, as in Go since 1.23; it was kept as one that is not understood before"),

        new("cookies",
            static input =>
                input["lines"] is JsonArray lines
                    && lines.Any(line => VectorCase.Latin1(line).Contains("-0001 ", StringComparison.Ordinal)),
            static (_, expect) => WithFirstDate(expect),
            "the first date of all is a date like others; in Go it means that there is none"),
    ];

    private static JsonObject WithFirstDate(JsonObject expect)
    {
        foreach (var cookie in expect["cookies"]!.AsArray()) cookie!["expires"] = "0001-01-01T00:00:00Z";
        return expect;
    }

    private static IEnumerable<string> Attributes(string line) => line.Split(';').Skip(1).Select(part => part.Trim(' ', '\t', '\r', '\n'));

    // A value with a quote is not understood, whatever the attribute.
    private static bool IsPartitioned(string attribute) =>
        attribute.Split('=')[0].Equals("partitioned", StringComparison.OrdinalIgnoreCase)
            && attribute.All(letter => letter is >= ' ' and < '\x7F' and not '"' and not '\\');

    private static JsonObject Understood(JsonObject expect)
    {
        foreach (var cookie in expect["cookies"]!.AsArray())
        {
            var unparsed = cookie!["unparsed"]!.AsArray();
            foreach (var attribute in unparsed.Where(text => IsPartitioned(VectorCase.Latin1(text))).ToList()) unparsed.Remove(attribute);
        }

        return expect;
    }
}
