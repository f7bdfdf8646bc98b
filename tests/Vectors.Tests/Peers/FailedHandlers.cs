// Handlers of recorded cases that fail: what has left by then, by the actions alone, and what is answered in place of the rest.
using System.Text;
using System.Text.Json.Nodes;

namespace Vectors.Tests;

internal static class FailedHandlers
{
    // More than this, and what is held back leaves.
    private const int HeldBackMax = 2048;

    /// <summary>Whether the handler fails while nothing but informational answers was sent.</summary>
    internal static bool IsAnswered(JsonObject input)
    {
        var written = 0;
        foreach (var action in input["actions"]!.AsArray())
        {
            switch ((string)action!["do"]!)
            {
                case "panic":
                case "status" when ((int?)action["status"] ?? 0) is < 100 or > 999:
                    return true;
                case "abort" or "hijack" or "flush":
                    return false;
                case "write":
                    written += Length(action);
                    if (written > HeldBackMax) return false;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>Informational answers that were sent before, then the 500.</summary>
    internal static JsonObject Answered(JsonObject input, JsonObject expect)
    {
        var request = Encoding.Latin1.GetString(VectorCase.Bytes(input, "request_b64"));
        var line = request[..request.IndexOf('\r', StringComparison.Ordinal)];
        var isHttp10 = line.EndsWith("HTTP/1.0", StringComparison.Ordinal);
        var answer =
            $"HTTP/1.{(isHttp10 ? 0 : 1)} 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 25\r\n"
            + (isHttp10 ? "" : "Connection: close\r\n") + "\r\n"
            + (line.StartsWith("HEAD ", StringComparison.Ordinal) ? "" : "500 Internal Server Error");
        expect["wire_b64"] = Convert.ToBase64String([.. VectorCase.Bytes(expect, "wire_b64"), .. Encoding.Latin1.GetBytes(answer)]);
        expect["date_header"] = true;
        return expect;
    }

    private static int Length(JsonNode action) => Encoding.UTF8.GetByteCount((string?)action["data"] ?? "") * ((int?)action["repeat"] ?? 1);
}
