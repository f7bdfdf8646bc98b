// Which folder of src/Runtime declares a type: read from the sources, by the house's own layout: namespaces are file-scoped, so that
// a line that begins with a type declaration at its first column declares a type that is not nested.
using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

internal static partial class DeclaredTypes
{
    /// <summary>
    /// From a type's full metadata name, such as <c>RouteGen.IO.Conn</c>, to its folders, such as <c>IO</c>; the top one is empty.
    /// </summary>
    /// <param name="root">The folder to read.</param>
    /// <param name="levels">How many levels of folders are told apart: of two, <c>IO/Epoll</c> is one.</param>
    internal static Dictionary<string, SortedSet<string>> Read(string root, int levels = 1)
    {
        var types = new Dictionary<string, SortedSet<string>>();
        foreach (var file in Repository.Files(root, ".cs"))
        {
            var folders = file[(root.Length + 1)..].Split('/');
            foreach (var type in In(Repository.Read(file)))
            {
                if (!types.TryGetValue(type, out var declaredIn)) types[type] = declaredIn = [];
                declaredIn.Add(string.Join('/', folders.Take(Math.Min(levels, folders.Length - 1))));
            }
        }

        return types;
    }

    /// <summary>The full metadata names of the types that a source text declares.</summary>
    internal static IEnumerable<string> In(string source)
    {
        var scope = NamespaceLine().Match(source) is { Success: true } match ? match.Groups[1].Value + "." : "";
        foreach (Match type in TypeLine().Matches(source))
        {
            var parameters = type.Groups["parameters"];
            yield return scope + type.Groups["name"].Value + (parameters.Success ? "`" + (parameters.Value.Count(c => c == ',') + 1) : "");
        }
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:\[[^\r\n]*\]\s*)?(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*" +
        @"(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[^\s(]+)\s+(?<name>[A-Za-z_]\w*)(?:<(?<parameters>[^>(]+)>)?",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
