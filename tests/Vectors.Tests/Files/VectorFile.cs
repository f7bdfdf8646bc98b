using System.Text.Json.Nodes;

namespace Vectors.Tests;

/// <summary>
/// One recorded file, <c>NAME.json</c>: of the folder that ROUTEGEN_VECTORS names, else of <c>tests/vectors</c>. Cases that were recorded
/// later stand in <c>more/NAME.json</c> below it, and come behind the others.
/// </summary>
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

    /// <summary>Names of the files in the folder.</summary>
    internal static IEnumerable<string> Names =>
        Directory.GetFiles(Folder ?? Path.Combine(AppContext.BaseDirectory, "vectors"), "*.json")
            .Select(static path => Path.GetFileNameWithoutExtension(path));

    private static string? Folder => Environment.GetEnvironmentVariable("ROUTEGEN_VECTORS") is { Length: > 0 } folder ? folder : null;

    /// <summary>Reads a file; null when it is not there.</summary>
    internal static VectorFile? Load(string name)
    {
        var folder = Folder ?? Path.Combine(AppContext.BaseDirectory, "vectors");
        var cases = LoadCases(Path.Combine(folder, name + ".json"));
        if (LoadCases(Path.Combine(folder, "more", name + ".json")) is { } more)
        {
            cases ??= [];
            foreach (var vector in more) cases.Add(vector!.DeepClone());
        }

        return cases is null ? null : new VectorFile(name, cases);
    }

    private static JsonArray? LoadCases(string path) =>
        File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path))!["cases"]!.AsArray() : null;
}
