using System.Text;
using System.Text.Json.Nodes;

namespace Fuzz.Tests;

/// <summary>What mutation starts from: the recorded requests, and the recorded chunked bodies behind a head.</summary>
internal static class Seeds
{
    /// <summary>
    /// As Latin-1 text, one character a byte. Very long ones are left out: a mutation would hardly ever hit what matters in them.
    /// </summary>
    internal static string[] All { get; } =
    [
        .. Read("request_parse", "raw_b64"),
        .. Read("chunked", "data_b64")
            .Select(body => "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n" + body),
    ];

    private static IEnumerable<string> Read(string name, string member)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", name + ".json")))!;
        return root["cases"]!.AsArray()
            .Select(recorded => Encoding.Latin1.GetString(Convert.FromBase64String((string)recorded!["input"]![member]!)))
            .Where(text => text.Length < 3000);
    }
}
