using System.Text.Json.Nodes;

namespace Vectors.Tests;

/// <summary>One recorded file, <c>NAME.json</c>: of the folder that ROUTEGEN_VECTORS names, else of <c>tests/vectors</c>.</summary>
internal sealed class VectorFile
{
    private VectorFile(string name, JsonArray cases)
    {
        Name = name;
        Cases = cases;
    }

    internal string Name { get; }

    internal JsonArray Cases { get; }

    /// <summary>Whether the files are this repository's own: then the rules on differences are held to account, too.</summary>
    internal static bool AreOurs => Folder is null;

    private static string? Folder => Environment.GetEnvironmentVariable("ROUTEGEN_VECTORS") is { Length: > 0 } folder ? folder : null;

    /// <summary>Reads a file; null when it is not there.</summary>
    internal static VectorFile? Load(string name)
    {
        var path = Path.Combine(Folder ?? Path.Combine(AppContext.BaseDirectory, "vectors"), name + ".json");
        if (!File.Exists(path)) return null;
        var root = JsonNode.Parse(File.ReadAllBytes(path))!;
        return new VectorFile(name, root["cases"]!.AsArray());
    }
}
