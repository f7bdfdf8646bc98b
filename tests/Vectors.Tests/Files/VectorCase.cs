using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Vectors.Tests;

/// <summary>One case of a recorded file.</summary>
internal sealed class VectorCase(JsonObject node)
{
    internal string Name { get; } = (string?)node["name"] ?? (string?)node["id"] ?? "?";

    /// <summary>The whole case, for files that are laid out in their own way.</summary>
    internal JsonObject Node { get; } = node;

    internal JsonObject Input => Node["input"]!.AsObject();

    internal JsonObject Expect => Node["expect"]!.AsObject();

    /// <summary>
    /// Whether what was recorded is lenient, so that refusing is right, too. The mark stands in the case or in its answer.
    /// </summary>
    internal bool RejectingAllowed => IsTrue(Node["rejecting_allowed"]) || IsTrue((Node["expect"] as JsonObject)?["rejecting_allowed"]);

    /// <summary>The bytes of a base64 member.</summary>
    internal static byte[] Bytes(JsonObject node, string member) => Convert.FromBase64String((string)node[member]!);

    /// <summary>A recorded text as Latin-1, one character a byte: the bytes of the text as UTF-8, or those of <c>{bytes_b64}</c>.</summary>
    internal static string Latin1(JsonNode? node) => Encoding.Latin1.GetString(
        node is JsonObject raw ? Bytes(raw, "bytes_b64") : Encoding.UTF8.GetBytes((string?)node ?? ""));

    /// <summary>A recorded text as a program would have it that sets it: what is not UTF-8 as Latin-1.</summary>
    internal static string Text(JsonNode? node)
    {
        if (node is not JsonObject raw) return (string?)node ?? "";
        var bytes = Bytes(raw, "bytes_b64");
        return (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    private static bool IsTrue(JsonNode? node) => node is not null && (bool)node;
}
