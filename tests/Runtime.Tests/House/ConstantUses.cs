// Which types use constants of others. A compiler writes the value of a constant where it is used, so that metadata has no trace of the use
// (TypeUses.cs): it is read from the sources, as the name of a type, a dot and the name of one of its constants.
using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

internal static partial class ConstantUses
{
    /// <summary>Each use: the file, and the full metadata name of the type that declares the constant.</summary>
    internal static IEnumerable<(string File, string Type)> Read(string root)
    {
        var files = Repository.Files(root, ".cs").Select(static file => (Name: file, Text: Repository.Read(file))).ToArray();
        var owners = new Dictionary<string, (string Type, HashSet<string> Constants)>();
        foreach (var (_, text) in files)
        {
            if (DeclaredTypes.In(text).FirstOrDefault() is not { } type) continue;
            var name = type[(type.LastIndexOf('.') + 1)..];
            if (!owners.TryGetValue(name, out var owner)) owners[name] = owner = (type, []);
            foreach (Match constant in Constant().Matches(text)) owner.Constants.Add(constant.Groups[1].Value);
        }

        foreach (var (file, text) in files)
        {
            foreach (Match use in Use().Matches(Code(text)))
            {
                if (owners.TryGetValue(use.Groups[1].Value, out var owner) && owner.Constants.Contains(use.Groups[2].Value))
                    yield return (file, owner.Type);
            }
        }
    }

    private static string Code(string text) =>
        string.Join('\n', text.Split('\n').Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"^\s+(?:public|internal) const [\w?\[\]]+ (\w+) =", RegexOptions.Multiline)]
    private static partial Regex Constant();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.([A-Z]\w*)\b(?!\()")]
    private static partial Regex Use();
}
